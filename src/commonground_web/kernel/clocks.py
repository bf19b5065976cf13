"""The clocks of a room: what is done by itself when its time has come, once a minute at most.

An app names its clocks in a module `clocks`. A clock is told the moment, looks whether anything is
due, and does it by actions, each in an audit event and a transaction of its own; where nothing is
due it leaves no trace. So it does no harm to run one twice, or an hour late.
"""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.db import connection
from django.utils.module_loading import autodiscover_modules

from commonground_web.kernel.private import write_private

log = logging.getLogger("commonground.clocks")

LOCK = "commonground_tick"


class Clock(Protocol):
    """What is run when it is time."""

    def __call__(self, *, at: datetime) -> object:
        """Do what is due at this moment."""


_clocks: dict[str, Clock] = {}


def clock(name: str) -> Callable[[Clock], Clock]:
    """Make a function one of the room's clocks.

    Parameters
    ----------
    name
        What it is called where it fails: `audit.anchor`.
    """

    def register(function: Clock) -> Clock:
        if _clocks.setdefault(name, function) is not function:
            raise ValueError(f"there are two clocks called {name}")
        return function

    return register


def room_clocks() -> Mapping[str, Clock]:
    """Return the clocks of the room that this process is, in the order of their names."""
    autodiscover_modules("clocks")
    return dict(sorted(_clocks.items()))


def run_clocks(clocks: Mapping[str, Clock], *, at: datetime) -> list[str] | None:
    """Run each clock once; one that fails does not stop the others.

    Parameters
    ----------
    clocks
        Name to clock.
    at
        The moment.

    Returns
    -------
    list of str or None
        The names of those that failed; None where another process is running them already.
    """
    with _lock() as is_ours:
        if not is_ours:
            return None
        failed = [name for name, work in clocks.items() if not _ran(name, work, at=at)]
        _note(failed)
        return failed


def _note(failed: list[str]) -> None:
    """Note that the clocks ran, and which of them failed, for `commonground room check`."""
    try:
        write_private(settings.ROOM_HOME.clocks_ran, "".join(f"{name}\n" for name in failed))
    except OSError as error:
        log.warning("that the clocks ran could not be noted (%s)", error.strerror)


def _ran(name: str, work: Clock, *, at: datetime) -> bool:
    try:
        work(at=at)
    except Exception:
        log.exception("the clock %s failed", name)
        connection.close_if_unusable_or_obsolete()
        return False
    return True


@contextmanager
def _lock() -> Iterator[bool]:
    """Take the lock of the room's clocks, or say that another process has it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [LOCK])
            is_ours = bool(cursor.fetchone()[0])
        try:
            yield is_ours
        finally:
            if is_ours:
                # Closing gives the lock back, whatever state a clock left the connection in.
                connection.close()
        return
    with (settings.ROOM_HOME.folder / "tick.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
