"""What waits for the second person of a page for everyone."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.openness.models import PublicPage
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for


@waits_for(
    "public_page",
    "publish",
    says=_("Pages to open to everyone"),
    at="public-pages",
    since="proposed_at",
)
def pages(actor: Actor) -> QuerySet[PublicPage]:
    """Return the pages that others proposed."""
    waiting = PublicPage.objects.restrict(actor).filter(published_by=None, ended_by=None)
    found: QuerySet[PublicPage] = waiting.exclude(proposed_by=actor.id)
    return found
