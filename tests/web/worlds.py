"""All that a room's database holds at a moment, and what became of it since."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection

from tests.web.home import SERVER

SETTLES_WITHIN_SECONDS = 10
"""A server takes a moment to see that whoever asked is gone."""

NOT_COMPARED = {
    "django_session": "a session is kept once the page is made, after the event and outside of it",
    "sqlite_sequence": "it says which numbers SQLite gave, which the numbered rows say themselves",
}
"""Tables that are left out, and why; the sequences of PostgreSQL are no tables."""

MADE_ANEW = re.compile(
    r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}(?![0-9a-f])"  # an identifier
    r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\d.+:Z]*"  # a moment
    r"|[\w+/$=,:-]{32,}"  # a digest, a secret, a sealed text
)
"""What is of chance or of the clock: another each time that the same is done."""

World = Mapping[str, frozenset[str]]
"""Every row of every table, as JSON."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a table: rows that went, and rows that came; a changed row is one of each."""

    gone: tuple[str, ...]
    came: tuple[str, ...]


def world() -> World:
    """Return all rows of the room, as whoever owns the machine sees them."""
    connection.close()
    rows = _of_file() if connection.vendor == "sqlite" else _of_server()
    return {table: frozenset(held) for table, held in rows if table not in NOT_COMPARED}


def changes(before: World, after: World) -> dict[str, Change]:
    """Return what became of each table that is not as it was.

    Of rows that came, what is of chance or of the clock is left out, and so those that the same
    request made twice are told alike. What the world knew before is neither: whose a row is and
    what it refers to is told as it stands.
    """
    known = {found for rows in before.values() for row in rows for found in MADE_ANEW.findall(row)}
    return {
        table: Change(
            gone=tuple(sorted(before[table] - rows)),
            came=tuple(sorted(_told(json.loads(row), known) for row in rows - before[table])),
        )
        for table, rows in after.items()
        if rows != before[table]
    }


def _told(value: Any, known: set[str]) -> str:
    if isinstance(value, dict):
        return str(sorted((_told(key, known), _told(held, known)) for key, held in value.items()))
    if isinstance(value, list):
        return str(sorted(_told(held, known) for held in value))
    if isinstance(value, str) and value[:1] in {"{", "["}:
        return _told(json.loads(value), known)
    return MADE_ANEW.sub(lambda found: found[0] if found[0] in known else "new", str(value))


def _of_file() -> Iterator[tuple[str, list[str]]]:
    name = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(f"file:{name}?mode=ro", uri=True)) as file:
        tables = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            rows = file.execute(f'SELECT * FROM "{table}"')
            columns = [column for column, *_ in rows.description]
            yield table, [json.dumps(dict(zip(columns, row, strict=True))) for row in rows]


def _of_server() -> Iterator[tuple[str, list[str]]]:
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(os.environ[SERVER], dbname=name, autocommit=True) as server:
        _settle(server, name)
        listed = server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in listed.fetchall():
            rows = server.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t'.encode())
            yield table, [row for (row,) in rows]


def _settle(server: psycopg.Connection[tuple[Any, ...]], name: str) -> None:
    """Wait until the server has taken back what nobody waits for any more."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    until = time.monotonic() + SETTLES_WITHIN_SECONDS
    while server.execute(others, [name]).fetchone() != (0,):
        if time.monotonic() > until:
            raise TimeoutError(f"{name} is still connected to")
        time.sleep(0.01)
