"""What waits for oversight, and for whoever hears appeals."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.complaints.models import Complaint
from commonground_web.commons.complaints.states import State
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for


@waits_for(
    "complaint", "hear", says=_("Complaints to acknowledge"), at="complaints", since="created_at"
)
def unread(actor: Actor) -> QuerySet[Complaint]:
    """Return the complaints that nobody has acknowledged."""
    found: QuerySet[Complaint] = Complaint.objects.restrict(actor).filter(state=State.RECEIVED)
    return found


@waits_for("complaint", "decide", says=_("Appeals to decide"), at="complaints", since="appealed_at")
def appealed(actor: Actor) -> QuerySet[Complaint]:
    """Return the appeals that wait."""
    found: QuerySet[Complaint] = Complaint.objects.restrict(actor).filter(state=State.APPEALED)
    return found
