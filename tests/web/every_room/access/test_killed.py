"""A request that is killed in its middle did nothing; one that came to its end did all."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.web.addresses import FORMS
from tests.web.forms import Form
from tests.web.home import SERVER
from tests.web.together.steps import die_at_line

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_database")]

OURS = ("src/commonground_web/",)
KILLS = 3
"""At how many lines each request is killed, from its first to its last."""

SETTLES_WITHIN_SECONDS = 10
"""A server takes a moment to see that whoever asked is gone."""

NOT_COUNTED = ("django_session", "sqlite_sequence")

Counts = dict[str, int]


@pytest.mark.parametrize("name", FORMS)
def test_does_all_or_nothing_wherever_it_is_killed(name: str) -> None:
    form = Form.at(name)
    connection.close()
    before = _counts()
    lines = _lines_of(form.send)
    done = _difference(before, _counts())

    assert done["audit_event"] == done["audit_seal"] == 1
    for number in range(KILLS):
        begun = _counts()
        _killed(form.send, at=1 + lines * number // KILLS)
        came = _difference(begun, _counts())

        assert came.get("audit_event", 0) == came.get("audit_seal", 0)
        assert came == {} or came.get("audit_event") == 1, (number, came, done)


def _lines_of(work: Callable[[], object]) -> int:
    """Do work in a child, and return how many of our lines it ran."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        count = _counting(work)
        os.write(writing, str(count).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        counted = int(told.read())
    os.waitpid(child, 0)
    _settle()
    return counted


def _counting(work: Callable[[], object]) -> int:
    count = 0

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        if not any(path in frame.f_code.co_filename for path in OURS):
            return None
        count += event == "line"
        return trace

    sys.settrace(trace)
    work()
    sys.settrace(None)
    return count


def _killed(work: Callable[[], object], *, at: int) -> None:
    child = os.fork()
    if child == 0:
        die_at_line(at, OURS)
        work()
        os._exit(0)
    os.waitpid(child, 0)
    _settle()


def _settle() -> None:
    """Wait until the server has taken back what nobody waits for any more."""
    if connection.vendor == "sqlite":
        return
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
    until = time.monotonic() + SETTLES_WITHIN_SECONDS
    with psycopg.connect(os.environ[SERVER], autocommit=True) as server:
        while time.monotonic() < until:
            row = server.execute(others, [connection.settings_dict["NAME"]]).fetchone()
            if row == (0,):
                return
            time.sleep(0.05)


def _counts() -> Counts:
    """Return the number of rows of every table, as whoever owns the machine sees them."""
    return dict(_counted())


def _counted() -> Iterator[tuple[str, int]]:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(f"file:{Path(name)}?mode=ro", uri=True)) as file:
            tables = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (table,) in tables:
                yield table, file.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        return
    with psycopg.connect(os.environ[SERVER], dbname=str(name)) as server:
        listed = server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in listed.fetchall():
            row = server.execute(f'SELECT count(*) FROM "{table}"'.encode()).fetchone()
            yield table, row[0] if row else 0


def _difference(before: Counts, after: Counts) -> Counts:
    changed = {table: after[table] - before.get(table, 0) for table in after}
    return {t: n for t, n in changed.items() if n and t not in NOT_COUNTED}
