"""What waits for whoever answers a referral."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.referrals.models import Referral
from commonground_web.careroom.referrals.states import State
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for


@waits_for("referral", "move", says=_("Referrals to answer"), at="referrals", since="sent_at")
def referrals(actor: Actor) -> QuerySet[Referral]:
    """Return the referrals to the actor's provider that wait, and those outside that it follows."""
    sent = Referral.objects.restrict(actor).filter(state=State.SENT)
    outside = Q(receiver=None, provider=actor.agency)
    found: QuerySet[Referral] = sent.filter(Q(receiver=actor.agency) | outside)
    return found
