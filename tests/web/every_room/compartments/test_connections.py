"""Tests of what a room's own connections may not do to its database."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from commonground_web.kernel.compartments.declared import guarded_tables
from commonground_web.kernel.compartments.guard import Carried
from commonground_web.kernel.databases import drop_database, make_database
from commonground_web.kernel.home import PARTS
from commonground_web.kernel.rooms import Room
from tests.web.home import SERVER, served
from tests.web.parts import connected_as
from tests.web.rows import keep, made_up, records_of_persons, viewing, writing
from tests.web.unguarded import would_do

TABLE = records_of_persons()[0]._meta.db_table

DENIED = "^not authorized$"
OF_THE_SCHEMA = r"must be owner of (table|relation) "
NOT_TO_MAKE = "permission denied for schema public"
ON_POSTGRESQL = {
    f'DROP TABLE "{TABLE}" CASCADE': OF_THE_SCHEMA,
    f'ALTER TABLE "{TABLE}" ADD COLUMN more text': OF_THE_SCHEMA,
    f'ALTER TABLE "{TABLE}" DISABLE ROW LEVEL SECURITY': OF_THE_SCHEMA,
    f'ALTER TABLE "{TABLE}" DISABLE TRIGGER ALL': OF_THE_SCHEMA,
    f'DROP POLICY guard_select ON "{TABLE}"': OF_THE_SCHEMA,
    f'CREATE INDEX peek ON "{TABLE}" (id)': OF_THE_SCHEMA,
    f'CREATE VIEW peek AS SELECT * FROM "{TABLE}"': NOT_TO_MAKE,
    "CREATE TABLE mine (id integer)": NOT_TO_MAKE,
    "CREATE OR REPLACE FUNCTION commonground_licensed(of_table text, operation text) "
    "RETURNS boolean LANGUAGE sql AS 'SELECT true'": NOT_TO_MAKE,
    "CREATE TEMP TABLE audit_event (id uuid)": "permission denied to create temporary tables",
    "CREATE SCHEMA mine": "permission denied for database",
    "DELETE FROM django_migrations": "permission denied for table django_migrations",
    f'TRUNCATE "{TABLE}" CASCADE': "permission denied for table ",
    "SET session_replication_role = replica": "permission denied to set parameter",
    "SET ROLE admin": 'permission denied to set role "admin"',
    "SET SESSION AUTHORIZATION admin": "permission denied to set session authorization",
    "COPY (SELECT 1) TO PROGRAM 'cat > /dev/null'": "COPY to or from an external program",
    "SELECT pg_read_file('/etc/passwd')": "permission denied for function pg_read_file",
    "SELECT * FROM pg_authid": "permission denied for table pg_authid",
    "CREATE EXTENSION dblink": 'permission denied to create extension "dblink"',
}
"""What the web may not do, and how PostgreSQL says so."""

ON_SQLITE = [
    f'DROP TABLE "{TABLE}"',
    f'ALTER TABLE "{TABLE}" ADD COLUMN more text',
    f'CREATE INDEX peek ON "{TABLE}" (id)',
    f'CREATE VIEW peek AS SELECT * FROM "{TABLE}"',
    "CREATE TABLE mine (id integer)",
    "DELETE FROM django_migrations",
    "DELETE FROM sqlite_sequence",
    "ATTACH DATABASE ':memory:' AS other",
    "PRAGMA writable_schema = ON",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA ignore_check_constraints = ON",
    "PRAGMA query_only = OFF",
    f'CREATE TEMP TRIGGER late AFTER INSERT ON "{TABLE}" BEGIN SELECT 1; END',
    f'CREATE TEMP VIEW peek AS SELECT * FROM "{TABLE}"',
    f"DROP TRIGGER guard_{TABLE}_insert_event",
]
"""What the web may not do: the watch of its connection says of each that it is not authorized."""

REFUSED = ON_POSTGRESQL if connection.vendor == "postgresql" else dict.fromkeys(ON_SQLITE, DENIED)


@pytest.mark.django_db
@pytest.mark.parametrize("attempt", REFUSED)
def test_refuses_the_web(attempt: str) -> None:
    would_do(attempt)

    with pytest.raises(DatabaseError, match=REFUSED[attempt]) as refusal:
        _tried(attempt)

    assert type(refusal.value.__cause__) in {
        sqlite3.DatabaseError,
        psycopg.errors.InsufficientPrivilege,
    }


@pytest.mark.usefixtures("own_database")
def test_refuses_to_copy_a_file(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite is a file")
    attempt = f"VACUUM INTO '{tmp_path / '{}.sqlite3'}'"
    would_do(attempt.format("made"))

    with (
        pytest.raises(DatabaseError, match=r"^authorization denied$"),
        connection.cursor() as cursor,
    ):
        cursor.execute(attempt.format("refused"))

    assert {path.stem for path in tmp_path.glob("*.sqlite3")} == {"made", "room"}


@pytest.mark.django_db
def test_loads_no_extension(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("extensions of PostgreSQL are made, not loaded")

    with pytest.raises(DatabaseError, match=DENIED):
        _tried(f"SELECT load_extension('{tmp_path / 'none'}')")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "attempt",
    [
        "SELECT commonground_opened('{event}')",
        "WITH guard_x AS (SELECT commonground_opened('{event}') AS x) SELECT x FROM guard_x",
        "SELECT commonground_opened('" + "0" * 32 + "')",
        f'WITH guard_{TABLE}_clock AS (SELECT * FROM "{TABLE}") SELECT * FROM guard_{TABLE}_clock',
        f'SELECT * FROM (SELECT * FROM "{TABLE}") AS guard_{TABLE}_clock',
        f'SELECT (SELECT count(*) FROM "{TABLE}")',
    ],
)
def test_opens_nothing_to_whoever_says_that_it_is_open(attempt: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite is told by functions")
    agency = uuid.uuid4()
    with writing(records_of_persons()[0], agency=agency) as past:
        made_up(records_of_persons()[0], owner=agency).save(force_insert=True)

    tried = attempt.format(event=past.event.hex), f'SELECT * FROM "{TABLE}"'
    with viewing(records_of_persons()[0], agency=agency):
        _tried(*tried)

    with pytest.raises(DatabaseError, match=r"^(access to \S+ is prohibited|not authorized)$"):
        _tried(*tried)


def _tried(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["owner", "web", "valve", "backup"])
def test_keeps_parts_apart(part: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    other = {"owner": "web"}.get(part, "owner")

    with (
        connected_as(part) as connected,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied to set role"),
    ):
        connected.execute(f'SET ROLE "{getattr(settings.ROOM_HOME.settings.database, other)}"')


@pytest.mark.django_db
def test_tries_on_each_role_what_works_for_the_superuser() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")

    would_do(*_attempts().values())


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["web", "valve", "backup"])
def test_refuses_each_role_what_is_not_its_part(part: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    attempts, refused = _attempts(), set()

    with connected_as(part) as connected:
        for (table, right), attempt in attempts.items():
            try:
                with connected.transaction(force_rollback=True):
                    connected.execute(attempt.encode())
            except psycopg.errors.InsufficientPrivilege as refusal:
                if f"permission denied for table {table}" in str(refusal):
                    refused.add((table, right))

    assert refused == {at for at in attempts if at[1] not in _rights(part, at[0])}


OF_A_TABLE = {
    "read": 'SELECT * FROM "{table}" WHERE false',
    "insert": 'INSERT INTO "{table}" ("{key}") SELECT NULL WHERE false',
    "update": 'UPDATE "{table}" SET "{key}" = NULL WHERE false',
    "delete": 'DELETE FROM "{table}" WHERE false',
    "empty": 'TRUNCATE "{table}" CASCADE',
}


def _attempts() -> dict[tuple[str, str], str]:
    """Return by table and right a statement that needs no more than the right."""
    return {
        (table, right): statement.format(table=table, key=_key(table))
        for table in connection.introspection.table_names()
        for right, statement in OF_A_TABLE.items()
    }


def _rights(part: str, table: str) -> set[str]:
    """Return what a role may do with a table, if an event that is open lets it."""
    carried = {guarded.table: guarded.carried for guarded in guarded_tables()}.get(table)
    if part == "backup":
        return {"read"}
    if part == "valve":
        return {Carried.OUT: {"read"}, Carried.IN: {"insert"}}.get(carried or Carried.NOT, set())
    if table == "django_migrations":
        return {"read"}
    if table in {"audit_event", "audit_seal"}:
        return {"read", "insert"}
    return {"read", "delete"} if carried is Carried.IN else {"read", "insert", "update", "delete"}


def _key(table: str) -> str:
    with connection.cursor() as cursor:
        return str(connection.introspection.get_primary_key_column(cursor, table))


@pytest.mark.django_db
@pytest.mark.parametrize("part", PARTS)
def test_lets_no_role_connect_to_the_database_of_another_room(part: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")

    with (
        _database_of_another_room() as another,
        pytest.raises(psycopg.OperationalError, match="permission denied for database"),
    ):
        connected_as(part, database=another)


@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize(
    "attempt",
    [
        'SELECT * FROM "{table}"',
        'SELECT count(*) FROM "{table}"',
        'UPDATE "{table}" SET id = id',
        'DELETE FROM "{table}"',
    ],
)
def test_refuses_the_owner_a_persons_row_without_an_event(attempt: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles; its owner is whoever holds the file")
    row = keep(records_of_persons()[0], owner=uuid.uuid4())
    statement = attempt.format(table=row._meta.db_table)
    would_do(statement)

    with (
        connected_as("owner") as connected,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="no audit event is open"),
    ):
        connected.execute(statement.encode())


@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize("part", ["owner", "web"])
def test_refuses_to_copy_a_persons_row_without_an_event(part: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite copies nothing")
    row = keep(records_of_persons()[0], owner=uuid.uuid4())
    statement = f'COPY "{row._meta.db_table}" TO STDOUT'.encode()

    with (
        connected_as(part) as connected,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="no audit event is open"),
        connected.cursor().copy(statement) as copied,
    ):
        list(copied)


@pytest.mark.django_db
def test_forces_the_guard_of_rows_on_the_owner_of_each_table_about_persons() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no guard of rows")

    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        forced = {name for (name,) in cursor.fetchall()}

    assert {model._meta.db_table for model in records_of_persons()} <= forced


@pytest.mark.django_db
def test_refuses_a_foreign_program_to_write() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only a file can be opened by another program")
    connection.ensure_connection()
    foreign = sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=rw", uri=True)

    with pytest.raises(sqlite3.OperationalError, match="no such function: commonground_"):
        foreign.execute(
            "INSERT INTO audit_event (id, at, actor, roles, session, address, verb, entity, tables,"
            " purpose, route, request) VALUES ('', '', '', '', '', '', '', '', '[]', '', '', '')"
        )


@contextmanager
def _database_of_another_room() -> Iterator[str]:
    """Make a database as a room's is made, with its roles, and take both away again."""
    another = served(Room.COMMONS)
    make_database(another, passwords=dict.fromkeys(PARTS, "of no use"), admin=os.environ[SERVER])
    try:
        yield another.name
    finally:
        drop_database(another, admin=os.environ[SERVER])
