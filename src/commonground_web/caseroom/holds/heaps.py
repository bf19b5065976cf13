"""What waits for whoever promises safe conduct."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.holds.models import Hold
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.heaps import waits_for


@waits_for(
    "hold",
    "acknowledge",
    says=_("Safe conduct to acknowledge"),
    at="holds",
    since="received_at",
    reads=("candidate", "candidate_list", "entry"),
)
def holds(actor: Actor) -> QuerySet[Hold]:
    """Return the holds that nobody has acknowledged as they stand now."""
    standing = Hold.objects.restrict(actor).not_over(open_access().at)
    stale = Q(acknowledged_revision=None) | Q(acknowledged_revision__lt=F("revision"))
    found: QuerySet[Hold] = standing.filter(stale)
    return found
