"""The clock of cases: after its last day a banked case expires."""

from __future__ import annotations

from datetime import datetime

from commonground_web.caseroom.cases.actions import expire_case
from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.cases.states import State
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.clocks import clock
from commonground_web.kernel.rounds.daily import once_a_day


@clock("cases.expiry")
def expiry(*, at: datetime) -> None:
    """Let every banked case expire whose last day is past."""

    def look(by: Actor) -> None:
        past = Case.objects.filter(state=State.BANKED, bank_until__lt=day_of(at))
        for case in past.order_by("pk"):
            expire_case(case=case, by=by, at=at)

    once_a_day("cases.expiry", look, verb="expire", entities=("case", "entry", "candidate"), at=at)
