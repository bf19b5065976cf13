"""What waits on a list: its checks, its lock, and who is released from it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.lists.models import (
    Candidate,
    CandidateList,
    DisparityCheck,
    DisparitySignature,
    LockSignature,
)
from commonground_web.caseroom.lists.states import CandidateState, ListState
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for


@waits_for(
    "disparity_check",
    "sign",
    says=_("Checks for disparity to sign"),
    at="candidate-lists",
    since="written_at",
    reads=("candidate_list",),
)
def checks(actor: Actor) -> QuerySet[DisparityCheck]:
    """Return the checks of open lists that nobody of the actor's agency has signed."""
    of_agency = Q(agency=actor.agency)
    signed = DisparitySignature.objects.filter(of_agency, disparity_check=OuterRef("pk"))
    waiting = DisparityCheck.objects.restrict(actor).filter(
        voided_at=None, candidate_list__state=ListState.OPEN
    )
    found: QuerySet[DisparityCheck] = waiting.exclude(Exists(signed))
    return found


@waits_for(
    "candidate_list",
    "lock",
    says=_("Lists to lock"),
    at="candidate-lists",
    since="opened_at",
)
def locks(actor: Actor) -> QuerySet[CandidateList]:
    """Return the checked lists that the actor has not signed."""
    signed = LockSignature.objects.filter(candidate_list=OuterRef("pk"), signed_by=actor.id)
    waiting = CandidateList.objects.restrict(actor).filter(state=ListState.CHECKED)
    found: QuerySet[CandidateList] = waiting.exclude(Exists(signed))
    return found


@waits_for(
    "candidate",
    "complete",
    says=_("Candidates to make ready for the Commons"),
    at="candidates",
    since="candidate_list__lock__second_at",
    reads=("candidate_list", "entry"),
)
def to_complete(actor: Actor) -> QuerySet[Candidate]:
    """Return the candidates of locked lists whom nobody has proposed to release."""
    waiting = Candidate.objects.restrict(actor)
    found: QuerySet[Candidate] = waiting.filter(state=CandidateState.CHOSEN)
    return found


@waits_for(
    "candidate",
    "release",
    says=_("Candidates to release to the Commons"),
    at="candidates",
    since="proposed_at",
    reads=("entry",),
)
def to_release(actor: Actor) -> QuerySet[Candidate]:
    """Return the candidates whom others proposed to release."""
    waiting = Candidate.objects.restrict(actor).filter(state=CandidateState.PROPOSED)
    found: QuerySet[Candidate] = waiting.exclude(Q(proposed_by=actor.id) | Q(completed_by=actor.id))
    return found
