"""Keep the heads that other rooms send."""

from __future__ import annotations

import logging
from datetime import datetime

from commonground_web.commons.anchors.models import RoomAnchor
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.rooms import Room
from commonground_web.valves.boxes.handlers import receives
from commonground_web.valves.messages.counts import Anchored
from commonground_web.valves.ways import Kind

log = logging.getLogger("commonground.anchors")


@receives(Kind.ANCHORED, asks_sender=True)
def keep_anchor(anchored: Anchored, *, sender: Room, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Keep a head; the same again changes nothing, another of the same day is a conflict."""
    kept = RoomAnchor.objects.filter(room=sender, on=anchored.on)
    heads = set(kept.values_list("hash", flat=True))
    if anchored.hash in heads:
        return
    anchor = RoomAnchor(room=sender, on=anchored.on, hash=anchored.hash, received_at=at)
    anchor.save(force_insert=True)
    open_access().did("anchor.kept", anchor)
    if heads:
        log.error("the %s sent another head of its audit for %s", sender, anchored.on)
        open_access().did("anchor.conflicted", anchor)
