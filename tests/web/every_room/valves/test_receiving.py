"""Tests of what a room does with a message that the carrier brought."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction

from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.audit.models import AuditEvent, AuditSeal
from commonground_web.kernel.clock import now
from commonground_web.kernel.home import Home
from commonground_web.kernel.rooms import Room
from commonground_web.kernel.valve_keys import FILE, ValveKey, write_valve_keys
from commonground_web.valves.boxes import handlers, receiving
from commonground_web.valves.boxes.handlers import NotYet, receives
from commonground_web.valves.boxes.models import InMessage, Outcome, Receipt
from commonground_web.valves.boxes.receiving import receive_one
from commonground_web.valves.envelope import LONGEST, Reason
from commonground_web.valves.peers import accept_card, public_card
from commonground_web.valves.ways import Kind, NoSuchWay, way_of
from tests.web.every_room.valves.conftest import Heard
from tests.web.every_room.valves.neighbours import sealed_by, some_message

pytestmark = pytest.mark.django_db


def outcomes() -> list[tuple[str, str]]:
    """Return outcome and reason of every receipt."""
    return list(Receipt.objects.order_by("at").values_list("outcome", "reason"))


def test_hands_on_what_was_said(row: InMessage, heard: Heard) -> None:
    assert receive_one(row, at=now()) is Outcome.HANDLED
    assert [type(message).kind for message in heard] == [row.kind]  # type: ignore[attr-defined]
    assert outcomes() == [("handled", "")]


def test_seals_an_event_of_its_own_for_each_message(row: InMessage, heard: Heard) -> None:
    receive_one(row, at=now())

    seal = AuditSeal.objects.order_by("-seq")[0]
    event = AuditEvent.objects.get(pk=seal.event)
    assert (event.actor, event.verb, seal.acts) == ("system:valve", "receive", ["valve.handled"])
    assert heard


def test_keeps_the_audit_free_of_what_was_said(row: InMessage, heard: Heard) -> None:
    receive_one(row, at=now())

    seal = AuditSeal.objects.order_by("-seq")[0]
    assert "Zed" not in f"{seal.ids} {seal.changes} {seal.acts}"
    assert heard


def test_acts_once_on_a_message_that_comes_twice(row: InMessage, heard: Heard) -> None:
    receive_one(row, at=now())

    assert receive_one(row, at=now()) is None
    assert outcomes() == [("handled", "")]
    assert heard


def test_acts_in_whatever_order_messages_come(
    row: InMessage, neighbours: dict[Room, Home], heard: Heard
) -> None:
    later = sealed_by(neighbours[Room(row.sender)], some_message(now()), at=now())

    assert receive_one(later, at=now()) is Outcome.HANDLED
    assert receive_one(row, at=now()) is Outcome.HANDLED
    assert len(heard) == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"signature": b"x" * 64},
        {"signature": b""},
        {"body": b"x" * 600},
        {"id": uuid.uuid4()},
    ],
)
def test_refuses_what_was_changed_under_way_once_no_card_can_come_for_it(
    row: InMessage, heard: Heard, changed: dict[str, Any]
) -> None:
    for name, value in changed.items():
        setattr(row, name, value)

    assert receive_one(row, at=now()) is Outcome.FAILED
    assert receive_one(row, at=row.expires_at) is Outcome.REFUSED
    assert outcomes() == [("failed", ""), ("refused", Reason.FORGED)]
    assert heard == []


def test_refuses_what_is_too_large(row: InMessage, heard: Heard) -> None:
    row.body = b"x" * 20_000

    assert receive_one(row, at=now()) is Outcome.REFUSED
    assert outcomes() == [("refused", Reason.TOO_LARGE)]
    assert heard == []


def test_takes_what_was_signed_with_a_turned_key_once_its_card_is_accepted(
    row: InMessage, neighbours: dict[Room, Home], heard: Heard
) -> None:
    home = neighbours[Room(row.sender)]
    write_valve_keys((ValveKey.make(),), home.folder / FILE)
    turned = sealed_by(home, some_message(now()), at=now())

    assert receive_one(turned, at=now()) is Outcome.FAILED
    assert heard == []

    accept_card(settings.ROOM_HOME, public_card(home))
    assert receive_one(turned, at=now()) is Outcome.HANDLED
    assert heard


def test_refuses_a_forgery_that_says_it_lasts_for_ever(row: InMessage, heard: Heard) -> None:
    row.signature, row.expires_at = b"x" * 64, now() + 10 * LONGEST

    assert receive_one(row, at=row.created_at + LONGEST) is Outcome.REFUSED
    assert heard == []


def test_refuses_what_was_sealed_for_a_key_that_it_does_not_hold(
    row: InMessage, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "room_valve_keys", lambda: (ValveKey.make(),))

    receive_one(row, at=now())

    assert outcomes() == [("refused", "unreadable")]
    assert heard == []


def test_refuses_what_has_expired(row: InMessage, heard: Heard) -> None:
    receive_one(row, at=row.expires_at)

    assert outcomes() == [("refused", "expired")]
    assert heard == []


def test_refuses_a_schema_with_a_field_too_many(
    row: InMessage, neighbours: dict[Room, Home], heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = some_message(now())
    said = message.model_dump_json()[:-1] + ', "note": "x"}'
    monkeypatch.setattr(type(message), "model_dump_json", lambda _self: said)

    receive_one(sealed_by(neighbours[Room(row.sender)], message, at=now()), at=now())

    assert outcomes() == [("refused", "malformed")]
    assert heard == []


def test_lets_a_message_wait_for_a_release_that_knows_it(row: InMessage, heard: Heard) -> None:
    row.version = 2

    assert receive_one(row, at=now()) is None
    assert outcomes() == []
    assert heard == []


def test_refuses_a_message_that_nobody_came_to_know(
    row: InMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers, "_handlers", {})

    assert receive_one(row, at=now()) is None
    assert receive_one(row, at=row.expires_at) is Outcome.REFUSED
    assert outcomes() == [("refused", "expired")]


@pytest.mark.parametrize(
    ("raises", "receipts"),
    [
        (Refused("no"), [("refused", "state")]),
        (NotYet(), []),
        (ZeroDivisionError("Zed"), [("failed", "")]),
        (IntegrityError("Zed"), [("failed", "")]),
    ],
)
def test_keeps_nothing_of_a_handler_that_raises(
    row: InMessage,
    heard: Heard,
    raises: Exception,
    receipts: list[tuple[str, str]],
) -> None:
    heard.raises = raises

    outcome = receive_one(row, at=now())

    assert outcomes() == receipts
    assert outcome == (receipts[0][0] if receipts else None)


def test_logs_a_fault_without_what_was_said(
    row: InMessage, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    heard.raises = ZeroDivisionError("Zed Fictional")

    with caplog.at_level(logging.DEBUG):
        receive_one(row, at=now())

    assert "ZeroDivisionError" in caplog.text
    assert "Zed" not in caplog.text


def test_blames_no_message_for_a_database_that_is_out_of_reach(
    row: InMessage, heard: Heard
) -> None:
    heard.raises = OperationalError("locked")

    with pytest.raises(OperationalError), transaction.atomic():
        receive_one(row, at=now())

    assert outcomes() == []


def test_registers_no_handler_for_what_no_valve_brings() -> None:
    room = settings.ROOM
    foreign = next(
        kind for kind in Kind if not any(_is_carried(sender, room, kind) for sender in Room)
    )

    with pytest.raises(NoSuchWay):
        receives(foreign)


def _is_carried(sender: Room, receiver: Room, kind: Kind) -> bool:
    try:
        way_of(sender=sender, receiver=receiver, kind=kind)
    except NoSuchWay:
        return False
    return True


def test_registers_one_handler_a_kind(row: InMessage, heard: Heard) -> None:
    with pytest.raises(ValueError, match="one kind, one handler"):
        receives(Kind(row.kind))(lambda _message, **_given: None)

    assert heard == []


def test_keeps_a_receipt_as_long_as_its_message_may_come(row: InMessage, heard: Heard) -> None:
    receive_one(row, at=now())

    assert Receipt.objects.get().expires_at == row.expires_at
    assert row.expires_at - now() < timedelta(days=2)
    assert heard
