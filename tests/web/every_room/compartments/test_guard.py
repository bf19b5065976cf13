"""Tests of what the database itself refuses, for every record about persons of this room."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

import psycopg
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

DENIED = r"^(access to \S+ is prohibited|not authorized)$"
"""What SQLite says where its authorizer refuses a statement."""

NO_EVENT = {
    "sqlite": DENIED,
    "postgresql": r"^(no audit event is open|\w+ is never (changed|deleted from))",
}
NO_NAME = {"postgresql": "^invalid input syntax for type uuid: "}
UNLICENSED = {
    "sqlite": rf"{DENIED}|^no audit event licenses this (insert|update|delete)$",
    "postgresql": r"^(the open audit event licenses no \w+ of \w+|\w+ is never changed)",
}
OF_ANOTHER = {
    "sqlite": "^no audit event licenses this insert$",
    "postgresql": '^new row violates row-level security policy for table "',
}
LATER = {
    "sqlite": rf"{DENIED}|^the day of purge ",
    "postgresql": r"^(the day of purge |\w+ is never changed)",
}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("model", records_of_persons(), ids=lambda model: model.__name__),
]


@pytest.fixture
def row(model: type[Record]) -> Record:
    """Keep one row of the record."""
    return keep(model, owner=AGENCY)


@contextmanager
def refused(
    words: Mapping[str, str], *, error: type[psycopg.Error] = psycopg.errors.InsufficientPrivilege
) -> Iterator[None]:
    """Expect the guard, and nothing else, to refuse what is done in the block, in its own words."""
    expected = pytest.raises(DatabaseError, match=words[connection.vendor])
    with expected as refusal, transaction.atomic():
        yield
    if connection.vendor == "postgresql":
        assert type(refusal.value.__cause__) is error


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
    with refused(NO_EVENT):
        sql(statements(row)[attempt])


def test_refuses_to_read_by_an_event_of_another_table(row: Record) -> None:
    setting = Setting(actor="test", verb="view", entity="other", tables=["other"], agency=AGENCY)

    with refused(UNLICENSED), access(setting, at=now()):
        sql(statements(row)["read"])


def test_lets_an_event_that_views_read(row: Record) -> None:
    with viewing(type(row), agency=AGENCY):
        assert type(row).objects.get(pk=row.pk).pk == row.pk


@pytest.mark.parametrize("attempt", ["insert", "update", "delete"])
def test_refuses_to_write_by_an_event_that_views(row: Record, attempt: str) -> None:
    with refused(UNLICENSED), viewing(type(row), agency=AGENCY):
        sql(statements(row)[attempt])


def test_refuses_to_delete_by_an_event_that_changes(row: Record) -> None:
    with refused(UNLICENSED), writing(type(row), agency=AGENCY):
        sql(statements(row)["delete"])


def test_lets_an_event_that_purges_delete(row: Record) -> None:
    with purging(type(row), agency=AGENCY):
        row.delete()

    with viewing(type(row), agency=AGENCY):
        assert not type(row).objects.filter(pk=row.pk).exists()


def test_refuses_to_read_once_the_event_is_sealed(row: Record) -> None:
    with viewing(type(row), agency=AGENCY):
        pass

    with refused(NO_EVENT):
        sql(statements(row)["read"])


def test_refuses_to_read_by_an_event_that_was_rolled_back(row: Record) -> None:
    with pytest.raises(ZeroDivisionError), viewing(type(row), agency=AGENCY):
        _ = 1 / 0

    with refused(NO_EVENT):
        sql(statements(row)["read"])


def test_refuses_to_name_an_event_of_before(row: Record) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL is told the event by its name")
    with viewing(type(row), agency=AGENCY) as past:
        pass

    with refused(NO_EVENT):
        sql("SELECT set_config('commonground.event', %s, true)", str(past.event))
        sql(statements(row)["read"])


@pytest.mark.parametrize("name", [NOBODY, ""])
def test_refuses_an_event_that_never_was(row: Record, name: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL is told the event by its name")

    with refused(NO_EVENT):
        sql("SELECT set_config('commonground.event', %s, true)", name)
        sql(statements(row)["read"])


@pytest.mark.parametrize("name", ["none", "' OR true"])
def test_refuses_what_names_no_event(row: Record, name: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL is told the event by its name")

    with refused(NO_NAME, error=psycopg.errors.InvalidTextRepresentation):
        sql("SELECT set_config('commonground.event', %s, true)", name)
        sql(statements(row)["read"])


def test_refuses_rows_of_another_agency(row: Record) -> None:
    if not type(row).OWNED_BY:
        pytest.skip("rows of this record have no owner")

    with refused(OF_ANOTHER), writing(type(row), agency=uuid.uuid4()):
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

    with refused(LATER), writing(type(row), agency=AGENCY, verb="update"):
        row.save()


def test_lets_the_day_of_purge_become_earlier(row: Record) -> None:
    if not hasattr(row, "purge_on") or type(row).APPEND_ONLY:
        pytest.skip("the record hangs on another's clock, or is never changed")
    row.purge_on = later(row) - timedelta(days=2)

    with writing(type(row), agency=AGENCY, verb="update"):
        row.save()


def test_guards_every_record_about_persons(model: type[Record]) -> None:
    assert model._meta.db_table in {g.table for g in guarded_tables() if g.of_person}
