"""Publish: send a snapshot to each room that has none of what stands now."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonground_web.kernel.access.actions import action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.rooms import Room, this_room
from commonground_web.valves.boxes.keys import room_peers
from commonground_web.valves.boxes.sending import send
from commonground_web.valves.messages.snapshots import Snapshot
from commonground_web.valves.published.models import Publication
from commonground_web.valves.published.tables import news_digest, tables_for
from commonground_web.valves.ways import Kind, ways_from

AGAIN_AFTER = timedelta(days=1)
"""A snapshot is sent again after this, changed or not, so that a restored room catches up."""


def unpublished(*, at: datetime) -> tuple[Room, ...]:
    """Return the rooms that need a snapshot: something changed, or the last is too long ago.

    A room that this one was not introduced to yet needs none: nothing can be sealed for it.
    """
    rooms = [way.receiver for way in ways_from(this_room()) if Kind.SNAPSHOT in way.kinds]
    introduced = room_peers() if rooms else {}
    if not introduced:
        return ()
    return tuple(
        room
        for room in rooms
        if room in introduced and _sent_lately(room, at=at) != news_digest(room)
    )


def _sent_lately(room: Room, *, at: datetime) -> str | None:
    sent = Publication.objects.filter(room=room, taken_at__gt=at - AGAIN_AFTER)
    return sent.order_by("-taken_at").values_list("digest", flat=True).first()


@action("published", "publish")
def publish(*, to: tuple[Room, ...], by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Send each room a snapshot of the public tables, as exact as it may know them."""
    for room in to:
        send(Snapshot(taken_at=at, tables=tables_for(room)), to=room, at=at)
        publication = Publication(room=room, taken_at=at, digest=news_digest(room))
        publication.save(force_insert=True)
        open_access().did("snapshot.sent", publication)
