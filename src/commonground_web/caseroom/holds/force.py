"""Which holds keep somebody from being arrested."""

from __future__ import annotations

from datetime import datetime

from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.holds.models import Hold


def holds_in_force(entry: Entry, *, at: datetime) -> list[Hold]:
    """Return the holds that keep the person of an entry from being arrested at a moment."""
    return list(Hold.objects.in_force(at).of_entry(entry).order_by("ends_at"))
