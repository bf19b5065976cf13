"""What a connection to a room's SQLite file refuses, statement by statement.

SQLite has no roles and no policies for rows. It has an authorizer, which is asked about each table
and column while a statement is prepared, and triggers, which see each row that is written. The
triggers (see `triggers`) hold for every program that opens the file; the authorizer holds for the
room's own connections, and is what refuses to read.

Which audit event is open is known from the database itself: a trigger on the table of events calls
`commonground_opened`, one on the table of seals `commonground_sealed`. Any statement may call them,
so they are not believed but looked up: what opens is an event that is there and has no seal. A
rolled-back savepoint takes the event back that was opened in it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from commonground_web.kernel.clock import day_of
from commonground_web.kernel.compartments.guard import (
    EVENT_TABLE,
    OF_THE_OWNER,
    READING,
    REKEYING,
    REVIEW_TABLE,
    SEAL_TABLE,
    Carried,
    Guarded,
)

SCHEMA_CHANGES = frozenset(
    {
        sqlite3.SQLITE_CREATE_INDEX,
        sqlite3.SQLITE_CREATE_TABLE,
        sqlite3.SQLITE_CREATE_TEMP_INDEX,
        sqlite3.SQLITE_CREATE_TEMP_TABLE,
        sqlite3.SQLITE_CREATE_TEMP_TRIGGER,
        sqlite3.SQLITE_CREATE_TEMP_VIEW,
        sqlite3.SQLITE_CREATE_TRIGGER,
        sqlite3.SQLITE_CREATE_VIEW,
        sqlite3.SQLITE_CREATE_VTABLE,
        sqlite3.SQLITE_DROP_INDEX,
        sqlite3.SQLITE_DROP_TABLE,
        sqlite3.SQLITE_DROP_TEMP_INDEX,
        sqlite3.SQLITE_DROP_TEMP_TABLE,
        sqlite3.SQLITE_DROP_TEMP_TRIGGER,
        sqlite3.SQLITE_DROP_TEMP_VIEW,
        sqlite3.SQLITE_DROP_TRIGGER,
        sqlite3.SQLITE_DROP_VIEW,
        sqlite3.SQLITE_DROP_VTABLE,
        sqlite3.SQLITE_ALTER_TABLE,
        sqlite3.SQLITE_REINDEX,
        sqlite3.SQLITE_ANALYZE,
        sqlite3.SQLITE_ATTACH,
        sqlite3.SQLITE_DETACH,
    }
)

HARMLESS_PRAGMAS = frozenset(
    {
        "foreign_key_check",
        "foreign_key_list",
        "index_info",
        "index_list",
        "table_info",
        "table_xinfo",
        "wal_checkpoint",
    }
)
"""Pragmas that only tell of the schema, or write down what is committed already."""


FOR_THE_CLOCK = frozenset({"record_type", "record", "event", "decision", "from_day", "to_day"})
"""Columns of reviews that the triggers of days of purge compare, in whatever event is writing."""


_UNSEALED = f"""
SELECT tables, verb FROM {EVENT_TABLE} event
WHERE id = ? AND NOT EXISTS (SELECT 1 FROM {SEAL_TABLE} WHERE event = event.id)
"""


@dataclass(frozen=True, slots=True)
class OpenEvent:
    """The audit event that is open on a connection."""

    id: str
    tables: frozenset[str]
    verb: str

    @property
    def writes(self) -> bool:
        """Whether it licenses more than to read."""
        return self.verb not in READING


def _day(at: str | None) -> str | None:
    """Return the date, where the room stands, of a moment as Django writes it to SQLite."""
    if at is None:
        return None
    return day_of(datetime.fromisoformat(at).replace(tzinfo=UTC)).isoformat()


def _other_ends(guarded: Iterable[Guarded]) -> dict[tuple[str, str], frozenset[str]]:
    """Return by table and column, for each end of a foreign key, the tables of its other ends."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for table in guarded:
        for column, above, key in table.refers_to:
            for here, there in (((table.table, column), above), ((above, key), table.table)):
                found[here] = found.get(here, frozenset()) | {there}
    return found


