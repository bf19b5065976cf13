"""What waits for those who keep the accounts of a room, and those who approve."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.accounts.models import Membership, Recovery
from commonground_web.kernel.heaps import waits_for


@waits_for("membership", "approve", says=_("Roles to approve"), at="accounts", since="created_at")
def roles_to_approve(actor: Actor) -> QuerySet[Membership]:
    """Return the roles that others gave to others."""
    waiting = Membership.objects.filter(approved_by__isnull=True, ended_at__isnull=True)
    found: QuerySet[Membership] = waiting.exclude(Q(granted_by=actor.id) | Q(account=actor.id))
    return found


@waits_for(
    "recovery", "approve", says=_("New ways in to approve"), at="accounts", since="proposed_at"
)
def ways_in_to_approve(actor: Actor) -> QuerySet[Recovery]:
    """Return the new ways in that others proposed for others."""
    waiting = Recovery.objects.waiting()
    found: QuerySet[Recovery] = waiting.exclude(Q(proposed_by=actor.id) | Q(account=actor.id))
    return found
