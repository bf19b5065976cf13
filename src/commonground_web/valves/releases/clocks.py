"""The clock of counts."""

from __future__ import annotations

from datetime import datetime

from commonground_web.kernel.clocks import clock
from commonground_web.valves.releases.counting import count_last_month


@clock("releases.count")
def count_months(*, at: datetime) -> None:
    """Count a month once it has settled."""
    count_last_month(at=at)
