"""What waits for somebody to bring it in."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.rules.models import SignedRules
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for


@waits_for(
    "rules", "bring_in", says=_("Rules whose text is to be brought in"), at="rules", since="told_at"
)
def rules(actor: Actor) -> QuerySet[SignedRules]:
    """Return the rules whose text nobody brought."""
    found: QuerySet[SignedRules] = SignedRules.objects.restrict(actor).filter(text=None)
    return found
