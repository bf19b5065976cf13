"""Tests of what an envelope keeps from whoever carries it, and what its receiver refuses."""

from __future__ import annotations

import base64
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground_web.kernel.rooms import Room
from commonground_web.kernel.valve_keys import ValveKey
from commonground_web.valves.envelope import (
    LARGE_BYTES,
    LONGEST,
    Envelope,
    Header,
    Reason,
    Unacceptable,
    open_envelope,
    seal_envelope,
)
from commonground_web.valves.messages.counts import CareCount, CareMeasure
from commonground_web.valves.messages.invitations import (
    AgreementGiven,
    CandidateStatus,
    Introduced,
    Standing,
)
from commonground_web.valves.messages.shapes import Message
from commonground_web.valves.peers import Card
from commonground_web.valves.ways import WAYS, Kind
from tests.web.together.said import MESSAGES

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
KEYS = {room: ValveKey.make() for room in Room}
AGREEMENT = AgreementGiven(
    candidate=uuid.uuid4(), given_on=date(2026, 11, 1), ends_on=date(2027, 11, 1)
)


def card(room: Room, key: ValveKey | None = None) -> Card:
    """Return the card of a room."""
    held = key or KEYS[room]
    return Card(
        room,
        base64.b64encode(held.signing.public_key().public_bytes_raw()).decode(),
        base64.b64encode(held.opening.public_key().public_bytes_raw()).decode(),
    )


def header(message: Message = AGREEMENT, **given: object) -> Header:
    """Return the header of a message on the first way that carries it, changed as given."""
    way = next(way for way in WAYS if message.kind in way.kinds)
    made = Header(
        id=uuid.uuid4(),
        valve=way.valve,
        kind=message.kind,
        version=1,
        sender=way.sender,
        receiver=way.receiver,
        created_at=AT,
        expires_at=AT + timedelta(days=1),
    )
    return replace(made, **given)  # type: ignore[arg-type]


def sealed(message: Message = AGREEMENT, **given: object) -> Envelope:
    """Return a message in its envelope."""
    made = header(message, **given)
    return seal_envelope(message, made, key=KEYS[made.sender], receiver=card(made.receiver))


def opened(envelope: Envelope, *, room: Room = Room.CASEROOM, at: datetime = AT) -> Message:
    """Open an envelope as a room that holds the cards of all, or refuse it."""
    peers = {peer: (card(peer),) for peer in Room}
    return open_envelope(envelope, room=room, keys=(KEYS[room],), peers=peers, at=at)


def refusal(envelope: Envelope, **given: object) -> Reason:
    """Return why an envelope is refused."""
    with pytest.raises(Unacceptable) as refused:
        opened(envelope, **given)  # type: ignore[arg-type]
    return refused.value.reason


@given(st.one_of(*MESSAGES.values()))
@settings(deadline=None)
def test_opens_every_message_as_it_was_sealed(message: Message) -> None:
    envelope = sealed(message)

    assert opened(envelope, room=envelope.header.receiver) == message


def test_keeps_from_the_carrier_what_is_said_and_how_long_it_is() -> None:
    short, long = (
        sealed(
            Introduced(
                introduction=uuid.uuid4(),
                site=uuid.uuid4(),
                provider=uuid.uuid4(),
                preferred_name=name,
                contact="+1 555 0100",
                language="en",
                expires_on=date(2026, 12, 1),
            )
        )
        for name in ("Zed", "Zedekiah Fictional-Of-The-Example")
    )

    assert b"Zed" not in short.body + long.body
    assert len(short.body) == len(long.body)


@pytest.mark.parametrize("at", range(0, 600, 37))
def test_refuses_a_body_of_which_a_bit_was_turned(at: int) -> None:
    envelope = sealed()
    place = at % len(envelope.body)
    body = bytearray(envelope.body)
    body[place] ^= 1

    assert refusal(replace(envelope, body=bytes(body))) is Reason.FORGED


@pytest.mark.parametrize(
    "changed",
    [
        {"id": uuid.uuid4()},
        {"created_at": AT - timedelta(seconds=1)},
        {"expires_at": AT + timedelta(days=2)},
        {"kind": Kind.HOLD_SET},
        {"version": 2},
    ],
)
def test_refuses_a_header_that_was_changed(changed: dict[str, Any]) -> None:
    envelope = sealed()

    assert refusal(replace(envelope, header=replace(envelope.header, **changed))) is Reason.FORGED


