"""The clock of the audit."""

from __future__ import annotations

from datetime import datetime

from commonground_web.kernel.audit.anchoring import anchor_yesterday
from commonground_web.kernel.clocks import clock


@clock("audit.anchor")
def anchor(*, at: datetime) -> None:
    """Anchor each day once it is over."""
    anchor_yesterday(at=at)
