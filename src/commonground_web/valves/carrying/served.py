"""The boxes of a room on PostgreSQL, as the role of its valve, which has no other rights."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import LiteralString, Self
from uuid import UUID

import psycopg
from psycopg.rows import class_row

from commonground_web.valves.carrying.parcels import COLUMNS, OutOfReach, Parcel, TurnedAway
from commonground_web.valves.carrying.reaches import Server
from commonground_web.valves.ways import Way

CONNECT_SECONDS = 5
STATEMENT_MS = 30_000

_IDS: LiteralString = """
    SELECT id FROM valve_outbox
    WHERE sender = %s AND receiver = %s AND valve = %s AND expires_at > %s ORDER BY created_at, id
"""
_PARCEL: LiteralString = """
    SELECT id, valve, kind, version, sender, receiver, created_at, expires_at, body, signature
    FROM valve_outbox WHERE id = %s
"""
_PUT: LiteralString = """
    INSERT INTO valve_inbox
    (id, valve, kind, version, sender, receiver, created_at, expires_at, body, signature)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (id) DO NOTHING
"""


class ServedBoxes:
    """Both boxes of one room; each statement is a transaction of its own."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def __enter__(self) -> Self:
        """Connect.

        Raises
        ------
        OutOfReach
            If the server does not answer or does not let the valve in.
        """
        server = self._server
        try:
            self._connection = psycopg.connect(
                host=server.host,
                port=server.port,
                dbname=server.name,
                user=server.user,
                password=server.password(),
                sslmode=server.sslmode,
                connect_timeout=CONNECT_SECONDS,
                options=f"-c statement_timeout={STATEMENT_MS} -c timezone=UTC",
                autocommit=True,
            )
        except psycopg.Error as error:
            # Nothing was asked yet: what the server says is of itself alone.
            raise OutOfReach(" ".join(str(error).split())) from None
        return self

    def __exit__(self, *_error: object) -> None:
        """Disconnect."""
        self._connection.close()

    def outgoing(self, way: Way, *, at: datetime) -> list[UUID]:
        """Return what lies in the outbox for a way and has not expired, oldest first."""
        with _told():
            rows = self._connection.execute(_IDS, (way.sender, way.receiver, way.valve, at))
            return [pk for (pk,) in rows]

    def parcel(self, pk: UUID) -> Parcel | None:
        """Return one parcel of the outbox, or None if it was purged meanwhile."""
        with _told(), self._connection.cursor(row_factory=class_row(Parcel)) as cursor:
            return cursor.execute(_PARCEL, (pk,)).fetchone()

    def incoming(self) -> set[UUID]:
        """Return what lies in the inbox already."""
        with _told():
            return {pk for (pk,) in self._connection.execute("SELECT id FROM valve_inbox")}

    def put(self, parcel: Parcel) -> bool:
        """Put a parcel into the inbox and commit; say whether it was not there yet."""
        values = [getattr(parcel, name) for name in COLUMNS]
        with _told():
            return self._connection.execute(_PUT, values).rowcount == 1


@contextmanager
def _told() -> Iterator[None]:
    """Tell trouble of the connection from a parcel that is not taken, and quote neither."""
    try:
        yield
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise OutOfReach(type(error).__name__) from None
    except (psycopg.IntegrityError, psycopg.DataError) as error:
        raise TurnedAway(type(error).__name__) from None
    except psycopg.Error as error:
        raise OutOfReach(type(error).__name__) from None
