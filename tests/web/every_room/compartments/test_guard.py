"""Tests of what the database itself refuses, for every record about persons of this room."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

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
from tests.web.unguarded import unguarded

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
    "sqlite": r"^no audit event licenses this (insert|update|delete)$",
    "postgresql": r'^new row violates row-level security policy for table "',
}
NEVER = {
    "sqlite": rf"{DENIED}|: set once, never changed$",
    "postgresql": r"^\w+ is (never changed|set once, never changed)",
}
LATER = {
    "sqlite": rf"{DENIED}|^the day of purge ",
    "postgresql": r"^(the day of purge |\w+ is never changed)",
}

NAMING = "SELECT set_config('commonground.event', %s, true)"

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


Attempt = tuple[str, tuple[Any, ...]]


def sql(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]] | int:
    """Run a statement behind the back of every model; return its rows, or how many it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        written: int = cursor.rowcount
        return cursor.fetchall() if cursor.description else written


def attempts(row: Record) -> dict[str, Attempt]:
    """Return what somebody could try on the table of a row, with the row's own values."""
    table, key = row._meta.db_table, row._meta.pk.column
    last = row._meta.concrete_fields[-1].column
    stored = {
        field.column: field.get_db_prep_save(field.pre_save(row, add=False), connection)
        for field in row._meta.concrete_fields
    }
    columns, places = (", ".join(f'"{c}"' for c in stored), ", ".join(["%s"] * len(stored)))
    tried: dict[str, Attempt] = {
        "insert": (f'INSERT INTO "{table}" ({columns}) VALUES ({places})', (*stored.values(),)),
        "read": (f'SELECT * FROM "{table}"', ()),
        "count": (f'SELECT count(*) FROM "{table}"', ()),
        "join": (f'SELECT 1 FROM "{table}" JOIN django_migrations ON true', ()),
        "update": (f'UPDATE "{table}" SET "{last}" = %s', (stored[last],)),
        "update of nothing": (
            f'UPDATE "{table}" SET "{key}" = "{key}" WHERE "{key}" IS NOT NULL',
            (),
        ),
    }
    if owner := type(row).OWNED_BY:
        another: Any = row._meta.get_field(owner)
        given = another.get_db_prep_save(uuid.uuid4(), connection)
        tried["give away"] = (f'UPDATE "{table}" SET "{another.column}" = %s', (given,))
    return tried | {"delete": (f'DELETE FROM "{table}"', ())}


def test_tries_what_would_be_done_without_a_guard(model: type[Record]) -> None:
    with transaction.atomic():
        tried = attempts(keep(model, owner=AGENCY))
        transaction.set_rollback(True)

    with unguarded() as does:
        done = {name: does(*attempt) for name, attempt in tried.items()}

    assert done.pop("read")
    assert done.pop("join")
    assert done.pop("count") == [(1,)]
    assert set(done.values()) == {1}


@pytest.mark.parametrize(
    "attempt", ["read", "count", "join", "insert", "update", "update of nothing", "delete"]
)
def test_refuses_all_without_an_event(row: Record, attempt: str) -> None:
    with refused(NO_EVENT):
        sql(*attempts(row)[attempt])


def test_refuses_to_read_by_an_event_of_another_table(row: Record) -> None:
    setting = Setting(actor="test", verb="view", entity="other", tables=["other"], agency=AGENCY)

    with refused(UNLICENSED), access(setting, at=now()):
        sql(*attempts(row)["read"])


def test_lets_an_event_that_views_read(row: Record) -> None:
    with viewing(type(row), agency=AGENCY):
        assert type(row).objects.get(pk=row.pk).pk == row.pk


@pytest.mark.parametrize("attempt", ["insert", "update", "delete"])
def test_refuses_to_write_by_an_event_that_views(row: Record, attempt: str) -> None:
    with refused(UNLICENSED), viewing(type(row), agency=AGENCY):
        sql(*attempts(row)[attempt])


