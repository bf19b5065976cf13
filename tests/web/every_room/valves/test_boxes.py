"""Tests of what the database itself refuses in the boxes, behind the back of every model."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from commonground_web.kernel.access.actor import system_actor
from commonground_web.kernel.audit.models import AuditEvent
from commonground_web.kernel.audit.opening import NoEventOpen, Setting, access
from commonground_web.kernel.clock import now
from commonground_web.kernel.home import Home
from commonground_web.kernel.rooms import Room, this_room
from commonground_web.valves.boxes.models import InMessage, OutMessage, Receipt
from commonground_web.valves.boxes.purging import purge_messages
from commonground_web.valves.boxes.sending import send
from commonground_web.valves.messages.shapes import Message
from commonground_web.valves.published.models import Published
from commonground_web.valves.ways import Kind, NoSuchWay, way_of
from tests.web.every_room.valves.neighbours import outgoing_message

pytestmark = pytest.mark.django_db

VALVES = ["V0", "V1", "V2", "V3", "V4", "V5", "V9"]
EVERY = list(itertools.product(VALVES, Room, Room, [*map(str, Kind), "note"]))


@pytest.fixture
def sent(neighbours: dict[Room, Home]) -> OutMessage:
    """Send a message from this room."""
    assert neighbours
    message, to = outgoing_message(now())
    with event():
        return send(message, to=to, at=now())


def event(verb: str = "create", *, days: int = 0) -> Any:
    """Open an event."""
    at = now() + timedelta(days=days)
    return access(Setting(actor="test", verb=verb, entity="valve_message"), at=at)


@contextmanager
def refused() -> Iterator[None]:
    """Expect the database to refuse what is done in the block."""
    with pytest.raises(DatabaseError), transaction.atomic():
        yield


def sql(statement: str, *values: str) -> None:
    """Run a statement behind the back of every model."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def boxed(valve: str, sender: Room, receiver: Room, kind: str) -> dict[str, object]:
    """Return a row of a box."""
    return {
        "id": uuid.uuid4(),
        "valve": valve,
        "kind": kind,
        "version": 1,
        "sender": str(sender),
        "receiver": str(receiver),
        "created_at": now(),
        "expires_at": now() + timedelta(days=1),
        "body": b"x",
        "signature": b"x",
    }


def on_its_way(message: Message, to: Room) -> dict[str, object]:
    """Return a row of the outbox for a message that this room may send."""
    valve = way_of(sender=this_room(), receiver=to, kind=message.kind).valve
    return boxed(valve, this_room(), to, message.kind)


def test_sends_on_every_way_out_of_this_room_and_on_no_other() -> None:
    taken = set()
    for valve, sender, receiver, kind in EVERY:
        try:
            with event(), transaction.atomic():
                OutMessage(**boxed(valve, sender, receiver, kind)).save(force_insert=True)
        except DatabaseError:
            continue
        taken.add((valve, sender, receiver, kind))

    assert taken == {
        (valve, sender, receiver, kind)
        for valve, sender, receiver, kind in EVERY
        if sender is this_room() and _way(sender, receiver, kind) == valve
    }


@pytest.mark.usefixtures("own_database")
def test_takes_on_every_way_into_this_room_and_on_no_other() -> None:
    taken = set()
    with carrier() as put:
        for valve, sender, receiver, kind in EVERY:
            if put(boxed(valve, sender, receiver, kind)):
                taken.add((valve, sender, receiver, kind))

    assert taken == {
        (valve, sender, receiver, kind)
        for valve, sender, receiver, kind in EVERY
        if receiver is this_room() and _way(sender, receiver, kind) == valve
    }


@pytest.mark.usefixtures("own_database")
def test_takes_no_body_that_is_too_large_and_no_odd_signature() -> None:
    valve, sender, receiver, kind = next(
        way for way in EVERY if way[2] is this_room() and _way(*way[1:]) == way[0]
    )
    good = boxed(valve, sender, receiver, kind)
    with carrier() as put:
        assert put(good)
        assert not put(good | {"id": uuid.uuid4(), "body": b"x" * 8_000_001})
        assert not put(good | {"id": uuid.uuid4(), "signature": b"x" * 65})
        assert not put(good | {"id": uuid.uuid4(), "expires_at": good["created_at"]})
        assert not put(good | {"body": b"y"})


@pytest.mark.parametrize("verb", ["create", "receive"])
def test_refuses_the_room_to_put_a_message_into_its_own_inbox(row: InMessage, verb: str) -> None:
    with refused(), event(verb):
        row.save(force_insert=True)


def test_refuses_to_send_without_an_event(neighbours: dict[Room, Home]) -> None:
    message, to = outgoing_message(now())

    with pytest.raises(NoEventOpen):
        send(message, to=to, at=now())
    with refused():
        OutMessage(**on_its_way(message, to)).save(force_insert=True)
    with event():
        OutMessage(**on_its_way(message, to)).save(force_insert=True)

    assert neighbours


def test_refuses_to_send_in_an_event_that_reads(neighbours: dict[Room, Home]) -> None:
    message, to = outgoing_message(now())

    with refused(), event("view"):
        send(message, to=to, at=now())

    assert neighbours


