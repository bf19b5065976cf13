"""What the policy says before a list is locked: nobody is banked without one, nor for longer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonground_web.caseroom.cases.banking import ready_case
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.lists.models import CandidateList
from commonground_web.caseroom.lists.moves import Weighed, asks_before_lock
from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.caseroom.policies.models import Policy
from commonground_web.kernel.audit.opening import open_access
from commonground_web.valves.published.callins import next_callin


@asks_before_lock
def policy_allows(candidates: CandidateList, weighed: Sequence[Weighed]) -> Iterator[str]:
    """Keep a list open while no policy is in force, or a case would be banked for too long."""
    policy = Policy.objects.in_force(site=candidates.site, on=open_access().day)
    if policy is None:
        yield _("No policy on violations is in force for this site. Have both sides sign one.")
        return
    begins = next_callin(candidates.site, on=open_access().day) or open_access().day
    last = begins + timedelta(days=policy.term_days)
    banked = [each.entry for each in weighed if each.verdict == Verdict.BANK]
    too_long = sum(1 for entry in banked if _is_longer(entry, last=last))
    if too_long:
        yield ngettext(
            "%(n)s programme ends later than the policy allows, which is %(last)s: its term counts "
            "from the call-in, or from today while none is planned. Have the case returned, and "
            "found ready with an earlier day.",
            "%(n)s programmes end later than the policy allows, which is %(last)s: its term counts "
            "from the call-in, or from today while none is planned. Have the cases returned, and "
            "found ready with an earlier day.",
            too_long,
        ) % {"n": too_long, "last": date_format(last)}


def _is_longer(entry: Entry, *, last: date) -> bool:
    """Say whether the programme of somebody's ready case ends after a day."""
    case = ready_case(entry)
    return case is not None and case.program_ends_on is not None and case.program_ends_on > last
