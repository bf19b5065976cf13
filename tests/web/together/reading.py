"""What lies in the database of a room, read past the room: by whoever holds file or server."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from typing import Any

import psycopg

from commonground_web.kernel.home import Home, Served
from tests.web.home import SERVER


def read(home: Home, query: str) -> list[tuple[Any, ...]]:
    """Return the rows that answer a query; booleans compare as numbers on both engines."""
    if isinstance(served := home.settings.database, Served):
        with psycopg.connect(os.environ[SERVER], dbname=served.name) as connection:
            return connection.execute(query.encode()).fetchall()
    with closing(sqlite3.connect(f"file:{home.database}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def content_of(home: Home) -> bytes:
    """Return everything that a database keeps: its files, or a dump with its bytes as they are."""
    if not isinstance(served := home.settings.database, Served):
        return b"".join(path.read_bytes() for path in home.folder.glob("room.sqlite3*"))
    admin = psycopg.conninfo.make_conninfo(os.environ[SERVER], dbname=served.name)
    dump = subprocess.run(["pg_dump", "--dbname", admin], capture_output=True, check=True).stdout
    return dump + b"".join(_bytes_in(dump))


def _bytes_in(dump: bytes) -> list[bytes]:
    """Return the values of a dump that are written in hexadecimal, as they are."""
    written = (part[3:] for part in dump.split() if part.startswith(rb"\\x"))
    return [bytes.fromhex(part.decode()) for part in written if len(part) % 2 == 0]
