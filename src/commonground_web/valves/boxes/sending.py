"""Send a message: put it into the outbox, in the transaction of whatever it tells of."""

from __future__ import annotations

import uuid
from datetime import datetime

from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.rooms import Room, this_room
from commonground_web.valves.boxes.keys import card_of, room_valve_keys
from commonground_web.valves.boxes.models import OutMessage
from commonground_web.valves.envelope import Header, seal_envelope
from commonground_web.valves.messages.shapes import Message
from commonground_web.valves.ways import receiver_of, way_of


def send(
    message: Message,
    *,
    at: datetime,
    to: Room | None = None,
    id: uuid.UUID | None = None,  # noqa: A002 - the header's name
) -> OutMessage:
    """Put a message into the outbox, inside the audit event that is open.

    Parameters
    ----------
    message
        What is said.
    at
        The moment.
    to
        The room that it is for, where more than one room hears this kind.
    id
        Its identifier, where the same thing must not be said twice; a new one if left out.

    Returns
    -------
    OutMessage
        The message as the carrier will find it, once the transaction is committed.

    Raises
    ------
    NoSuchWay
        If no valve carries it there from this room.
    NotIntroduced
        If this room has no card of the other.
    """
    access = open_access()
    sender = this_room()
    receiver = to or receiver_of(sender=sender, kind=message.kind)
    way = way_of(sender=sender, receiver=receiver, kind=message.kind)
    header = Header(
        id=id or uuid.uuid4(),
        valve=way.valve,
        kind=message.kind,
        version=message.version,
        sender=sender,
        receiver=receiver,
        created_at=at,
        expires_at=at + message.lifetime,
    )
    sealed = seal_envelope(message, header, key=room_valve_keys()[0], receiver=card_of(receiver))
    row = OutMessage.of(sealed)
    row.save(force_insert=True)
    access.did("valve.sent", row)
    return row
