"""A request that is killed in its middle did nothing; one that came to its end did all.

Each kill meets the room as it was before: a fresh copy of a database in which the form was kept
and not yet sent. All rows of all tables are compared, so that what a kill leaves is one of two
worlds: that of before, row by row, or that of a whole run, but for what is of chance or the clock.

A form that does nothing when it is sent, because more is needed than one row and some words, is on
its room's list of those with the reason, and is not killed; a list that is not true fails. On
PostgreSQL one form of six is tried.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.db import connection

from commonground_web.kernel.compartments.guard import AUDIT_TABLES, EVENT_TABLE, SEAL_TABLE
from tests.web.addresses import FILLED, FORMS, IDLE, some_of
from tests.web.copies import copied_database
from tests.web.forms import Form
from tests.web.together.steps import die_at_line
from tests.web.worlds import World, changes, world

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_database")]

OURS = ("src/commonground_web/",)
ACTIVE = [name for name in FORMS if name not in IDLE]
WRITING = ("INSERT", "UPDATE", "DELETE")


@dataclass(slots=True)
class Run:
    """A whole run of a request: how many of our lines ran, and after how many each row was written.

    Of what was written, what lies between the opening of the event and its seal.
    """

    lines: int = 0
    written: list[int] = field(default_factory=list)
    is_open: bool = False

    def kills(self) -> tuple[int, ...]:
        """Return at which lines to kill: while it writes, before it commits, and at its end."""
        middle = self.written[len(self.written) // 2]
        return self.written[0] + 1, middle + 1, self.written[-1] + 1, self.lines


@pytest.mark.parametrize("name", some_of(ACTIVE))
def test_does_all_or_nothing_wherever_it_is_killed(name: str, tmp_path: Path) -> None:
    form = Form.at(name, FILLED.get(name))
    before = world()
    with _fresh_copy(tmp_path / "whole"):
        run = _whole(form.send)
        done = changes(before, world())

    assert [len(done[table].came) for table in AUDIT_TABLES] == [1, 1]
    assert set(done) > set(AUDIT_TABLES)
    worlds = [_killed(form.send, at=line, before=before, folder=tmp_path) for line in run.kills()]
    assert all(came in ({}, done) for came in worlds)
    assert worlds[0] == {}
    assert worlds[-1] == done


@pytest.mark.parametrize("name", some_of(sorted(IDLE)))
def test_does_nothing_that_could_be_killed(name: str) -> None:
    form = Form.at(name, FILLED.get(name))
    before = world()

    form.send()

    done = changes(before, world())
    assert {table: len(change.came) for table, change in done.items()} == dict.fromkeys(
        AUDIT_TABLES, 1
    ), IDLE[name]


def test_tells_of_no_form_that_is_not_there() -> None:
    assert {*IDLE, *FILLED} <= set(FORMS)


@contextmanager
def _fresh_copy(folder: Path) -> Iterator[None]:
    """Let the block meet a copy of the database that nothing else ever writes to."""
    folder.mkdir()
    yield from copied_database(connection, folder=folder)


def _whole(work: Callable[[], object]) -> Run:
    """Do work in a child, wholly, and return how it ran."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        run = _watched(work)
        os.write(writing, json.dumps([run.lines, run.written]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        lines, written = json.load(told)
    os.waitpid(child, 0)
    return Run(lines, written)


def _watched(work: Callable[[], object]) -> Run:
    run = Run()

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        if not any(path in frame.f_code.co_filename for path in OURS):
            return None
        run.lines += event == "line"
        return trace

    def note(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        run.is_open |= sql.startswith(f'INSERT INTO "{EVENT_TABLE}"')
        if run.is_open and sql.startswith(WRITING):
            run.written.append(run.lines)
        run.is_open &= not sql.startswith(f'INSERT INTO "{SEAL_TABLE}"')
        return execute(sql, *given)

    with connection.execute_wrapper(note):
        sys.settrace(trace)
        work()
        sys.settrace(None)
    return run


def _killed(work: Callable[[], object], *, at: int, before: World, folder: Path) -> dict[str, Any]:
    """Do work in a child that is killed at a line, and return what became of the room."""
    with _fresh_copy(folder / f"killed at {at}"):
        child = os.fork()
        if child == 0:
            die_at_line(at, OURS)
            work()
            os._exit(0)
        os.waitpid(child, 0)
        return changes(before, world())
