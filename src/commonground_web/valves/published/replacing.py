"""Take in a snapshot: it replaces the one before it whole, and an older one changes nothing."""

from __future__ import annotations

from datetime import datetime

from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.rooms import this_room
from commonground_web.valves.boxes.handlers import receives
from commonground_web.valves.messages.snapshots import Snapshot
from commonground_web.valves.published.models import Publication, Published
from commonground_web.valves.published.tables import digest_of
from commonground_web.valves.ways import Kind


@receives(Kind.SNAPSHOT)
def replace(snapshot: Snapshot, *, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Put the rows of a snapshot in the place of all that were there."""
    room = this_room()
    if Publication.objects.filter(room=room, taken_at__gte=snapshot.taken_at).exists():
        return
    Published.objects.all().delete()
    Published.objects.bulk_create(
        (
            Published(table=table, row=row.id, fields=row.fields)
            for table, rows in snapshot.tables.items()
            for row in rows
        ),
        batch_size=500,
    )
    publication = Publication(
        room=room, taken_at=snapshot.taken_at, digest=digest_of(snapshot.tables)
    )
    publication.save(force_insert=True)
    open_access().did("snapshot.replaced", publication)
