"""What waits for both sides where somebody contests being listed."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.contests.models import Contest
from commonground_web.caseroom.contests.states import State
from commonground_web.caseroom.sides import REVIEWING
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for


@waits_for(
    "contest",
    "answer",
    says=_("Contests to answer"),
    at="contests",
    since="came_at",
    reads=("entry",),
)
def to_answer(actor: Actor) -> QuerySet[Contest]:
    """Return the contests that nobody has looked into."""
    found: QuerySet[Contest] = Contest.objects.restrict(actor).filter(state=State.RECEIVED)
    return found


@waits_for(
    "contest",
    "answer",
    says=_("Answers to contests to confirm"),
    at="contests",
    since="proposed_at",
    reads=("entry",),
)
def to_confirm(actor: Actor) -> QuerySet[Contest]:
    """Return the contests whose answer the other side proposed."""
    mine = {side for role, side in REVIEWING.items() if role in actor.roles}
    proposed = Contest.objects.restrict(actor).filter(state=State.PROPOSED)
    found: QuerySet[Contest] = proposed.exclude(proposed_side__in=mine)
    return found
