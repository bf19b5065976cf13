"""What waits for the second person of an agreement."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.agencies.models import Agreement
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for


@waits_for(
    "agreement", "confirm", says=_("Agreements to confirm"), at="agencies", since="recorded_at"
)
def agreements(actor: Actor) -> QuerySet[Agreement]:
    """Return the agreements that others recorded and nobody has confirmed."""
    waiting = Agreement.objects.restrict(actor).filter(confirmed_by=None, ended_on=None)
    found: QuerySet[Agreement] = waiting.exclude(recorded_by=actor.id)
    return found
