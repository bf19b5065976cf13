"""Whether an agency's people are let in."""

from __future__ import annotations

import uuid
from datetime import date

from commonground_web.commons.agencies.models import Agreement


def in_standing(agency: uuid.UUID, *, on: date) -> bool:
    """Say whether an agency's memorandum is in force; without it nobody of it is let in."""
    memoranda = Agreement.objects.filter(agency=agency, kind=Agreement.Kind.MEMORANDUM)
    return memoranda.in_force(on).exists()
