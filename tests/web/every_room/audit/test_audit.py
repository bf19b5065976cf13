"""Tests of the audit: nothing of it is changed, and nothing happens without it."""

from __future__ import annotations

import sqlite3
import threading
import uuid
from contextlib import closing
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from commonground_web.kernel.audit.models import AuditAnchor, AuditEvent, AuditSeal
from commonground_web.kernel.audit.opening import (
    AuditUnavailable,
    NoEventOpen,
    Setting,
    access,
    open_access,
)
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.rooms import this_room
from tests.web.parts import connected_as
from tests.web.plain_record import SEALED, looking, make_record, plain_model
from tests.web.unguarded import unguarded, would_do

SETTING = Setting(actor="test", verb="update", entity="nothing")

TABLES = ("audit_event", "audit_seal", "audit_anchor")


def anchor() -> None:
    """Keep an anchor of the day."""
    with access(SETTING, at=now()):
        AuditAnchor(on=today(), hash="a" * 64).save(force_insert=True)


def leave_event() -> uuid.UUID:
    """Leave one sealed event."""
    with access(SETTING, at=now()) as opened:
        pass
    return opened.event


CHANGES = [
    "UPDATE {table} SET {column} = {column}",
    "UPDATE {table} SET {column} = {column} WHERE 1 = 0",
    "DELETE FROM {table}",
    "DELETE FROM {table} WHERE 1 = 0",
]
COLUMNS = {"audit_event": "actor", "audit_seal": "hash", "audit_anchor": "hash"}


def changed(statement: str, table: str) -> str:
    """Return a statement that would change a table of the audit."""
    return statement.format(table=table, column=COLUMNS[table])


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", CHANGES)
def test_is_never_changed(table: str, statement: str) -> None:
    leave_event()
    attempt = changed(statement, table)
    with unguarded() as does:
        does(attempt)

    with pytest.raises(DatabaseError, match=NEVER_BY_THE_WEB[connection.vendor]):
        _tried(attempt)


NEVER_BY_THE_WEB = {
    "sqlite": "^not authorized$",
    "postgresql": r"^(permission denied for table audit_\w+|audit_anchor is never changed)",
}
NEVER = {
    "owner": "^{table} is never changed",
    "valve": "^permission denied for table {table}",
    "backup": "^permission denied for table {table}",
}


