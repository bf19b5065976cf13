"""To whom a consent can be given: by the directory where it can, and to nobody who polices."""

from __future__ import annotations

import uuid

from commonground_web.kernel.rooms import Room
from commonground_web.valves.published.agencies import elsewhere
from commonground_web.valves.published.models import Published

POLICING = frozenset({"police", "sheriff", "prosecutor", "probation", "federal"})
"""Kinds of agencies, by the codes of the Commons, to which no form of consent opens a way."""


def organizations() -> dict[uuid.UUID, str]:
    """Return the organisations of the directory that do not work in this room, by id.

    One that polices is not among them, whatever services it offers.
    """
    away, policing = elsewhere(), _policing()
    found = {}
    for row in Published.objects.of("organization").order_by("fields__name", "row"):
        agency = uuid.UUID(row["agency"]) if row["agency"] else None
        polices = agency in policing or same_name(row["name"]) in policing.values()
        if not polices and (agency is None or agency in away):
            found[row.row] = str(row["name"])
    return found


def is_of_police(name: str) -> bool:
    """Say whether a name is that of a published agency that polices or prosecutes."""
    return same_name(name) in _policing().values()


def same_name(name: str) -> str:
    """Return a name as it is compared: without regard to capitals and spaces."""
    return " ".join(name.split()).casefold()


def _policing() -> dict[uuid.UUID, str]:
    return {
        row.row: same_name(row["name"])
        for row in Published.objects.of("agency")
        if row["kind"] in POLICING or row["works_in"] == Room.CASEROOM
    }
