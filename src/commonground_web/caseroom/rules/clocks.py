"""The clock of rules that everyone may read."""

from __future__ import annotations

from datetime import datetime

from commonground_web.caseroom.rules.telling import tell_of_rules, untold
from commonground_web.kernel.access.actor import system_actor
from commonground_web.kernel.clocks import clock


@clock("rules.tell")
def tell_the_commons(*, at: datetime) -> None:
    """Tell the Commons of what was signed since."""
    if versions := untold():
        tell_of_rules(versions=versions, by=system_actor("rules.tell"), at=at)
