"""What waits for the second person of a boundary."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.sites.models import Boundary, Site
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for


@waits_for("boundary", "approve", says=_("Boundaries to approve"), at="sites", since="proposed_at")
def boundaries(actor: Actor) -> QuerySet[Boundary]:
    """Return the boundaries that others proposed since the last that was proposed or approved."""
    later = Boundary.objects.filter(site=OuterRef("site"), proposed_at__gt=OuterRef("proposed_at"))
    waiting = Boundary.objects.filter(approved_by=None, site__in=Site.objects.restrict(actor))
    found: QuerySet[Boundary] = waiting.exclude(proposed_by=actor.id).exclude(Exists(later))
    return found
