"""The room's database without its guard, for a moment: what is done to it there is undone.

A statement that is refused proves something only if it would do its work were it not for the guard.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

import psycopg
from django.db import connection

from commonground_web.kernel.compartments.sqlite.triggers import PREFIX
from tests.web.home import SERVER

Does = Callable[..., list[tuple[Any, ...]] | int]


@contextmanager
def unguarded() -> Iterator[Does]:
    """Give what runs a statement, with its values, where neither roles, policies nor triggers hold.

    It returns the rows that were read, or else how many were written. Whatever the room's own
    connection has not yet committed is not there.
    """
    with _of_file() if connection.vendor == "sqlite" else _of_server() as does:
        yield does


def would_do(*statements: str) -> None:
    """See that statements do their work for whoever owns the machine; fail where one does not."""
    if connection.vendor == "sqlite":
        with _copied() as copy:
            for statement in statements:
                copy.execute(statement)
    else:
        with _of_server() as does:
            for statement in statements:
                does(statement)


@contextmanager
def _of_file() -> Iterator[Does]:
    """Work as any program could that takes the triggers away."""
    with _copied() as copy:
        triggers = copy.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE ?", [f"{PREFIX}%"]
        )
        for (trigger,) in triggers.fetchall():
            copy.execute(f'DROP TRIGGER "{trigger}"')
        yield lambda statement, values=(): _done(copy.execute(statement.replace("%s", "?"), values))


@contextmanager
def _copied() -> Iterator[sqlite3.Connection]:
    """Copy the file into memory, where nobody watches."""
    name = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        with closing(sqlite3.connect(f"file:{name}?mode=ro", uri=True)) as file:
            file.backup(copy)
        yield copy


@contextmanager
def _of_server() -> Iterator[Does]:
    """Work as the superuser, whom no policy binds, in a session without triggers."""
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(os.environ[SERVER], dbname=name) as server:
        server.execute("SET LOCAL session_replication_role = replica")

        def does(statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]] | int:
            return _done(server.execute(statement.encode(), values or None))

        yield does
        server.rollback()


def _done(cursor: Any) -> list[tuple[Any, ...]] | int:
    written: int = cursor.rowcount
    return cursor.fetchall() if cursor.description else written