class Watch:
    """The guard of one connection."""

    def __init__(self, connection: sqlite3.Connection, *, is_owner: bool) -> None:
        self._connection = connection
        self._is_owner = is_owner
        self._of_person: frozenset[str] = frozenset()
        self._append_only: Mapping[str, tuple[str, ...]] = {}
        self._purged: frozenset[str] = frozenset()
        self._carried_in: frozenset[str] = frozenset()
        self._other_ends: Mapping[tuple[str, str], frozenset[str]] = {}
        self._open: OpenEvent | None = None
        self._savepoints: list[tuple[str, OpenEvent | None]] = []

    def begin(self) -> None:
        """Begin to watch."""
        from commonground_web.kernel.compartments.declared import guarded_tables

        guarded = guarded_tables()
        self._of_person = frozenset(table.table for table in guarded if table.of_person)
        self._append_only = {table.table: table.sealed for table in guarded if table.append_only}
        self._purged = frozenset(
            table.table for table in guarded if table.of_person or table.is_deleted_when_expired
        )
        self._carried_in = frozenset(
            table.table for table in guarded if table.carried is Carried.IN
        )
        self._other_ends = _other_ends(guarded)
        self._connection.create_function("commonground_opened", 1, self._opened)
        self._connection.create_function("commonground_sealed", 1, self._sealed)
        self._connection.create_function("commonground_event", 0, self._event)
        self._connection.create_function("commonground_day", 1, _day)
        self._connection.set_authorizer(self._decide)

    def _opened(self, event: str) -> int:
        found = self._connection.execute(_UNSEALED, [event]).fetchone()
        if found is not None:
            tables, verb = found
            self._open = OpenEvent(event, frozenset(json.loads(tables)), verb)
        return 1

    def _sealed(self, event: str) -> int:
        if self._open is not None and self._open.id == event:
            self._open = None
        return 1

    def _event(self) -> str | None:
        return self._open.id if self._open is not None else None

    def _decide(
        self,
        action: int,
        first: str | None,
        second: str | None,
        _database: str | None,
        trigger: str | None,
    ) -> int:
        if action == sqlite3.SQLITE_READ:
            by_clock = trigger is not None and self._is_for_the_clock(first, second)
            by_key = self._is_for_the_key(first or "", second or "")
            return self._may(by_clock or by_key or self._licensed(first, writing=False))
        if action in {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}:
            return self._may(self._may_write(action, first or "", second or ""))
        if action == sqlite3.SQLITE_TRANSACTION:
            self._open = None
            self._savepoints.clear()
        elif action == sqlite3.SQLITE_SAVEPOINT:
            self._follow_savepoint(first or "", second or "")
        elif action == sqlite3.SQLITE_PRAGMA:
            return self._may(self._is_owner or first in HARMLESS_PRAGMAS)
        elif action in SCHEMA_CHANGES:
            return self._may(self._is_owner)
        return sqlite3.SQLITE_OK

    @staticmethod
    def _may(allowed: bool) -> int:  # noqa: FBT001 - the one argument is the question
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    def _is_for_the_clock(self, table: str | None, column: str | None) -> bool:
        return self._writes() and table == REVIEW_TABLE and column in FOR_THE_CLOCK

    def _is_for_the_key(self, table: str, column: str) -> bool:
        """Say whether a column is an end of a foreign key of which the other end may be written.

        SQLite looks there whether the two ends meet, and asks as for any read.
        """
        others = self._other_ends.get((table, column), frozenset())
        return any(self._licensed(other, writing=True) for other in others) and self._writes()

    def _writes(self) -> bool:
        return self._open is not None and self._open.writes

    def _licensed(self, table: str | None, *, writing: bool) -> bool:
        if self._is_owner or table not in self._of_person:
            return True
        event = self._open
        return (
            event is not None
            and self._connection.in_transaction
            and table in event.tables
            and (event.writes or not writing)
        )

    def _may_write(self, action: int, table: str, column: str) -> bool:
        if self._is_owner:
            return True
        if table.startswith("sqlite_") or table in OF_THE_OWNER:
            return False
        if table in self._append_only and (
            (action == sqlite3.SQLITE_UPDATE and not self._reseals(table, column))
            or (action == sqlite3.SQLITE_DELETE and table not in self._purged)
        ):
            return False
        if table in self._carried_in and action == sqlite3.SQLITE_INSERT:
            return False
        return self._licensed(table, writing=True)

    def _reseals(self, table: str, column: str) -> bool:
        """Say whether the one change is made that a row of the past may undergo: of its key."""
        is_rekeying = self._open is not None and self._open.verb == REKEYING
        return is_rekeying and column in self._append_only[table]

    def _follow_savepoint(self, operation: str, name: str) -> None:
        if operation == "BEGIN":
            self._savepoints.append((name, self._open))
            return
        names = [savepoint for savepoint, _ in self._savepoints]
        if name not in names:
            self._open = None
            return
        at = len(names) - 1 - names[::-1].index(name)
        if operation == "ROLLBACK":
            self._open = self._savepoints[at][1]
            del self._savepoints[at + 1 :]
        else:
            del self._savepoints[at:]
