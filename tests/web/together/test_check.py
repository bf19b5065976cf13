"""Tests of what makes a room unsound."""

import os
import sqlite3
from contextlib import closing

import psycopg
import pytest

from commonground_web.kernel.fields.keyring import Keyring, write_keyring
from commonground_web.kernel.home import Home, Served
from tests.web.home import SERVER, copy_of
from tests.web.together.calling import called, in_room
from tests.web.together.tampering import tamper

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@pytest.fixture
def room(caseroom: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Give a copy that a test may change."""
    return copy_of(caseroom, tmp_path_factory.mktemp("copy") / "caseroom")


def _found(room: Home) -> str:
    done = called("room", "check", room.folder)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


def _as_admin(room: Home, statement: str) -> None:
    assert isinstance(room.settings.database, Served)
    with psycopg.connect(os.environ[SERVER], dbname=room.settings.database.name) as server:
        server.execute(statement.encode())


def test_finds_nothing_in_a_new_room(caseroom: Home) -> None:
    done = called("room", "check", caseroom.folder)

    assert done.returncode == 0, done.stderr
    assert done.stdout == "The caseroom is sound.\n"


@pytest.mark.parametrize("name", ["keys.json", "backup-key.json", "secrets/web.json", "media"])
def test_finds_what_others_can_read(room: Home, name: str) -> None:
    (room.folder / name).chmod(0o755)

    assert f"{name} has the mode 755" in _found(room)


def test_finds_a_key_that_is_missing(room: Home) -> None:
    room.backup_key.unlink()

    assert "backup-key.json is missing" in _found(room)


def test_finds_keys_that_cannot_be_read_though_they_sealed_nothing_yet(room: Home) -> None:
    room.keyring.write_text("{bad")

    assert "keys.json" in _found(room)


@on_sqlite
@pytest.mark.parametrize("command", [("room", "check"), ("room", "migrate"), ("tick",)])
def test_puts_no_empty_database_in_place_of_one_that_is_lost(
    room: Home, command: tuple[str, ...]
) -> None:
    room.database.unlink()

    done = called(*command, room.folder)

    assert done.returncode == 1
    assert "commonground room restore" in done.stderr
    assert "Traceback" not in done.stderr
    assert not room.database.exists()


@on_sqlite
def test_finds_a_database_that_is_none(room: Home) -> None:
    room.database.write_text("no database")

    assert "file is not a database" in _found(room)


def test_finds_settings_that_are_no_text(room: Home) -> None:
    toml = room.folder / "room.toml"
    toml.write_bytes(toml.read_bytes() + b"\xff")

    assert "room.toml cannot be used" in _found(room)


@pytest.mark.parametrize("zone", ["Mars/Base", ""])
def test_finds_a_time_zone_that_is_none(room: Home, zone: str) -> None:
    toml = room.folder / "room.toml"
    toml.write_text(toml.read_text().replace("America/New_York", zone))

    assert "is no time zone" in _found(room)


def test_finds_that_its_scanner_is_not_there(room: Home) -> None:
    toml = room.folder / "room.toml"
    toml.write_text(toml.read_text().replace("scanner = []", 'scanner = ["no-such-scanner"]'))

    assert "The scanner no-such-scanner is not on this host" in _found(room)


def test_finds_keys_that_are_not_those_of_its_database(room: Home) -> None:
    in_room(room, "from tests.web.signed_in import account_with; account_with('officer')")
    write_keyring(Keyring.make(), room.keyring)

    assert "Put back the file of keys that belongs to this database" in _found(room)


def test_finds_a_missing_trigger(room: Home) -> None:
    if isinstance(room.settings.database, Served):
        _as_admin(room, "DROP TRIGGER guard_linked ON audit_seal")
        assert "was changed after it was set" in _found(room)
    else:
        with closing(sqlite3.connect(room.database)) as file:
            file.execute("DROP TRIGGER guard_audit_seal_linked")
        assert "the trigger guard_audit_seal_linked is missing" in _found(room)


@on_postgresql
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE entry NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY guard_select ON entry",
        "CREATE POLICY more ON entry FOR SELECT USING (true)",
        "ALTER TABLE audit_seal DISABLE TRIGGER guard_linked",
        "CREATE OR REPLACE FUNCTION commonground_agency() RETURNS uuid LANGUAGE sql AS "
        "$$ SELECT NULL::uuid $$",
        "GRANT UPDATE ON audit_seal TO PUBLIC",
    ],
    ids=["not forced", "policy gone", "policy more", "disabled", "function", "grant"],
)
def test_finds_a_guard_that_was_changed(room: Home, statement: str) -> None:
    _as_admin(room, statement)

    assert "was changed after it was set" in _found(room)


@on_postgresql
def test_misses_a_server_that_keeps_names_out_of_its_log(caseroom: Home) -> None:
    assert isinstance(caseroom.settings.database, Served)
    name = caseroom.settings.database.name
    _as_admin(caseroom, f"ALTER DATABASE \"{name}\" SET log_error_verbosity = 'default'")

    try:
        done = called("room", "check", caseroom.folder)
    finally:
        _as_admin(caseroom, f"ALTER DATABASE \"{name}\" SET log_error_verbosity = 'terse'")

    assert done.returncode == 3
    assert f"ALTER DATABASE \"{name}\" SET log_error_verbosity = 'terse'" in done.stderr
    assert "log_statement" not in done.stderr


@on_postgresql
def test_finds_a_role_that_may_too_much(room: Home) -> None:
    assert isinstance(room.settings.database, Served)
    web = room.settings.database.web
    _as_admin(room, f'ALTER ROLE "{web}" BYPASSRLS')

    try:
        assert "has more rights than a new room gives it" in _found(room)
    finally:
        _as_admin(room, f'ALTER ROLE "{web}" NOBYPASSRLS')


def test_finds_tables_of_another_version(room: Home) -> None:
    tamper(room, "DELETE FROM django_migrations WHERE app = 'entries'")

    assert "of an older version" in _found(room)


def test_finds_tables_of_a_newer_version(room: Home) -> None:
    tamper(room, "UPDATE django_migrations SET name = '0099_later' WHERE app = 'sessions'")

    assert "of a newer version" in _found(room)


@on_postgresql
@pytest.mark.parametrize("words", [("room", "check"), ("room", "migrate"), ("tick",)])
def test_says_in_a_sentence_that_the_database_does_not_answer(
    room: Home, words: tuple[str, ...]
) -> None:
    assert isinstance(room.settings.database, Served)
    toml = room.folder / "room.toml"
    toml.write_text(toml.read_text().replace(f"port = {room.settings.database.port}", "port = 9"))

    done = called(*words, room.folder)

    assert done.returncode == 1
    assert "Connection refused" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ('address = "http://caseroom.example.org"', "is open to anyone on the way"),
        ('listen = "0.0.0.0:8442"', "names no proxy"),
    ],
)
def test_finds_an_address_that_is_open(room: Home, said: str, found: str) -> None:
    toml = room.folder / "room.toml"
    name = said.partition(" ")[0]
    lines = [said if line.startswith(name) else line for line in toml.read_text().splitlines()]
    toml.write_text("\n".join(lines))

    assert found in _found(room)
