"""The clock of terms: who kept to what was agreed until its last day is let go."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.cases.actions import complete_case
from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.cases.states import State as CaseState
from commonground_web.caseroom.holds.models import Agreement
from commonground_web.caseroom.violations.models import Violation
from commonground_web.caseroom.violations.states import OPEN
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.clocks import clock
from commonground_web.kernel.rounds.daily import once_a_day

TOUCHED = ("case", "entry", "candidate", "hold", "violation")


@clock("violations.terms")
def terms(*, at: datetime) -> None:
    """Complete the banked cases of people whose term has ended with no violation left open.

    A term counts for a case that was banked before it began, and for none that was banked later.
    """

    def look(by: Actor) -> None:
        day, entries = day_of(at), "candidate__entry"
        ended = Agreement.objects.filter(ends_on__lt=day).values(entries)
        running = Agreement.objects.filter(ends_on__gte=day).values(entries)
        awaited = Violation.objects.filter(state__in=OPEN).values("case")
        kept = Case.objects.filter(state=CaseState.BANKED, entry__in=ended)
        over = kept.exclude(pk__in=awaited).exclude(entry__in=running)
        for case in over.select_related("entry").order_by("pk"):
            since_banked = Agreement.objects.filter(
                candidate__entry=case.entry_id, given_on__gte=day_of(case.banked_at)
            )
            if since_banked.exists():
                complete_case(case=case, why=_("The term that was agreed has ended."), by=by, at=at)

    once_a_day("violations.terms", look, verb="review", entities=TOUCHED, at=at)
