"""The neighbours of the room under test: their keys, and messages from them."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from commonground_web.kernel.home import Home, RoomSettings
from commonground_web.kernel.rooms import Room, this_room
from commonground_web.kernel.valve_keys import FILE, ValveKey, read_valve_keys, write_valve_keys
from commonground_web.valves.boxes.models import InMessage
from commonground_web.valves.envelope import Header, seal_envelope
from commonground_web.valves.messages.counts import Anchored, CareCount, CareMeasure
from commonground_web.valves.messages.invitations import HoldSet, Introduced
from commonground_web.valves.messages.shapes import Message
from commonground_web.valves.messages.snapshots import Snapshot
from commonground_web.valves.peers import accept_card, public_card
from commonground_web.valves.ways import way_of, ways_from, ways_to


def meet_neighbours(folder: Path) -> dict[Room, Home]:
    """Make folders with keys for the room's neighbours, and let the room accept their cards."""
    met = {}
    for room in {way.sender for way in ways_to(this_room())} | {
        way.receiver for way in ways_from(this_room())
    }:
        home = Home(
            folder / room, RoomSettings(room=room, address=f"http://{room}.localhost", listen="x:1")
        )
        home.folder.mkdir()
        write_valve_keys((ValveKey.make(),), home.folder / FILE)
        accept_card(settings.ROOM_HOME, public_card(home))
        met[room] = home
    return met


def some_message(at: datetime) -> Message:
    """Return a message that this room may receive."""
    said: dict[Room, Message] = {
        Room.COMMONS: Anchored(on=date(2026, 11, 1), hash="0" * 64),
        Room.CASEROOM: HoldSet(
            hold=uuid.uuid4(),
            candidate=uuid.uuid4(),
            revision=1,
            starts_at=at,
            ends_at=at + timedelta(days=1),
        ),
        Room.CAREROOM: Introduced(
            introduction=uuid.uuid4(),
            site=uuid.uuid4(),
            provider=uuid.uuid4(),
            preferred_name="Zed Fictional",
            contact="+1 555 0100",
            language="en",
            expires_on=date(2026, 12, 1),
        ),
    }
    return said[this_room()]


def outgoing_message(at: datetime) -> tuple[Message, Room]:
    """Return a message that this room may send, and to which room."""
    if this_room() is Room.COMMONS:
        return Snapshot(taken_at=at, tables={}), Room.CASEROOM
    if this_room() is Room.CASEROOM:
        return Anchored(on=date(2026, 11, 1), hash="0" * 64), Room.COMMONS
    count = CareCount(release=uuid.uuid4(), measure=CareMeasure.WAITING, month="2026-11", n="<11")
    return count, Room.COMMONS


def sender_of(message: Message) -> Room:
    """Return the room from which this room hears such a message."""
    return next(way.sender for way in ways_to(this_room()) if message.kind in way.kinds)


def sealed_by(home: Home, message: Message, *, at: datetime, **given: Any) -> InMessage:
    """Return a message as it would lie in this room's inbox; it is not written there."""
    sender = home.settings.room
    way = way_of(sender=sender, receiver=this_room(), kind=message.kind)
    said: dict[str, Any] = {
        "id": uuid.uuid4(),
        "valve": way.valve,
        "kind": message.kind,
        "version": 1,
        "sender": sender,
        "receiver": this_room(),
        "created_at": at,
        "expires_at": at + timedelta(days=1),
    } | given
    header = Header(**said)
    key = read_valve_keys(home.folder / FILE)[0]
    envelope = seal_envelope(message, header, key=key, receiver=public_card(settings.ROOM_HOME))
    return InMessage.of(envelope)
