"""Tests of a purge that is killed, and of what is left in the files of the database after one."""

from __future__ import annotations

import os
import signal
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from commonground_web.kernel.fields.sealed import Sealed
from commonground_web.kernel.purge import clockwork
from commonground_web.kernel.purge.actions import witness_purge
from commonground_web.kernel.purge.clockwork import digest_of, purge_due
from commonground_web.kernel.purge.models import Purge, PurgeCertificate
from commonground_web.kernel.retention.days import purge_day
from tests.web.home import SERVER
from tests.web.plain_record import SEALED, found, keeper, looking, make_record, plain_model

pytestmark = pytest.mark.usefixtures("own_database")

ENTERED = datetime(2026, 3, 2, 15, tzinfo=UTC)


def due_at() -> datetime:
    """Return noon of the day on which what was entered at ENTERED is due."""
    day = purge_day(plain_model(), at=ENTERED)
    return datetime(day.year, day.month, day.day, 17, tzinfo=UTC)


@pytest.mark.parametrize("step", ["let_go", "_note_gone", "digest_of"])
def test_goes_on_after_a_kill_in_the_middle(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clockwork, "BATCH", 2)
    keys = {make_record(at=ENTERED) for _ in range(5)}
    purge_due(at=due_at())
    witness_purge(purge=Purge.objects.get(), by=keeper(), at=due_at())

    _purge_and_be_killed(at=step, monkeypatch=monkeypatch)
    left = {key for key in keys if found(key, at=due_at())}
    assert len(left) == (0 if step == "digest_of" else 3)
    purge_due(at=due_at())

    certificate = PurgeCertificate.objects.get()
    label = plain_model()._meta.label_lower
    assert certificate.n == 5
    assert certificate.digest == digest_of([(label, key) for key in keys])
    assert not any(found(key, at=due_at()) for key in keys)


def test_leaves_no_byte_of_what_was_purged() -> None:
    key = make_record(at=ENTERED, text="canary " * 40)
    sealed = _sealed(key)
    assert sealed in _bytes()

    purge_due(at=due_at())
    witness_purge(purge=Purge.objects.get(), by=keeper(), at=due_at())
    purge_due(at=due_at())
    connection.close()

    assert sealed not in _bytes()


def _purge_and_be_killed(*, at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Purge in a process that is killed the second time that it comes to a step."""
    connection.close()
    child = os.fork()
    if child == 0:
        calls: list[int] = []
        original = getattr(clockwork, at)

        def die(*args: Any, **kwargs: Any) -> Any:
            calls.append(1)
            if len(calls) == (1 if at == "digest_of" else 2):
                original(*args, **kwargs)
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*args, **kwargs)

        monkeypatch.setattr(clockwork, at, die)
        purge_due(at=due_at())
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


def _sealed(key: uuid.UUID) -> bytes:
    from commonground_web.kernel.rooms import this_room

    with looking(at=ENTERED):
        row = plain_model().objects.get(pk=key)
        held = row.__dict__[SEALED[this_room()]]
    assert isinstance(held, Sealed)
    return held.text.encode()[:200]


def _bytes() -> bytes:
    """Return every byte of the file of a database, or of the table and the log of a server."""
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        return b"".join(part.read_bytes() for part in sorted(name.parent.glob(f"{name.name}*")))
    table = plain_model()._meta.db_table
    told = {**dict(each.split("=") for each in os.environ[SERVER].split())}
    told["dbname"] = connection.settings_dict["NAME"]
    with psycopg.connect(**told, autocommit=True) as server:  # type: ignore[arg-type]
        server.execute(f'VACUUM "{table}"')
        server.execute("CHECKPOINT")
        found = server.execute("SELECT pg_relation_filepath(%s)", [table]).fetchone()
        toast = server.execute(
            "SELECT pg_relation_filepath(reltoastrelid) FROM pg_class WHERE relname = %s", [table]
        ).fetchone()
        assert found is not None
        assert toast is not None
        return b"".join(
            row[0]
            for path in (found[0], toast[0])
            for row in server.execute("SELECT pg_read_binary_file(%s)", [path]).fetchall()
        )
