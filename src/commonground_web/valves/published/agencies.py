"""What a room knows of agencies: their names, and whether their people are let in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from commonground_web.kernel.rooms import this_room
from commonground_web.valves.published.models import Publication, Published

MEMORANDUM = "memorandum"
"""The kind of agreement that lets people in."""


def names() -> dict[uuid.UUID, str]:
    """Return the names of all agencies, by id."""
    return {row.row: row["name"] for row in Published.objects.of("agency").order_by("fields__name")}


def elsewhere() -> frozenset[uuid.UUID]:
    """Return the agencies whose people do not work in this room."""
    return frozenset(
        row.row for row in Published.objects.of("agency") if row["works_in"] != this_room()
    )


def in_standing(agency: uuid.UUID, *, on: date) -> bool:
    """Say whether an agency's people are let in: they may work in this room, and are bound.

    Until a first snapshot arrived the room knows no agency, and there is nothing to hold anybody
    to: it is founded before it is introduced to the Commons. From then on an agency that the
    snapshot does not hold is not in standing.

    Parameters
    ----------
    agency
        The agency.
    on
        The day: an agreement runs out by itself, though nothing new was heard of it.
    """
    rows = Published.objects.filter(
        Q(table="agency", row=agency) | Q(table="agreement", fields__agency=str(agency))
    )
    found = list(rows)
    if not found:
        return not Publication.objects.filter(room=this_room()).exists()
    works_here = any(row["works_in"] == this_room() for row in found if row.table == "agency")
    return works_here and any(_binds(row, on=on) for row in _memoranda(found))


def _memoranda(rows: Iterable[Published]) -> list[Published]:
    return [row for row in rows if row.table == "agreement" and row["kind"] == MEMORANDUM]


def _binds(agreement: Published, *, on: date) -> bool:
    ended = agreement["ended_on"]
    return (
        date.fromisoformat(agreement["signed_on"]) <= on
        and on <= date.fromisoformat(agreement["expires_on"])
        and (ended is None or date.fromisoformat(ended) > on)
    )
