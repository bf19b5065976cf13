"""What waits for the signatures of both sides, so that criteria are in force."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.criteria.models import CriteriaSet
from commonground_web.caseroom.signing import to_sign
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for


@waits_for("criteria", "sign", says=_("Criteria to sign"), at="criteria", since="written_at")
def versions(actor: Actor) -> QuerySet[CriteriaSet]:
    """Return the newest versions that nobody of the actor's side has signed."""
    found: QuerySet[CriteriaSet] = to_sign(CriteriaSet.objects.restrict(actor), actor=actor)
    return found