def test_refuses_a_body_under_the_header_of_another_message() -> None:
    one, other = sealed(), sealed()

    assert refusal(Envelope(one.header, other.body, one.signature)) is Reason.FORGED
    assert refusal(Envelope(one.header, other.body, other.signature)) is Reason.FORGED


def test_refuses_a_signature_of_somebody_else() -> None:
    made = header()
    forged = seal_envelope(AGREEMENT, made, key=ValveKey.make(), receiver=card(Room.CASEROOM))

    assert refusal(forged) is Reason.FORGED


def test_refuses_what_one_room_signed_in_the_name_of_another() -> None:
    made = header(sender=Room.COMMONS)
    forged = seal_envelope(AGREEMENT, made, key=KEYS[Room.CAREROOM], receiver=card(Room.CASEROOM))

    assert refusal(forged) is Reason.FORGED


def test_refuses_a_sender_of_whom_it_has_no_card() -> None:
    with pytest.raises(Unacceptable, match="stranger"):
        open_envelope(sealed(), room=Room.CASEROOM, keys=(KEYS[Room.CASEROOM],), peers={}, at=AT)


def test_refuses_what_was_sealed_for_another_room() -> None:
    made = header()
    wrong = seal_envelope(AGREEMENT, made, key=KEYS[Room.COMMONS], receiver=card(Room.CAREROOM))

    assert refusal(wrong) is Reason.UNREADABLE


def test_refuses_what_is_for_another_room() -> None:
    status = CandidateStatus(
        candidate=uuid.uuid4(), status=Standing.WITHDRAWN, on=date(2026, 11, 1)
    )

    assert refusal(sealed(status), room=Room.CASEROOM) is Reason.NO_WAY
    assert refusal(sealed(), room=Room.CAREROOM) is Reason.NO_WAY


@pytest.mark.parametrize(
    ("sender", "receiver"), [(Room.CAREROOM, Room.CASEROOM), (Room.CASEROOM, Room.CAREROOM)]
)
@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("valve", ["V0", "V1", "V2", "V3", "V4", "V5"])
def test_refuses_all_between_care_room_and_case_room(
    sender: Room, receiver: Room, kind: Kind, valve: str
) -> None:
    count = CareCount(release=uuid.uuid4(), measure=CareMeasure.WAITING, month="2026-11", n="<11")
    envelope = sealed(count, sender=sender, receiver=receiver, kind=kind, valve=valve)

    assert refusal(envelope, room=receiver) is Reason.NO_WAY


def test_refuses_what_came_too_late() -> None:
    envelope = sealed()

    assert refusal(envelope, at=envelope.header.expires_at) is Reason.EXPIRED


def test_refuses_what_would_be_under_way_longer_than_receipts_are_kept() -> None:
    envelope = sealed(expires_at=AT + LONGEST + timedelta(seconds=1))

    assert refusal(envelope) is Reason.EXPIRED


def test_refuses_what_is_too_large() -> None:
    envelope = replace(sealed(), body=b"x" * (LARGE_BYTES + 1))

    assert refusal(envelope) is Reason.TOO_LARGE


def test_refuses_what_is_of_a_version_that_it_does_not_know() -> None:
    assert refusal(sealed(version=2)) is Reason.MALFORMED


@pytest.mark.parametrize(
    "said", [b"", b"{}", b"[]", b"null", b"\xff", b'{"candidate": 1}', b"{" * 5000]
)
def test_refuses_what_its_schema_does_not_know(
    said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AgreementGiven, "model_dump_json", lambda _self: said.decode("latin-1"))

    assert refusal(sealed()) is Reason.MALFORMED


def test_quotes_nothing_of_what_it_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AgreementGiven, "model_dump_json", lambda _self: '{"name": "Zed"}')

    with pytest.raises(Unacceptable) as refused:
        opened(sealed())

    assert str(refused.value) == "malformed"
    assert refused.value.__cause__ is refused.value.__context__ is None


def test_opens_with_the_key_before_while_keys_are_turned() -> None:
    envelope = sealed()
    new = ValveKey.make()

    message = open_envelope(
        envelope,
        room=Room.CASEROOM,
        keys=(new, KEYS[Room.CASEROOM]),
        peers={Room.COMMONS: (card(Room.COMMONS, new), card(Room.COMMONS))},
        at=AT,
    )

    assert message == AGREEMENT


def test_writes_a_header_in_one_way_whatever_the_time_zone() -> None:
    made = header()
    elsewhere = timezone(timedelta(hours=-5))

    moved = replace(made, created_at=made.created_at.astimezone(elsewhere))

    assert moved.as_bytes() == made.as_bytes()
