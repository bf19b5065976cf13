"""Two reviews of a case, each without knowing what the other says, and what follows of them."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.lists.checking import void_check
from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.caseroom.sides import REVIEWING, Side, side_of
from commonground_web.caseroom.triage.actions.held import (
    WRITTEN,
    held_decision,
    move,
    require_no_author,
)
from commonground_web.caseroom.triage.models import ReviewerVote, TriageDecision
from commonground_web.caseroom.triage.states import AGREED, NEED_INFO, SETTLED, State
from commonground_web.kernel.access.actions import Refused, action, agency_of
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access


@action("triage", "begin", with_entities=("entry",))
def begin_review(*, decision: TriageDecision, by: Actor, at: datetime) -> None:
    """Open a case with complete findings to its two reviewers."""
    held = held_decision(decision, state=State.FINDINGS_COMPLETE)
    move(held, State.INDEPENDENT_REVIEW, by=by, at=at)


@action("triage", "begin", with_entities=("entry",))
def return_findings(*, decision: TriageDecision, why: str, by: Actor, at: datetime) -> None:
    """Send findings back before anyone reviews them."""
    held = held_decision(decision, state=State.FINDINGS_COMPLETE)
    move(held, State.OPEN, by=by, at=at, why=why)


@action("triage", "review", with_entities=WRITTEN)
def cast_vote(
    *, decision: TriageDecision, verdict: str, reason: str, by: Actor, at: datetime
) -> ReviewerVote:
    """Say what one's side makes of a case; the second vote of a round shows both to both.

    The first vote changes nothing but its own table, so that the other reviewer sees nothing of it.

    Raises
    ------
    Refused
        If the actor wrote part of it, or their side or agency has reviewed it in this round.
    """
    held = held_decision(decision, state=State.INDEPENDENT_REVIEW)
    side, agency = side_of(by, REVIEWING), agency_of(by)
    require_no_author(held, by=by)
    votes = list(ReviewerVote.objects.filter(decision=held, round=held.round))
    if any(vote.side == side for vote in votes):
        raise Refused(_("The %(side)s has reviewed this already.") % {"side": Side(side).label})
    if any(vote.agency == agency for vote in votes):
        raise Refused(_("The two reviewers are of different agencies."))
    vote = ReviewerVote(
        decision=held,
        round=held.round,
        side=side,
        agency=agency,
        reviewer=uuid.UUID(by.id),
        verdict=verdict,
        reason=reason,
        voted_at=at,
    )
    vote.save(force_insert=True)
    open_access().did("triage.voted", vote)
    if len(votes) + 1 == len(Side):
        move(held, State.CONSOLIDATING, by=by, at=at)
    return vote


@action("triage", "review", with_entities=("entry",))
def consolidate(*, decision: TriageDecision, by: Actor, at: datetime) -> None:
    """Draw from both reviews, once a reviewer has read the other's, what follows of them.

    Equal verdicts are agreed; different ones are a conflict for the panel; where either needs
    more information it goes back, and is weighed anew.

    Raises
    ------
    Refused
        If the actor is neither of the reviewers.
    """
    held = held_decision(decision, state=State.CONSOLIDATING)
    votes = list(ReviewerVote.objects.filter(decision=held, round=held.round))
    if by.id not in {str(vote.reviewer) for vote in votes}:
        raise Refused(_("One of its two reviewers draws what follows."))
    said = {vote.verdict for vote in votes}
    if NEED_INFO in said:
        send_back(held, by=by, at=at)
    elif len(said) > 1:
        move(held, State.CONFLICT, by=by, at=at)
    else:
        settle(held, AGREED[Verdict(said.pop())], by=by, at=at)


@action("triage", "reopen", with_entities=("entry",))
def reopen_triage(*, decision: TriageDecision, why: str, by: Actor, at: datetime) -> None:
    """Take a verdict back before the list is locked; the case is weighed anew.

    Raises
    ------
    Refused
        If no verdict stands, or the list is locked.
    """
    if decision.state not in SETTLED:
        raise Refused(_("Only a case with a verdict is taken up again."))
    held = held_decision(decision, state=State(decision.state))
    send_back(held, by=by, at=at, why=why)


def settle(
    decision: TriageDecision,
    state: State,
    *,
    verdict: Verdict | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Keep the verdict on a held decision; a disparity check of before holds no longer."""
    by_state = {agreed: verdict for verdict, agreed in AGREED.items()}
    decision.verdict, decision.decided_at = verdict or by_state[state], at
    move(decision, state, by=by, at=at)
    void_check(decision.candidate_list, at=at)


def send_back(
    decision: TriageDecision,
    *,
    to: State = State.OPEN,
    by: Actor,
    at: datetime,
    why: str = "",
) -> None:
    """Send a held decision back, for findings unless said otherwise, and begin another round."""
    decision.verdict = decision.decided_at = None
    move(decision, to, by=by, at=at, why=why)
    decision.round += 1
    decision.save()
    void_check(decision.candidate_list, at=at)
