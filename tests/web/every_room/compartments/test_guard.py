"""Tests of what the database itself refuses, for every record about persons of this room."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import now
from commonground_web.kernel.compartments.declared import guarded_tables
from commonground_web.kernel.compartments.records import Record
from tests.web.matrix import NOBODY
from tests.web.rows import (
    keep,
    later,
    made_up,
    purging,
    records_of_persons,
    viewing,
    writing,
)

AGENCY = uuid.uuid4()

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("model", records_of_persons(), ids=lambda model: model.__name__),
]


@pytest.fixture
def row(model: type[Record]) -> Record:
    """Keep one row of the record."""
    return keep(model, owner=AGENCY)


@contextmanager
def refused() -> Iterator[None]:
    """Expect the database to refuse what is done in the block."""
    with pytest.raises(DatabaseError), transaction.atomic():
        yield


def sql(statement: str, *values: str) -> list[tuple[object, ...]]:
    """Run a statement behind the back of every model."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def statements(row: Record) -> dict[str, str]:
    """Return what somebody could try on the table of a row."""
    table = row._meta.db_table
    columns = ", ".join(f'"{field.column}"' for field in row._meta.concrete_fields)
    return {
        "read": f'SELECT * FROM "{table}"',
        "count": f'SELECT count(*) FROM "{table}"',
        "join": f'SELECT 1 FROM "{table}" JOIN audit_seal ON true',
        "insert": f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM "{table}"',
        "update": f'UPDATE "{table}" SET "{row._meta.concrete_fields[-1].column}" = NULL',
        "update of nothing": f'UPDATE "{table}" SET id = id WHERE id IS NOT NULL',
        "delete": f'DELETE FROM "{table}"',
    }


@pytest.mark.parametrize(
    "attempt", ["read", "count", "join", "insert", "update", "update of nothing", "delete"]
)
def test_refuses_all_without_an_event(row: Record, attempt: str) -> None:
    with refused():
        sql(statements(row)[attempt])


def test_refuses_to_read_by_an_event_of_another_table(row: Record) -> None:
    setting = Setting(actor="test", verb="view", entity="other", tables=["other"], agency=AGENCY)

    with refused(), access(setting, at=now()):
        sql(statements(row)["read"])


def test_lets_an_event_that_views_read(row: Record) -> None:
    with viewing(type(row), agency=AGENCY):
        assert type(row).objects.get(pk=row.pk).pk == row.pk


@pytest.mark.parametrize("attempt", ["insert", "update", "delete"])
def test_refuses_to_write_by_an_event_that_views(row: Record, attempt: str) -> None:
    with refused(), viewing(type(row), agency=AGENCY):
        sql(statements(row)[attempt])


def test_refuses_to_delete_by_an_event_that_changes(row: Record) -> None:
    with refused(), writing(type(row), agency=AGENCY):
        sql(statements(row)["delete"])


def test_lets_an_event_that_purges_delete(row: Record) -> None:
    with purging(type(row), agency=AGENCY):
        row.delete()

    with viewing(type(row), agency=AGENCY):
        assert not type(row).objects.filter(pk=row.pk).exists()


def test_refuses_to_read_once_the_event_is_sealed(row: Record) -> None:
    with viewing(type(row), agency=AGENCY):
        pass

    with refused():
        sql(statements(row)["read"])


def test_refuses_to_read_by_an_event_that_was_rolled_back(row: Record) -> None:
    with pytest.raises(ZeroDivisionError), viewing(type(row), agency=AGENCY):
        _ = 1 / 0

    with refused():
        sql(statements(row)["read"])


def test_refuses_to_name_an_event_of_before(row: Record) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL is told the event by its name")
    with viewing(type(row), agency=AGENCY) as past:
        pass

    with refused():
        sql("SELECT set_config('commonground.event', %s, true)", str(past.event))
        sql(statements(row)["read"])


@pytest.mark.parametrize("name", [NOBODY, "", "none", "' OR true"])
def test_refuses_an_event_that_never_was(row: Record, name: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL is told the event by its name")

    with refused():
        sql("SELECT set_config('commonground.event', %s, true)", name)
        sql(statements(row)["read"])


def test_refuses_rows_of_another_agency(row: Record) -> None:
    if not type(row).OWNED_BY:
        pytest.skip("rows of this record have no owner")

    with refused(), writing(type(row), agency=uuid.uuid4()):
        made_up(type(row), owner=AGENCY).save(force_insert=True)


def test_hides_rows_from_another_agency(row: Record) -> None:
    if not type(row).OWNED_BY or connection.vendor != "postgresql":
        pytest.skip("rows have no owner, or the engine knows no rows of one")

    with viewing(type(row), agency=uuid.uuid4()):
        assert sql(statements(row)["read"]) == []


def test_refuses_a_later_day_of_purge(row: Record) -> None:
    if not hasattr(row, "purge_on"):
        pytest.skip("the record hangs on another's clock")
    row.purge_on = later(row)

    with refused(), writing(type(row), agency=AGENCY, verb="update"):
        row.save()


def test_lets_the_day_of_purge_become_earlier(row: Record) -> None:
    if not hasattr(row, "purge_on") or type(row).APPEND_ONLY:
        pytest.skip("the record hangs on another's clock, or is never changed")
    row.purge_on = later(row) - timedelta(days=2)

    with writing(type(row), agency=AGENCY, verb="update"):
        row.save()


def test_guards_every_record_about_persons(model: type[Record]) -> None:
    assert model._meta.db_table in {g.table for g in guarded_tables() if g.of_person}
