"""The boxes of a room on SQLite, by a connection that may do to them what a valve may, and no more.

SQLite has no roles. The connection refuses what the role of a valve is refused on PostgreSQL: it
guards against faults of the carrier, not against somebody who has the file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Self
from uuid import UUID

from commonground_web.valves.carrying.parcels import (
    COLUMNS,
    INBOX,
    OUTBOX,
    OutOfReach,
    Parcel,
    TurnedAway,
)
from commonground_web.valves.carrying.reaches import File
from commonground_web.valves.ways import Way

BUSY_SECONDS = 10

_IDS = """
    SELECT id FROM valve_outbox
    WHERE sender = ? AND receiver = ? AND valve = ? AND expires_at > ? ORDER BY created_at, id
"""
_PARCEL = """
    SELECT id, valve, kind, version, sender, receiver, created_at, expires_at, body, signature
    FROM valve_outbox WHERE id = ?
"""
_PUT = """
    INSERT INTO valve_inbox
    (id, valve, kind, version, sender, receiver, created_at, expires_at, body, signature)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
"""
_PRAGMAS = ("synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON")


class EmbeddedBoxes:
    """Both boxes of one room; each statement is a transaction of its own."""

    def __init__(self, file: File) -> None:
        self._file = file.file

    def __enter__(self) -> Self:
        """Connect.

        Raises
        ------
        OutOfReach
            If the file is not there or cannot be opened.
        """
        with _told():
            self._connection = sqlite3.connect(
                f"{self._file.absolute().as_uri()}?mode=rw",
                uri=True,
                isolation_level=None,
                timeout=BUSY_SECONDS,
            )
            for pragma in _PRAGMAS:
                self._connection.execute(f"PRAGMA {pragma}")
        self._connection.set_authorizer(_decide)
        return self

    def __exit__(self, *_error: object) -> None:
        """Disconnect."""
        self._connection.close()

    def outgoing(self, way: Way, *, at: datetime) -> list[UUID]:
        """Return what lies in the outbox for a way and has not expired, oldest first."""
        values = (str(way.sender), str(way.receiver), str(way.valve), _text(at))
        with _told():
            return [UUID(pk) for (pk,) in self._connection.execute(_IDS, values)]

    def parcel(self, pk: UUID) -> Parcel | None:
        """Return one parcel of the outbox, or None if it was purged meanwhile."""
        with _told():
            row = self._connection.execute(_PARCEL, (pk.hex,)).fetchone()
        if row is None:
            return None
        held = dict(zip(COLUMNS, row, strict=True))
        moments = {name: _moment(held[name]) for name in ("created_at", "expires_at")}
        return Parcel(**held | moments | {"id": UUID(held["id"])})

    def incoming(self) -> set[UUID]:
        """Return what lies in the inbox already."""
        with _told():
            return {UUID(pk) for (pk,) in self._connection.execute("SELECT id FROM valve_inbox")}

    def put(self, parcel: Parcel) -> bool:
        """Put a parcel into the inbox and commit; say whether it was not there yet."""
        values = [_written(getattr(parcel, name)) for name in COLUMNS]
        with _told():
            return self._connection.execute(_PUT, values).rowcount == 1


def _decide(
    action: int, first: str | None, second: str | None, _database: str | None, _in: str | None
) -> int:
    may = (
        action == sqlite3.SQLITE_SELECT
        or (action == sqlite3.SQLITE_READ and first == OUTBOX)
        or (action == sqlite3.SQLITE_READ and (first, second) == (INBOX, "id"))
        or (action == sqlite3.SQLITE_INSERT and first == INBOX)
    )
    return sqlite3.SQLITE_OK if may else sqlite3.SQLITE_DENY


def _text(at: datetime) -> str:
    """Return a moment as Django writes it into SQLite."""
    return str(at.astimezone(UTC).replace(tzinfo=None))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _written(value: object) -> object:
    if isinstance(value, UUID):
        return value.hex
    return _text(value) if isinstance(value, datetime) else value


@contextmanager
def _told() -> Iterator[None]:
    """Tell trouble of the file from a parcel that is not taken, and quote neither."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OutOfReach(type(error).__name__) from None
    except (sqlite3.IntegrityError, sqlite3.DataError) as error:
        raise TurnedAway(type(error).__name__) from None
    except sqlite3.Error as error:
        raise OutOfReach(type(error).__name__) from None
