"""Whether an agency's people are let in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from commonground_web.commons.agencies.models import Agency, Agreement
from commonground_web.kernel.rooms import Room
from commonground_web.valves.published.agencies import LETS_IN


def in_standing(agency: uuid.UUID, *, on: date) -> bool:
    """Say whether an agency's memorandum is in force; without it nobody of it is let in."""
    return agencies_in_standing(on).filter(agency=agency).exists()


def agencies_in_standing(on: date) -> QuerySet[Any, uuid.UUID]:
    """Return the ids of the agencies whose memorandum is in force on a day."""
    memoranda = Agreement.objects.filter(kind=Agreement.Kind.MEMORANDUM)
    in_force: QuerySet[Any, uuid.UUID] = memoranda.in_force(on).values_list("agency", flat=True)
    return in_force


def lacking(agency: Agency, agreements: Iterable[Agreement], *, on: date) -> list[Agreement.Kind]:
    """Return what an agency has to sign, or to sign anew, before its people are let in everywhere.

    Parameters
    ----------
    agency
        The agency, whose people work in the Commons and, by what it is, in one other room.
    agreements
        All that it has signed.
    on
        The day.
    """
    asked = LETS_IN[Room.COMMONS] | LETS_IN[agency.works_in or Room.COMMONS]
    in_force = {agreement.kind for agreement in agreements if agreement.binds(on)}
    return [kind for kind in Agreement.Kind if kind in asked - in_force]
