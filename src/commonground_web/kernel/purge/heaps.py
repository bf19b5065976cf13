"""What waits for the witness of a purge, and for the second person of a legal hold."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.exposures import WITH_A_CLOCK
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.heaps import waits_for
from commonground_web.kernel.purge.models import LegalHold, Purge
from commonground_web.kernel.purge.states import State


@waits_for("purge", "witness", says=_("Purges to witness"), at="purges", since="listed_at")
def purges(actor: Actor) -> QuerySet[Purge]:
    """Return the lists of what is due that nobody has witnessed."""
    found: QuerySet[Purge] = Purge.objects.restrict(actor).filter(state=State.LISTED)
    return found


@waits_for(
    "legal_hold",
    "confirm",
    says=_("Legal holds to confirm"),
    at="legal-holds",
    since="placed_at",
    reads=(WITH_A_CLOCK,),
)
def holds_to_confirm(actor: Actor) -> QuerySet[LegalHold]:
    """Return the holds that others placed."""
    waiting = _standing(actor).filter(confirmed_by__isnull=True)
    found: QuerySet[LegalHold] = waiting.exclude(placed_by=actor.id)
    return found


@waits_for(
    "legal_hold",
    "release",
    says=_("Legal holds to let go of"),
    at="legal-holds",
    since="release_asked_at",
    reads=(WITH_A_CLOCK,),
)
def holds_to_release(actor: Actor) -> QuerySet[LegalHold]:
    """Return the holds that others asked to let go of."""
    waiting = _standing(actor).filter(release_asked_by__isnull=False)
    found: QuerySet[LegalHold] = waiting.exclude(release_asked_by=actor.id)
    return found


def _standing(actor: Actor) -> QuerySet[LegalHold]:
    standing: QuerySet[LegalHold] = LegalHold.objects.restrict(actor).filter(
        released_at__isnull=True, expires_on__gt=open_access().day
    )
    return standing
