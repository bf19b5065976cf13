"""What a room knows of agencies: their names, and whether their people are let in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from commonground_web.kernel.rooms import Room, this_room
from commonground_web.valves.published.models import Publication, Published

LETS_IN: Mapping[Room, frozenset[str]] = {
    Room.COMMONS: frozenset({"memorandum"}),
    Room.CASEROOM: frozenset({"memorandum", "part_23"}),
    Room.CAREROOM: frozenset({"memorandum"}),
}
"""The kinds of agreement that let an agency's people into a room: each of them has to be in force.

What is known of named persons in the case room goes to those alone who have agreed to keep it by
the same rules (28 CFR 23.20). No other kind is asked for: the rooms keep no criminal-history
records, and a qualified service organisation agreement lies between two providers.
"""


def names() -> dict[uuid.UUID, str]:
    """Return the names of all agencies, by id."""
    return {
        row.row: row["name"]
        for row in Published.objects.of("agency").order_by("fields__name", "row")
    }


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
    return works_here and LETS_IN[this_room()] <= _kinds_in_force(found, on=on)


def _kinds_in_force(rows: Iterable[Published], *, on: date) -> set[str]:
    agreements = (row for row in rows if row.table == "agreement")
    return {row["kind"] for row in agreements if _binds(row, on=on)}


def _binds(agreement: Published, *, on: date) -> bool:
    ended = agreement["ended_on"]
    return (
        date.fromisoformat(agreement["signed_on"]) <= on
        and on <= date.fromisoformat(agreement["expires_on"])
        and (ended is None or date.fromisoformat(ended) > on)
    )
