"""What waits for the signatures of both sides, so that a policy is in force."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.policies.models import Policy
from commonground_web.caseroom.signing import to_sign
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for


@waits_for(
    "policy", "sign", says=_("Policies on violations to sign"), at="policies", since="written_at"
)
def versions(actor: Actor) -> QuerySet[Policy]:
    """Return the newest versions that nobody of the actor's side has signed."""
    found: QuerySet[Policy] = to_sign(Policy.objects.restrict(actor), actor=actor)
    return found
