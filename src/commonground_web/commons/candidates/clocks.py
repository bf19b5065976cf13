"""The clock of candidates: whoever was not invited in time, or is done with, is let go."""

from datetime import datetime

from commonground_web.commons.candidates.actions import let_go_unneeded
from commonground_web.commons.candidates.tally import lists_due
from commonground_web.kernel.access.actor import system_actor
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.clocks import clock


@clock("candidates.unneeded")
def let_go(*, at: datetime) -> None:
    """Bring the day of purge forward wherever a candidate is not needed any more."""
    for site in lists_due(day_of(at)):
        let_go_unneeded(site=site, by=system_actor("candidates.unneeded"), at=at)
