"""What waits for the second person of a letter's wording."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.letters.models import Wording
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for


@waits_for(
    "wording", "adopt", says=_("Wordings of letters to adopt"), at="callins", since="written_at"
)
def wordings(actor: Actor) -> QuerySet[Wording]:
    """Return the newest wordings that others wrote and nobody has adopted."""
    later = Wording.objects.filter(
        site=OuterRef("site"), language=OuterRef("language"), version__gt=OuterRef("version")
    )
    waiting = Wording.objects.restrict(actor).filter(adopted_by=None)
    found: QuerySet[Wording] = waiting.exclude(written_by=actor.id).exclude(Exists(later))
    return found
