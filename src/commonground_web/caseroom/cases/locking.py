"""What cases say before a list is locked, and what becomes of them when it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import ngettext

from commonground_web.caseroom.cases.banking import let_bank, ready_case, why_not_bankable
from commonground_web.caseroom.lists.models import CandidateList
from commonground_web.caseroom.lists.moves import Weighed, asks_before_lock, on_lock
from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.kernel.access.actor import Actor


@asks_before_lock
def cases_are_ready(_candidates: CandidateList, weighed: Sequence[Weighed]) -> Iterable[str]:
    """Keep a list open while somebody is to be banked whose case is not ready."""
    against = Counter(why_not_bankable(each.entry) for each in _to_bank(weighed))
    for why, n in against.items():
        if why is not None:
            yield ngettext(
                "%(n)s person to be banked: %(why)s.", "%(n)s persons to be banked: %(why)s.", n
            ) % {"n": n, "why": why}


@on_lock
def bank_cases(
    _candidates: CandidateList, weighed: Sequence[Weighed], *, by: Actor, at: datetime
) -> None:
    """Bank the ready case of everybody who is to be banked."""
    for each in _to_bank(weighed):
        case = ready_case(each.entry)
        if case is not None:
            let_bank(case, by=by, at=at)


def _to_bank(weighed: Sequence[Weighed]) -> list[Weighed]:
    return [each for each in weighed if each.verdict == Verdict.BANK]
