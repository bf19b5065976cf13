"""What waits for those who do outreach, and for the agencies that agree to its plans."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.disruption.models import NoticeTo, OutreachPlan
from commonground_web.commons.disruption.states import State
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.heaps import waits_for


@waits_for(
    "acknowledgement",
    "give",
    says=_("Notices of a disruption to read"),
    at="notices",
    since="notice__given_at",
)
def notices(actor: Actor) -> QuerySet[NoticeTo]:
    """Return the notices that nobody of the actor's agency has read."""
    unread = NoticeTo.objects.restrict(actor).filter(
        acknowledged_by=None, notice__ends_on__gte=open_access().day
    )
    found: QuerySet[NoticeTo] = unread.exclude(notice__operation__state=State.CALLED_OFF)
    return found


@waits_for(
    "outreach_plan",
    "agree",
    says=_("Outreach plans to agree to"),
    at="notices",
    since="drafted_at",
)
def outreach_plans(actor: Actor) -> QuerySet[OutreachPlan]:
    """Return the plans with rounds to which another agency, and no second, has agreed."""
    waiting = OutreachPlan.objects.restrict(actor).filter(
        second_by=None, ends_on__gte=open_access().day, rounds__isnull=False
    )
    mine = Q(agreed_by=actor.id) | Q(agreed_for=actor.agency, agreed_for__isnull=False)
    found: QuerySet[OutreachPlan] = waiting.exclude(mine)
    return found