@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize("part", NEVER)
def test_is_changed_by_no_role(part: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    leave_event()

    with connected_as(part) as connected:
        for table in TABLES:
            for statement in (*CHANGES, "TRUNCATE {table} CASCADE"):
                attempt = changed(statement, table)
                with unguarded() as does:
                    does(attempt)
                refused = pytest.raises(
                    psycopg.errors.InsufficientPrivilege, match=NEVER[part].format(table=table)
                )
                with refused:
                    connected.execute(attempt.encode())


@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {column} = 'x'", "DELETE FROM {table}"])
def test_is_changed_by_no_program_that_leaves_the_triggers(table: str, statement: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only a file can be opened by another program")
    leave_event()
    anchor()
    attempt = changed(statement, table)
    with unguarded() as does:
        assert does(attempt)

    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as foreign,
        pytest.raises(sqlite3.IntegrityError, match=rf"^{table} is never (changed|deleted from)$"),
    ):
        foreign.execute(attempt)


OF_THE_SCHEMA = {
    "sqlite": [
        "DROP TABLE {table}",
        "ALTER TABLE {table} RENAME TO other",
        "CREATE TRIGGER undo BEFORE INSERT ON {table} BEGIN SELECT 1; END",
        "DROP TRIGGER guard_audit_seal_linked",
        "DROP TRIGGER guard_{table}_no_update",
    ],
    "postgresql": [
        "DROP TABLE {table} CASCADE",
        "ALTER TABLE {table} RENAME TO other",
        "ALTER TABLE {table} DISABLE TRIGGER ALL",
        "CREATE TRIGGER undo BEFORE INSERT ON {table} EXECUTE FUNCTION commonground_refuse('')",
        "DROP TRIGGER guard_linked ON audit_seal",
        "DROP TRIGGER guard_refused ON {table}",
        "TRUNCATE {table} CASCADE",
    ],
}
NOT_ITS_OWN = {
    "sqlite": "^not authorized$",
    "postgresql": r"^(must be owner of (table|relation) |permission denied for table )audit_",
}


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", OF_THE_SCHEMA[connection.vendor])
def test_is_never_taken_apart(table: str, statement: str) -> None:
    attempt = statement.format(table=table)
    would_do(attempt)

    with pytest.raises(DatabaseError, match=NOT_ITS_OWN[connection.vendor]):
        _tried(attempt)


def _tried(attempt: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attempt)


@pytest.mark.usefixtures("own_database")
def test_commits_no_event_without_a_seal() -> None:
    event = AuditEvent(seal_id=uuid.uuid4(), at=now(), actor="test", verb="view", entity="x")

    with pytest.raises(IntegrityError), transaction.atomic():
        event.save(force_insert=True)

    assert not AuditEvent.objects.filter(pk=event.pk).exists()


@pytest.mark.django_db
def test_takes_no_seal_without_an_event() -> None:
    last = AuditSeal.objects.order_by("-seq").first()
    seal = AuditSeal(
        event=uuid.uuid4(),
        seq=last.seq + 1 if last else 1,
        at=now(),
        outcome="done",
        prev=last.hash if last else "",
        hash="0" * 64,
    )

    with pytest.raises(DatabaseError, match=r"^a seal is of an event"), transaction.atomic():
        seal.save(force_insert=True)


@pytest.mark.django_db
@pytest.mark.parametrize(("step", "prev"), [(2, None), (1, "0" * 64), (0, None)])
def test_takes_no_seal_that_does_not_follow(step: int, prev: str | None) -> None:
    leave_event()
    last = AuditSeal.objects.order_by("-seq")[0]
    event = uuid.uuid4()

    seal = AuditSeal(
        event=event,
        seq=last.seq + step,
        at=now(),
        outcome="done",
        prev=last.hash if prev is None else prev,
        hash="1" * 64,
    )
    opened = AuditEvent(seal_id=event, at=now(), actor="test", verb="x", entity="x")

    with transaction.atomic():
        opened.save(force_insert=True)
        with pytest.raises(DatabaseError, match=r"^a seal follows"), transaction.atomic():
            seal.save(force_insert=True)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_seals_each_event_onto_the_one_before() -> None:
    events = [leave_event() for _ in range(3)]

    seals = [AuditSeal.objects.get(event=event) for event in events]

    assert [seal.prev for seal in seals[1:]] == [seal.hash for seal in seals[:-1]]
    assert [seal.seq for seal in seals[1:]] == [seal.seq + 1 for seal in seals[:-1]]


@pytest.mark.django_db
def test_undoes_the_work_when_the_seal_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonground_web.kernel.audit.opening.link_hash", lambda *_, **__: None)

    with pytest.raises(AuditUnavailable), access(SETTING, at=now()):
        AuditAnchor(on=today(), hash="a" * 64).save(force_insert=True)

    assert not AuditAnchor.objects.exists()


@pytest.mark.django_db
def test_allows_one_event_at_a_time() -> None:
    with (
        pytest.raises(RuntimeError, match="open already"),
        access(SETTING, at=now()),
        access(SETTING, at=now()),
    ):
        pass

    with pytest.raises(NoEventOpen):
        open_access()


@pytest.mark.django_db
def test_tells_of_no_change_of_a_text_that_was_only_read() -> None:
    key = make_record(at=now())
    with looking(verb="update", at=now()):
        row: Any = plain_model().objects.get(pk=key)
        row.lock()
        assert getattr(row, SEALED[this_room()]) == "Plainly made up."
        row.purge_on -= timedelta(days=1)
        row.save()

    changes = AuditSeal.objects.order_by("-seq")[0].changes

    told = changes[f"{row._meta.label_lower}:{key}"]
    assert [*told.keys() - {"row_version"}] == ["purge_on"]


@pytest.mark.usefixtures("own_database")
def test_links_what_happens_at_the_same_time() -> None:
    before = AuditSeal.objects.count()
    errors: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(10):
                leave_event()
        except BaseException as error:  # noqa: BLE001 - told to the test below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    seals = list(AuditSeal.objects.order_by("seq").values_list("seq", flat=True))
    assert seals == list(range(1, before + 41))
