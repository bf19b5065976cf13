"""What waits for whoever contacts those who did not come."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.responses.models import FollowUp, Reached
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for


@waits_for(
    "follow_up",
    "report",
    says=_("People who did not come, to be contacted"),
    at="callins",
    since="created_at",
    reads=("invitee", "candidate"),
)
def follow_ups(actor: Actor) -> QuerySet[FollowUp]:
    """Return the people whom nobody has contacted yet."""
    found: QuerySet[FollowUp] = FollowUp.objects.restrict(actor).filter(outcome=Reached.OPEN)
    return found
