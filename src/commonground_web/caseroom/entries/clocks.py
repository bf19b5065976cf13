"""The clock of entries: some time before the day of purge, an entry falls due for review."""

from __future__ import annotations

from datetime import datetime

from commonground_web.caseroom.entries.actions import fall_due
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.entries.states import IN_USE, REVIEW_BEFORE
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.clocks import clock
from commonground_web.kernel.rounds.daily import once_a_day


@clock("entries.review")
def review(*, at: datetime) -> None:
    """Have every entry fall due for review whose day of purge is near."""

    def look(by: Actor) -> None:
        soon = day_of(at) + REVIEW_BEFORE
        for entry in Entry.objects.filter(state__in=IN_USE, purge_on__lte=soon).order_by("pk"):
            fall_due(entry=entry, by=by, at=at)

    once_a_day("entries.review", look, verb="review", entities=("entry",), at=at)
