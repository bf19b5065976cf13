"""A panel for a case on which the two reviewers differ: three or more, of two agencies or more."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.caseroom.triage.actions.held import (
    WRITTEN,
    held_decision,
    move,
    require_no_author,
)
from commonground_web.caseroom.triage.actions.reviews import send_back, settle
from commonground_web.caseroom.triage.models import PanelVote, ReviewerVote, TriageDecision
from commonground_web.caseroom.triage.states import NEED_INFO, State
from commonground_web.kernel.access.actions import Refused, action, agency_of
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access

FEWEST_MEMBERS, FEWEST_AGENCIES = 3, 2


@action("triage", "convene", with_entities=("entry",))
def convene_panel(*, decision: TriageDecision, by: Actor, at: datetime) -> None:
    """Put a conflict before the panel."""
    held = held_decision(decision, state=State.CONFLICT)
    move(held, State.PANEL, by=by, at=at)


@action("triage", "sit", with_entities=WRITTEN)
def cast_panel_vote(
    *, decision: TriageDecision, verdict: str, reason: str, by: Actor, at: datetime
) -> PanelVote:
    """Say what one makes of a case as a member of its panel.

    Raises
    ------
    Refused
        If the actor reviewed it, wrote part of it, or has said it already.
    """
    held = held_decision(decision, state=State.PANEL)
    agency = agency_of(by)
    require_no_author(held, by=by)
    if ReviewerVote.objects.filter(decision=held, reviewer=by.id).exists():
        raise Refused(_("You reviewed this case; the panel is of others."))
    if PanelVote.objects.filter(decision=held, round=held.round, member=by.id).exists():
        raise Refused(_("You have said what you make of it; what was said is not changed."))
    vote = PanelVote(
        decision=held,
        round=held.round,
        agency=agency,
        member=uuid.UUID(by.id),
        verdict=verdict,
        reason=reason,
        voted_at=at,
    )
    vote.save(force_insert=True)
    open_access().did("triage.sat", vote)
    return vote


@action("triage", "convene", with_entities=("entry",))
def close_panel(*, decision: TriageDecision, by: Actor, at: datetime) -> None:
    """Take what most of the panel said; who said otherwise stays on record as dissent.

    Raises
    ------
    Refused
        If too few, or of too few agencies, have said anything, or no verdict has a majority.
    """
    held = held_decision(decision, state=State.PANEL)
    votes = list(PanelVote.objects.filter(decision=held, round=held.round))
    agencies = {vote.agency for vote in votes}
    if len(votes) < FEWEST_MEMBERS or len(agencies) < FEWEST_AGENCIES:
        raise Refused(
            _(
                "A panel is of %(members)s members from %(agencies)s agencies at least; so far "
                "%(n)s have said what they make of it, from %(from)s."
            )
            % {
                "members": FEWEST_MEMBERS,
                "agencies": FEWEST_AGENCIES,
                "n": len(votes),
                "from": len(agencies),
            }
        )
    verdict, most = Counter(vote.verdict for vote in votes).most_common(1)[0]
    if 2 * most <= len(votes):
        raise Refused(_("No verdict has more than half of the panel; hear another member."))
    if verdict == NEED_INFO:
        send_back(held, by=by, at=at)
    else:
        settle(held, State.DECIDED, verdict=Verdict(verdict), by=by, at=at)
