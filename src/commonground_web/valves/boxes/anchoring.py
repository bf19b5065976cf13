"""Send the heads of this room's audit chain to the Commons, so that nobody here rewrites it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from commonground_web.kernel.access.actions import action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.models import AuditAnchor
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.rooms import this_room
from commonground_web.valves.boxes.keys import room_peers
from commonground_web.valves.boxes.models import OutMessage
from commonground_web.valves.boxes.sending import send
from commonground_web.valves.messages.counts import Anchored
from commonground_web.valves.ways import Kind, ways_from

LOOKED_BACK_DAYS = 7
"""Anchors of so many days are sent; each head covers the whole chain before it."""

NAMESPACE = uuid.UUID("6f0f4d3e-6a5c-4a6e-9b58-2f9b0c3d7a11")
"""What identifiers of these messages are made in: a head is sent once, another of its day again."""


def unsent_anchors(*, at: datetime) -> list[AuditAnchor]:
    """Return the anchors of the last days that do not lie in the outbox.

    A room that was not introduced to the Commons yet has none to send: nothing can be sealed.
    """
    ways = [way for way in ways_from(this_room()) if Kind.ANCHORED in way.kinds]
    if not ways or ways[0].receiver not in room_peers():
        return []
    since = day_of(at) - timedelta(days=LOOKED_BACK_DAYS)
    anchors = {message_id(anchor): anchor for anchor in AuditAnchor.objects.filter(on__gte=since)}
    sent = set(OutMessage.objects.filter(pk__in=anchors).values_list("pk", flat=True))
    return [anchor for pk, anchor in anchors.items() if pk not in sent]


def message_id(anchor: AuditAnchor) -> uuid.UUID:
    """Return the identifier of the message that tells of an anchor."""
    return uuid.uuid5(NAMESPACE, f"{this_room()} {anchor.on} {anchor.hash}")


@action("audit", "publish")
def send_anchors(*, anchors: list[AuditAnchor], by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Send anchors to the Commons: a date and a hash, and no counts."""
    for anchor in anchors:
        send(Anchored(on=anchor.on, hash=anchor.hash), at=at, id=message_id(anchor))