@pytest.mark.parametrize("to", list(Room))
def test_refuses_to_send_where_no_valve_leads(neighbours: dict[Room, Home], to: Room) -> None:
    message, at = outgoing_message(now())[0], now()
    if _way(this_room(), to, message.kind):
        pytest.skip("a valve leads there")

    with pytest.raises(NoSuchWay), event():
        send(message, to=to, at=at)

    assert neighbours


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE valve_outbox SET kind = kind",
        "UPDATE valve_inbox SET kind = kind",
        "UPDATE valve_receipt SET outcome = 'handled'",
        "UPDATE publication SET digest = ''",
        "DELETE FROM publication",
    ],
)
@pytest.mark.parametrize("verb", ["update", "receive", "purge"])
def test_refuses_to_change_what_was_boxed(sent: OutMessage, attempt: str, verb: str) -> None:
    assert OutMessage.objects.filter(pk=sent.pk).exists()
    with refused(), event(verb):
        sql(attempt)


@pytest.mark.parametrize(
    ("verb", "days"), [("update", 90), ("delete", 0), ("purge", 0), ("view", 90), ("receive", 90)]
)
def test_refuses_to_delete_what_has_not_expired_or_without_a_purge(
    sent: OutMessage, verb: str, days: int
) -> None:
    assert OutMessage.objects.filter(pk=sent.pk).exists()
    with refused(), event(verb, days=days):
        sql("DELETE FROM valve_outbox")


def test_refuses_to_replace_a_message(sent: OutMessage) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite inserts or replaces")

    with refused(), event():
        sql("INSERT OR REPLACE INTO valve_outbox SELECT * FROM valve_outbox")
    with refused(), event():
        sql("INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event")

    assert OutMessage.objects.filter(pk=sent.pk).exists()


def test_purges_what_has_expired(sent: OutMessage) -> None:
    clock = system_actor("clock")

    assert purge_messages(by=clock, at=now()) == 0
    assert purge_messages(by=clock, at=sent.expires_at + timedelta(seconds=1)) == 1
    assert AuditEvent.objects.filter(verb="purge").count() == 2


@pytest.mark.parametrize("verb", ["create", "update", "purge", "publish"])
def test_refuses_all_but_a_receipt_to_change_what_was_published(verb: str) -> None:
    with event("receive"):
        Published(table="site", row=uuid.uuid4(), fields={}).save(force_insert=True)

    with refused(), event(verb):
        Published(table="site", row=uuid.uuid4(), fields={}).save(force_insert=True)
    with refused(), event(verb):
        sql("UPDATE published SET fields = '[]'")
    with refused(), event(verb):
        sql("DELETE FROM published")
    with refused():
        sql("DELETE FROM published")


def test_takes_a_receipt_only_where_something_is_received() -> None:
    for verb in ("create", "update", "purge", "view"):
        with refused(), event(verb):
            receipt("handled").save(force_insert=True)
    with refused():
        receipt("handled").save(force_insert=True)

    with event("receive"):
        receipt("handled").save(force_insert=True)


@pytest.mark.parametrize(
    ("outcome", "reason"), [("refused", ""), ("refused", "x"), ("handled", "state"), ("lost", "")]
)
def test_takes_no_receipt_that_says_nothing(outcome: str, reason: str) -> None:
    with refused(), event("receive"):
        receipt(outcome, reason=reason).save(force_insert=True)


def test_says_only_once_what_came_of_a_message_in_the_end() -> None:
    first = receipt("handled")
    with event("receive"):
        receipt("failed", message=first.message).save(force_insert=True)
        first.save(force_insert=True)
        receipt("failed", message=first.message).save(force_insert=True)

    for outcome, reason in (("handled", ""), ("refused", "forged")):
        with refused(), event("receive"):
            receipt(outcome, reason=reason, message=first.message).save(force_insert=True)


def receipt(outcome: str, *, reason: str = "", message: uuid.UUID | None = None) -> Receipt:
    """Return an unsaved receipt."""
    return Receipt(
        message=message or uuid.uuid4(),
        kind="anchored",
        sender="commons",
        outcome=outcome,
        reason=reason,
        at=now(),
        expires_at=now() + timedelta(days=1),
    )


def _way(sender: Room, receiver: Room, kind: str) -> str:
    try:
        return way_of(sender=sender, receiver=receiver, kind=kind).valve
    except NoSuchWay:
        return ""


@contextmanager
def carrier() -> Iterator[Any]:
    """Put rows into the inbox as the carrier does; the function says whether one was taken."""
    from commonground_web.valves.carrying.embedded import EmbeddedBoxes
    from commonground_web.valves.carrying.parcels import Parcel, TurnedAway
    from commonground_web.valves.carrying.reaches import File, reaches_of
    from commonground_web.valves.carrying.served import ServedBoxes

    name = connection.settings_dict["NAME"]
    reach = reaches_of([settings.ROOM_HOME])[this_room()]
    boxes = (
        EmbeddedBoxes(File(file=name))
        if isinstance(reach, File)
        else ServedBoxes(reach.model_copy(update={"name": name}))
    )

    def put(given: dict[str, Any]) -> bool:
        try:
            return boxes.put(Parcel(**given))
        except TurnedAway:
            return False

    with boxes:
        yield put
