"""The clock of what waits: once a day, in the morning."""

from __future__ import annotations

from datetime import datetime

from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import where_the_room_stands
from commonground_web.kernel.clocks import clock
from commonground_web.kernel.heaps import entities_that_wait
from commonground_web.kernel.rounds.daily import once_a_day
from commonground_web.kernel.waiting.telling import tell_who_is_waited_for

MORNING = 7
"""The hour from which people are told."""


@clock("waiting.tell")
def tell(*, at: datetime) -> None:
    """Tell everyone for whom something waits that it does."""
    if where_the_room_stands(at).hour < MORNING:
        return

    def look(_by: Actor) -> None:
        tell_who_is_waited_for(at=at)

    once_a_day(
        "waiting.tell", look, verb="tell", entities=("waiting", *entities_that_wait()), at=at
    )
