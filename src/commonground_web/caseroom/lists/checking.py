"""Whether a check of a list stands: it is of the list as it was, and void once that changes."""

from __future__ import annotations

from datetime import datetime

from commonground_web.caseroom.lists.models import CandidateList, DisparityCheck
from commonground_web.caseroom.lists.states import LIST, ListState
from commonground_web.kernel.audit.opening import open_access

FEWEST_SIGNATURES = 2
"""A check is signed by two persons, of two agencies."""


def standing_check(candidates: CandidateList) -> DisparityCheck | None:
    """Return the check of a list that nothing has voided, signed or not."""
    checks = DisparityCheck.objects.filter(candidate_list=candidates, voided_at__isnull=True)
    found: DisparityCheck | None = checks.prefetch_related("signatures").first()
    return found


def is_signed(check: DisparityCheck) -> bool:
    """Say whether two persons of two agencies have signed a check."""
    return len(check.signatures.all()) >= FEWEST_SIGNATURES


def void_check(candidates: CandidateList, *, at: datetime) -> None:
    """Void the check of a held list, for what it was of has changed; the list is open again."""
    check = standing_check(candidates)
    if check is not None:
        check.voided_at = at
        check.save()
        open_access().did("disparity_check.voided", check)
    if candidates.state == ListState.CHECKED:
        LIST.require(candidates.state, ListState.OPEN)
        candidates.state = ListState.OPEN
        candidates.save()
