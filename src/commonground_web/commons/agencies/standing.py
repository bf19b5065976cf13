"""Whether an agency's people are let in."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db.models import QuerySet

from commonground_web.commons.agencies.models import Agreement


def in_standing(agency: uuid.UUID, *, on: date) -> bool:
    """Say whether an agency's memorandum is in force; without it nobody of it is let in."""
    return agencies_in_standing(on).filter(agency=agency).exists()


def agencies_in_standing(on: date) -> QuerySet[Any, uuid.UUID]:
    """Return the ids of the agencies whose memorandum is in force on a day."""
    memoranda = Agreement.objects.filter(kind=Agreement.Kind.MEMORANDUM)
    in_force: QuerySet[Any, uuid.UUID] = memoranda.in_force(on).values_list("agency", flat=True)
    return in_force
