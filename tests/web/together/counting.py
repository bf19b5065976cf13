"""What rooms do in the test of counts that the case room releases: each in its own process."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any


def release_counts() -> dict[str, str]:
    """Accept eleven names last month, and let three people release what was counted."""
    from django.utils import timezone

    from commonground_web.kernel.clock import now, today
    from commonground_web.valves.releases.actions import check_release, draft_release, send_release
    from commonground_web.valves.releases.counting import tally
    from commonground_web.valves.releases.months import last_settled
    from tests.web.caseroom.entering import CHARGING, PROSECUTOR, SUPERVISOR, accepted

    month = last_settled(today())
    during = timezone.make_aware(datetime.combine(month.first + timedelta(days=9), time(12)))
    for number in range(11):
        accepted(at=during, name=f"Zed Fictional {number}")
    tally(month, at=now())
    release: Any = draft_release(month=str(month), by=SUPERVISOR, at=now())
    for by in (CHARGING, PROSECUTOR):
        check_release(release=release, by=by, at=now())
    send_release(release=release, by=SUPERVISOR, at=now())
    return {f"{cell.measure} {cell.site or 'all'}": cell.shown for cell in release.cells.all()}


def receive_counts() -> dict[str, str]:
    """Receive in the Commons, and return what everyone sees of the case room's counts."""
    from commonground_web.commons.counts.models import ReleasedCount
    from commonground_web.kernel.clock import now
    from commonground_web.valves.boxes.receiving import receive

    receive(at=now())
    kept = ReleasedCount.objects.filter(room="caseroom")
    return {f"{row.measure} {row.site or 'all'}": str(row.shown) for row in kept}
