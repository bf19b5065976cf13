"""A message as the carrier sees it, and what it can do with a room's boxes."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Protocol, Self
from uuid import UUID

from commonground_web.valves.ways import Way

OUTBOX = "valve_outbox"
INBOX = "valve_inbox"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One row of a box: a header, and bytes that the carrier cannot read."""

    id: UUID
    valve: str
    kind: str
    version: int
    sender: str
    receiver: str
    created_at: datetime
    expires_at: datetime
    body: bytes
    signature: bytes

    def fits(self, way: Way) -> bool:
        """Say whether a way may carry it."""
        return (self.valve, self.sender, self.receiver) == (
            way.valve,
            way.sender,
            way.receiver,
        ) and self.kind in way.kinds


COLUMNS = tuple(column.name for column in fields(Parcel))


class OutOfReach(Exception):
    """A database that cannot be reached now; the name of what went wrong, and no more."""


class TurnedAway(Exception):
    """A parcel that the database of the receiver does not take."""


class Boxes(Protocol):
    """Both boxes of one room, of which the carrier reads the one and fills the other."""

    def __enter__(self) -> Self:
        """Connect."""

    def __exit__(self, *_error: object) -> None:
        """Disconnect."""

    def outgoing(self, way: Way, *, at: datetime) -> list[UUID]:
        """Return what lies in the outbox for a way and has not expired, oldest first."""

    def parcel(self, pk: UUID) -> Parcel | None:
        """Return one parcel of the outbox, or None if it was purged meanwhile."""

    def incoming(self) -> AbstractSet[UUID]:
        """Return what lies in the inbox already."""

    def put(self, parcel: Parcel) -> bool:
        """Put a parcel into the inbox and commit; say whether it was not there yet."""
