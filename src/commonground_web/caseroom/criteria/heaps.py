"""What waits for the signatures of both sides, so that criteria are in force."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.criteria.models import CriteriaSet, CriteriaSignature
from commonground_web.caseroom.sides import SIGNING
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for


@waits_for("criteria", "sign", says=_("Criteria to sign"), at="criteria", since="written_at")
def versions(actor: Actor) -> QuerySet[CriteriaSet]:
    """Return the newest versions that nobody of the actor's side has signed."""
    later = CriteriaSet.objects.filter(site=OuterRef("site"), version__gt=OuterRef("version"))
    mine = {side for role, side in SIGNING.items() if role in actor.roles}
    signed = CriteriaSignature.objects.filter(criteria=OuterRef("pk"), side__in=mine)
    waiting = CriteriaSet.objects.restrict(actor).exclude(Exists(later))
    found: QuerySet[CriteriaSet] = waiting.exclude(Exists(signed))
    return found
