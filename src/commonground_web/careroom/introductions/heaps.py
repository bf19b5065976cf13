"""What waits for the navigator: people who agreed to be introduced."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.introductions.models import Introduction, State
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for


@waits_for(
    "introduction",
    "take",
    says=_("Introductions to pick up"),
    at="introductions",
    since="received_at",
)
def introductions(actor: Actor) -> QuerySet[Introduction]:
    """Return the introductions that nobody has picked up."""
    waiting = Introduction.objects.restrict(actor)
    found: QuerySet[Introduction] = waiting.filter(state=State.WAITING)
    return found
