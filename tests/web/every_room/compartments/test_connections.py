"""Tests of what a room's own connections may not do to its database."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from commonground_web.kernel.databases import drop_database, make_database
from commonground_web.kernel.home import PARTS
from commonground_web.kernel.rooms import Room
from tests.web.home import SERVER, served
from tests.web.rows import keep, made_up, records_of_persons, writing

TABLE = records_of_persons()[0]._meta.db_table

ON_EITHER = [
    f'DROP TABLE "{TABLE}"',
    f'ALTER TABLE "{TABLE}" ADD COLUMN more text',
    f'CREATE INDEX peek ON "{TABLE}" (id)',
    f'CREATE VIEW peek AS SELECT * FROM "{TABLE}"',
    "CREATE TABLE mine (id integer)",
    "DELETE FROM django_migrations",
]
ON_POSTGRESQL = [
    f'ALTER TABLE "{TABLE}" DISABLE ROW LEVEL SECURITY',
    f'ALTER TABLE "{TABLE}" DISABLE TRIGGER ALL',
    f'DROP POLICY guard_select ON "{TABLE}"',
    f'TRUNCATE "{TABLE}"',
    "CREATE OR REPLACE FUNCTION commonground_licensed(text, text) RETURNS boolean "
    "LANGUAGE sql AS 'SELECT true'",
    "CREATE TEMP TABLE audit_event (id uuid)",
    "CREATE SCHEMA mine",
    "SET session_replication_role = replica",
    "SET ROLE admin",
    "SET SESSION AUTHORIZATION admin",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT * FROM pg_authid",
    "CREATE EXTENSION dblink",
]
ON_SQLITE = [
    "ATTACH DATABASE ':memory:' AS other",
    "PRAGMA writable_schema = ON",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA ignore_check_constraints = ON",
    "PRAGMA query_only = OFF",
    f'CREATE TEMP TRIGGER late AFTER INSERT ON "{TABLE}" BEGIN SELECT 1; END',
    f'CREATE TEMP VIEW peek AS SELECT * FROM "{TABLE}"',
    f"DROP TRIGGER guard_{TABLE}_insert_event",
    "UPDATE sqlite_master SET sql = ''",
    "VACUUM INTO 'copy.sqlite3'",
    "SELECT load_extension('x')",
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "attempt",
    ON_EITHER + (ON_POSTGRESQL if connection.vendor == "postgresql" else ON_SQLITE),
)
def test_refuses_the_web(attempt: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attempt)


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

    with pytest.raises(DatabaseError):
        _tried(attempt.format(event=past.event.hex), f'SELECT * FROM "{TABLE}"')


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

    with _as(part) as connected, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connected.execute(f'SET ROLE "{getattr(settings.ROOM_HOME.settings.database, other)}"')


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "attempt"),
    [
        ("valve", f'SELECT * FROM "{TABLE}"'),
        ("valve", "SELECT * FROM account"),
        ("valve", "SELECT * FROM audit_event"),
        ("valve", "SELECT * FROM django_session"),
        ("backup", f'DELETE FROM "{TABLE}"'),
        ("backup", "INSERT INTO audit_anchor SELECT * FROM audit_anchor"),
        ("backup", "UPDATE account SET name = ''"),
    ],
)
def test_refuses_each_role_what_is_not_its_part(part: str, attempt: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")

    with _as(part) as connected, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connected.execute(attempt)


@pytest.mark.django_db
@pytest.mark.parametrize("part", PARTS)
def test_lets_no_role_connect_to_the_database_of_another_room(part: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")

    with (
        _database_of_another_room() as another,
        pytest.raises(psycopg.OperationalError, match="permission denied for database"),
    ):
        _as(part, database=another)


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

    with (
        _as("owner") as connected,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="no audit event is open"),
    ):
        connected.execute(attempt.format(table=row._meta.db_table).encode())


@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize("part", ["owner", "web"])
def test_refuses_to_copy_a_persons_row_without_an_event(part: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite copies nothing")
    row = keep(records_of_persons()[0], owner=uuid.uuid4())
    statement = f'COPY "{row._meta.db_table}" TO STDOUT'.encode()

    with (
        _as(part) as connected,
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


def _as(part: str, *, database: str = "") -> psycopg.Connection[tuple[object, ...]]:
    home = settings.ROOM_HOME
    told = dict(each.split("=") for each in os.environ[SERVER].split())
    return psycopg.connect(
        host=told["host"],
        port=told["port"],
        dbname=database or connection.settings_dict["NAME"],
        user=getattr(home.settings.database, part),
        password=home.secret(part)["password"],
        autocommit=True,
    )
