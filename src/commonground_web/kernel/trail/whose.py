"""Which events an actor reads: their own, those of their agency, or those of the whole room."""

from __future__ import annotations

from django.db.models import QuerySet

from commonground_web.kernel.access.actor import SYSTEM, Actor
from commonground_web.kernel.audit.models import AuditEvent


def events_for(actor: Actor) -> QuerySet[AuditEvent]:
    """Return the events that an actor may read, each with its seal: what people did.

    When the room's own clocks ran says when messages came from other rooms, so they are left out.
    """
    events = AuditEvent.objects.select_related("seal").exclude(actor__startswith=SYSTEM)
    if actor.may("oversee_all", "trail"):
        return events
    if actor.may("oversee", "trail"):
        return events.filter(agency=actor.agency)
    return events.filter(actor=actor.id)


def reads_others(actor: Actor) -> bool:
    """Say whether an actor reads what others did."""
    return actor.may("oversee", "trail")