def test_refuses_to_delete_by_an_event_that_changes(row: Record) -> None:
    with refused(UNLICENSED), writing(type(row), agency=AGENCY):
        sql(*attempts(row)["delete"])


def test_lets_an_event_that_purges_delete(row: Record) -> None:
    with purging(type(row), agency=AGENCY):
        row.delete()

    with viewing(type(row), agency=AGENCY):
        assert not type(row).objects.filter(pk=row.pk).exists()


def test_refuses_to_read_once_the_event_is_sealed(row: Record) -> None:
    with viewing(type(row), agency=AGENCY):
        pass

    with refused(NO_EVENT):
        sql(*attempts(row)["read"])


def test_refuses_to_read_by_an_event_that_was_rolled_back(row: Record) -> None:
    with pytest.raises(ZeroDivisionError), viewing(type(row), agency=AGENCY):
        _ = 1 / 0

    with refused(NO_EVENT):
        sql(*attempts(row)["read"])


def test_refuses_to_name_an_event_of_before(row: Record) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL is told the event by its name")
    with viewing(type(row), agency=AGENCY) as past:
        pass

    with refused(NO_EVENT):
        sql(NAMING, [str(past.event)])
        sql(*attempts(row)["read"])


@pytest.mark.parametrize("name", [NOBODY, ""])
def test_refuses_an_event_that_never_was(row: Record, name: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL is told the event by its name")

    with refused(NO_EVENT):
        sql(NAMING, [name])
        sql(*attempts(row)["read"])


@pytest.mark.parametrize("name", ["none", "' OR true"])
def test_refuses_what_names_no_event(row: Record, name: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL is told the event by its name")

    with refused(NO_NAME, error=psycopg.errors.InvalidTextRepresentation):
        sql(NAMING, [name])
        sql(*attempts(row)["read"])


def test_refuses_rows_of_another_agency(row: Record) -> None:
    if not type(row).OWNED_BY:
        pytest.skip("rows of this record have no owner")

    with refused(OF_ANOTHER), writing(type(row), agency=uuid.uuid4()):
        made_up(type(row), owner=AGENCY).save(force_insert=True)


def test_hides_rows_from_another_agency(row: Record) -> None:
    if not type(row).OWNED_BY or connection.vendor != "postgresql":
        pytest.skip("rows have no owner, or the engine knows no rows of one")

    with viewing(type(row), agency=AGENCY):
        assert len(sql(*attempts(row)["read"])) == 1  # type: ignore[arg-type]
    with viewing(type(row), agency=uuid.uuid4()):
        assert sql(*attempts(row)["read"]) == []


@pytest.mark.parametrize("attempt", ["update", "delete"])
def test_leaves_the_row_of_another_agency(row: Record, attempt: str) -> None:
    if not type(row).OWNED_BY or (attempt == "update" and type(row).APPEND_ONLY):
        pytest.skip("rows of this record have no owner, or are never changed")
    event = purging if attempt == "delete" else partial(writing, verb="update")

    if connection.vendor == "sqlite":
        with refused(OF_ANOTHER), event(type(row), agency=uuid.uuid4()):
            sql(*attempts(row)[attempt])
    else:
        with event(type(row), agency=uuid.uuid4()):
            assert sql(*attempts(row)[attempt]) == 0  # it is hidden, and so it is not met
    with event(type(row), agency=AGENCY):
        assert sql(*attempts(row)[attempt]) == 1


def test_gives_no_row_away_to_another_agency(row: Record) -> None:
    if not type(row).OWNED_BY:
        pytest.skip("rows of this record have no owner")
    words = {vendor: f"{OF_ANOTHER[vendor]}|{NEVER[vendor]}" for vendor in NEVER}

    with refused(words), writing(type(row), agency=AGENCY, verb="update"):
        sql(*attempts(row)["give away"])


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
