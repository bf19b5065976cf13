"""Tests of the audit: nothing of it is changed, and nothing happens without it."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from typing import Any

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
from tests.web.plain_record import SEALED, looking, make_record, plain_model

SETTING = Setting(actor="test", verb="update", entity="nothing")

TABLES = ("audit_event", "audit_seal", "audit_anchor")


def leave_event() -> uuid.UUID:
    """Leave one sealed event."""
    with access(SETTING, at=now()) as opened:
        pass
    return opened.event


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE {} SET {column} = {column}",
        "UPDATE {} SET {column} = {column} WHERE 1 = 0",
        "DELETE FROM {}",
        "DROP TABLE {}",
        "ALTER TABLE {} RENAME TO other",
        "CREATE TRIGGER undo BEFORE INSERT ON {} BEGIN SELECT 1; END",
        "DROP TRIGGER guard_audit_seal_linked",
    ],
)
def test_is_never_changed(table: str, attempt: str) -> None:
    leave_event()
    column = "hash" if table != "audit_event" else "actor"

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attempt.format(table, column=column))


@pytest.mark.django_db
def test_is_never_emptied() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_event, audit_seal CASCADE")


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

    with pytest.raises(DatabaseError, match="open"), transaction.atomic():
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
        with pytest.raises(DatabaseError), transaction.atomic():
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
