"""A message under way: sealed for the room that receives it, signed by the room that sent it.

The body is sealed by HPKE (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM) with the header bound in,
and padded, so that whoever carries it learns neither what it says nor how long a name is. Ed25519
signs header and sealed body, so that whoever carries it can change neither, nor put them together
anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from pydantic import ValidationError

from commonground_web.kernel.rooms import Room
from commonground_web.kernel.valve_keys import ValveKey
from commonground_web.valves.messages.schemas import schema_of
from commonground_web.valves.messages.shapes import Message
from commonground_web.valves.peers import Card
from commonground_web.valves.ways import Kind, NoSuchWay, way_of

LARGEST_BYTES = {Kind.SNAPSHOT: 8_000_000}
"""How large a sealed body of a kind may be."""

LARGE_BYTES = 16_000
"""How large a sealed body of any other kind may be."""

LONGEST = timedelta(days=60)
"""How long anything may be under way: no longer are receipts kept that tell a replay."""

PADDED_BYTES = 512
"""Bodies are padded to a multiple of this."""

PURPOSE = b"commonground valve envelope 1\0"

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Reason(StrEnum):
    """Why a message was refused."""

    NO_WAY = "no_way"
    STRANGER = "stranger"
    FORGED = "forged"
    EXPIRED = "expired"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    MALFORMED = "malformed"
    STATE = "state"


class Unacceptable(Exception):
    """A message that is refused for good, and why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the carrier sees of a message."""

    id: UUID
    valve: str
    kind: str
    version: int
    sender: Room
    receiver: Room
    created_at: datetime
    expires_at: datetime

    def as_bytes(self) -> bytes:
        """Return the header in the one way it can be written."""
        said = asdict(self) | {
            "id": str(self.id),
            "created_at": _moment(self.created_at),
            "expires_at": _moment(self.expires_at),
        }
        return PURPOSE + json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Envelope:
    """A header, the sealed body, and the signature of both."""

    header: Header
    body: bytes
    signature: bytes


def seal_envelope(message: Message, header: Header, *, key: ValveKey, receiver: Card) -> Envelope:
    """Seal a message for its receiver and sign it as its sender."""
    said = message.model_dump_json().encode()
    padded = said + b" " * (-len(said) % PADDED_BYTES)
    body = _SUITE.encrypt(padded, receiver.sealing_key(), info=header.as_bytes())
    return Envelope(header, body, key.signing.sign(header.as_bytes() + body))


def open_envelope(
    envelope: Envelope,
    *,
    room: Room,
    keys: Sequence[ValveKey],
    peers: Mapping[Room, Sequence[Card]],
    at: datetime,
) -> Message:
    """Open a message, if it may come, is whole, is from whom it says, and is in time.

    Parameters
    ----------
    envelope
        What the carrier brought.
    room
        The room that opens it.
    keys
        Its keys, the one in use first.
    peers
        The cards of its neighbours.
    at
        The moment.

    Raises
    ------
    Unacceptable
        If any of that does not hold.
    """
    header = envelope.header
    _require_way(header, room=room)
    if len(envelope.body) > LARGEST_BYTES.get(Kind(header.kind), LARGE_BYTES):
        raise Unacceptable(Reason.TOO_LARGE)
    _require_signature(envelope, cards=peers.get(header.sender, ()))
    if header.expires_at <= at or header.expires_at - header.created_at > LONGEST:
        raise Unacceptable(Reason.EXPIRED)
    return _read(_unsealed(envelope, keys=keys), header)


def _require_way(header: Header, *, room: Room) -> None:
    try:
        way = way_of(sender=header.sender, receiver=room, kind=header.kind)
    except NoSuchWay as error:
        raise Unacceptable(Reason.NO_WAY) from error
    if header.receiver is not room or header.valve != way.valve:
        raise Unacceptable(Reason.NO_WAY)


def _require_signature(envelope: Envelope, *, cards: Sequence[Card]) -> None:
    if not cards:
        raise Unacceptable(Reason.STRANGER)
    for card in cards:
        try:
            card.verifying_key().verify(
                envelope.signature, envelope.header.as_bytes() + envelope.body
            )
        except InvalidSignature:
            continue
        return
    raise Unacceptable(Reason.FORGED)


def _unsealed(envelope: Envelope, *, keys: Sequence[ValveKey]) -> bytes:
    for key in keys:
        try:
            return _SUITE.decrypt(envelope.body, key.opening, info=envelope.header.as_bytes())
        except (InvalidTag, ValueError):
            continue
    raise Unacceptable(Reason.UNREADABLE)


def _read(said: bytes, header: Header) -> Message:
    schema = schema_of(header.kind, version=header.version)
    message = _validated(said, schema) if schema else None
    if message is None:
        raise Unacceptable(Reason.MALFORMED)
    return message


def _validated(said: bytes, schema: type[Message]) -> Message | None:
    """Return the message, or None: pydantic's error would quote what was said, so it ends here."""
    try:
        return schema.model_validate_json(said)
    except ValidationError:
        return None


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
