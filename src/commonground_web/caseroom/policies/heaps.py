"""What waits for the signatures of both sides, so that a policy is in force."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.policies.models import Policy, PolicySignature
from commonground_web.caseroom.sides import SIGNING
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for


@waits_for(
    "policy", "sign", says=_("Policies on violations to sign"), at="policies", since="written_at"
)
def versions(actor: Actor) -> QuerySet[Policy]:
    """Return the newest versions that nobody of the actor's side has signed."""
    later = Policy.objects.filter(site=OuterRef("site"), version__gt=OuterRef("version"))
    mine = {side for role, side in SIGNING.items() if role in actor.roles}
    signed = PolicySignature.objects.filter(policy=OuterRef("pk"), side__in=mine)
    waiting = Policy.objects.restrict(actor).exclude(Exists(later))
    found: QuerySet[Policy] = waiting.exclude(Exists(signed))
    return found
