"""Tests of backups and of bringing a room back."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from commonground_web.kernel.backups.archive import Header, new_salt, read_header, written_archive
from commonground_web.kernel.fields.backup_key import BackupKey, write_backup_key
from commonground_web.kernel.home import Home, Served
from commonground_web.kernel.rooms import Room
from tests.web.home import SERVER, served
from tests.web.together.calling import called, in_room

NAME = "Zed Fictional Zumwalt"
ENTRY = f"""
import uuid
from commonground_web.caseroom.entries.actions import create_entry
from commonground_web.kernel.access.actor import Actor
officer = Actor(str(uuid.uuid4()), frozenset({{"officer"}}), uuid.uuid4())
create_entry(name={NAME!r}, facts="Seen at the corner.", by=officer, at=now())
"""
NAMES = """
from commonground_web.caseroom.entries.models import Entry
with access(Setting(actor="a", verb="list", entity="entry", tables=["entry"]), at=now()):
    print([entry.name for entry in Entry.objects.all()])
"""
FILE = b"%PDF-1.7 made up"


@pytest.fixture(scope="module")
def room(caseroom: Home) -> Home:
    """Give a room with an entry and an uploaded file."""
    in_room(caseroom, ENTRY)
    (caseroom.media / "ab").mkdir()
    (caseroom.media / "ab" / "cd").write_bytes(FILE)
    return caseroom


@pytest.fixture(scope="module")
def backup(room: Home) -> Path:
    """Give a backup of the room."""
    done = called("room", "backup", room.folder)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


@pytest.fixture(scope="module")
def keys(room: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder in which an operator kept the room's keys."""
    kept = tmp_path_factory.mktemp("keys")
    for name in ("keys.json", "backup-key.json"):
        shutil.copy(room.folder / name, kept / name)
    return kept


@pytest.fixture
def to_database(room: Home) -> list[str]:
    """Give the options that name a new database, where the room is served."""
    if not isinstance(room.settings.database, Served):
        return []
    return ["--postgres", os.environ[SERVER], "--database", served(Room.CASEROOM).name]


def _refused(backup: Path, keys: Path, folder: Path, options: list[str]) -> str:
    """Return why a restoration was refused, once nothing is left of it."""
    before = _databases()
    done = called("room", "restore", backup, folder, "--keys", keys, *options)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert list(folder.parent.iterdir()) == []
    assert _databases() == before
    return done.stderr


def _databases() -> set[str]:
    if not os.environ.get(SERVER):
        return set()
    with psycopg.connect(os.environ[SERVER]) as server:
        found = server.execute("SELECT datname FROM pg_database UNION SELECT rolname FROM pg_roles")
        return {name for (name,) in found}


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """Give an empty folder for what a restoration leaves."""
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def test_brings_a_room_back_whole(
    room: Home, backup: Path, keys: Path, empty: Path, to_database: list[str]
) -> None:
    done = called("room", "restore", backup, empty / "caseroom", "--keys", keys, *to_database)

    assert done.returncode == 0, done.stderr
    assert [path.name for path in empty.iterdir()] == ["caseroom"]
    restored = Home.read(empty / "caseroom")
    assert NAME in in_room(restored, NAMES)
    assert (restored.media / "ab" / "cd").read_bytes() == FILE
    assert called("room", "check", restored.folder).returncode == 0
    verified = called("audit", "verify", restored.folder)
    assert verified.returncode == 0, verified.stdout


def test_guards_a_restored_room_as_a_new_one(
    backup: Path, keys: Path, empty: Path, to_database: list[str]
) -> None:
    called("room", "restore", backup, empty / "caseroom", "--keys", keys, *to_database)

    said = in_room(
        Home.read(empty / "caseroom"),
        """
from django.db import DatabaseError
from commonground_web.caseroom.entries.models import Entry
try:
    print(list(Entry.objects.all()))
except DatabaseError:
    print("refused")
""",
    )

    assert said == "refused\n"


def test_leaves_an_event_of_a_backup_and_of_a_restoration(
    room: Home, backup: Path, keys: Path, empty: Path, to_database: list[str]
) -> None:
    called("room", "restore", backup, empty / "caseroom", "--keys", keys, *to_database)

    verbs = "print(*AuditEvent.objects.order_by('seal__seq').values_list('verb', flat=True))"
    assert "backup" in in_room(room, verbs).split()
    assert in_room(Home.read(empty / "caseroom"), verbs).split()[-1] == "restore"


def test_holds_no_keys_and_nothing_in_the_clear(room: Home, backup: Path) -> None:
    content = backup.read_bytes()

    assert b"SQLite" not in content
    assert b"PGDMP" not in content
    assert b"entry" not in content.partition(b"}\n")[2]
    assert FILE not in content
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in room.backups.iterdir()] == [backup.name]


def test_opens_nothing_sealed_without_the_keyring(
    room: Home, backup: Path, keys: Path, empty: Path, tmp_path: Path, to_database: list[str]
) -> None:
    from commonground_web.kernel.backups.archive import opened_archive
    from commonground_web.kernel.fields.backup_key import read_backup_key

    with opened_archive(backup, read_backup_key(keys / "backup-key.json")) as archive:
        archive.extractall(tmp_path / "opened", filter="data")
    opened = [path for path in (tmp_path / "opened").rglob("*") if path.is_file()]

    assert {path.name for path in opened} == {"room.toml", "00000000", "cd"}
    held = b"".join(path.read_bytes() for path in opened)
    for name in ("keys.json", "backup-key.json", "secrets/web.json", "secrets/owner.json"):
        assert (room.folder / name).read_bytes() not in held
    assert NAME.encode() not in held


def test_refuses_another_key_of_the_same_room(
    backup: Path, keys: Path, empty: Path, tmp_path: Path, to_database: list[str]
) -> None:
    shutil.copytree(keys, tmp_path / "wrong")
    write_backup_key(BackupKey.make(Room.CASEROOM), tmp_path / "wrong" / "backup-key.json")

    said = _refused(backup, tmp_path / "wrong", empty / "caseroom", to_database)

    assert "was sealed with the key" in said


def test_refuses_another_rooms_key(
    backup: Path, keys: Path, empty: Path, tmp_path: Path, to_database: list[str]
) -> None:
    shutil.copytree(keys, tmp_path / "wrong")
    write_backup_key(BackupKey.make(Room.CAREROOM), tmp_path / "wrong" / "backup-key.json")

    said = _refused(backup, tmp_path / "wrong", empty / "caseroom", to_database)

    assert "The backup is the caseroom's and the key the careroom's" in said


def test_refuses_a_keyring_of_another_room(
    backup: Path, keys: Path, empty: Path, tmp_path: Path, to_database: list[str]
) -> None:
    from commonground_web.kernel.fields.keyring import Keyring, write_keyring

    shutil.copytree(keys, tmp_path / "wrong")
    write_keyring(Keyring.make(), tmp_path / "wrong" / "keys.json")

    said = _refused(backup, tmp_path / "wrong", empty / "caseroom", to_database)

    assert "does not hold the keys of this room" in said


def test_refuses_a_forged_header(
    backup: Path, keys: Path, empty: Path, tmp_path: Path, to_database: list[str]
) -> None:
    forged = tmp_path / "forged.backup"
    forged.write_bytes(backup.read_bytes().replace(b'"version": "0', b'"version": "9', 1))

    assert "is damaged or cut off" in _refused(forged, keys, empty / "caseroom", to_database)


@pytest.mark.parametrize("at", [0.2, 0.5, 0.9999])
def test_refuses_a_flipped_bit(
    backup: Path, keys: Path, empty: Path, tmp_path: Path, to_database: list[str], at: float
) -> None:
    content = bytearray(backup.read_bytes())
    content[int(len(content) * at)] ^= 1
    flipped = tmp_path / "flipped.backup"
    flipped.write_bytes(content)

    assert "is damaged or cut off" in _refused(flipped, keys, empty / "caseroom", to_database)


@pytest.mark.parametrize("left", [0.1, 0.6, 0.999])
def test_refuses_a_file_cut_off(
    backup: Path, keys: Path, empty: Path, tmp_path: Path, to_database: list[str], left: float
) -> None:
    content = backup.read_bytes()
    cut = tmp_path / "cut.backup"
    cut.write_bytes(content[: int(len(content) * left)])

    assert "is damaged or cut off" in _refused(cut, keys, empty / "caseroom", to_database)


def test_refuses_a_folder_where_something_is(
    room: Home, backup: Path, keys: Path, to_database: list[str]
) -> None:
    done = called("room", "restore", backup, room.folder, "--keys", keys, *to_database)

    assert done.returncode == 1
    assert "is there already" in done.stderr
    assert NAME in in_room(room, NAMES)


def test_refuses_a_file_that_is_no_backup(
    keys: Path, empty: Path, tmp_path: Path, to_database: list[str]
) -> None:
    (tmp_path / "note.txt").write_text("a note")

    said = _refused(tmp_path / "note.txt", keys, empty / "caseroom", to_database)

    assert "is no backup of a room" in said


def test_deletes_backups_that_are_too_old(new_caseroom: Home) -> None:
    kept = Path(called("room", "backup", new_caseroom.folder).stdout.strip())
    old = kept.with_name("caseroom-20200101T000000Z.backup")
    key = BackupKey.make(Room.CASEROOM)
    made = read_header(kept)
    header = Header(
        room=made.room,
        engine=made.engine,
        version=made.version,
        made_at="2020-01-01T00:00:00+00:00",
        key=key.name,
        keyring=made.keyring,
        salt=new_salt(),
    )
    with written_archive(old, header, key):
        pass

    assert called("tick", new_caseroom.folder).returncode == 0

    assert [path.name for path in new_caseroom.backups.iterdir()] == [kept.name]
    verbs = "print(*AuditEvent.objects.values_list('verb', flat=True))"
    assert sorted(in_room(new_caseroom, verbs).split()) == ["backup", "prune"]


def test_leaves_no_backup_where_its_event_cannot_be_written(new_caseroom: Home) -> None:
    if isinstance(new_caseroom.settings.database, Served):
        database = new_caseroom.settings.database
        with psycopg.connect(os.environ[SERVER], dbname=database.name) as server:
            server.execute(f'REVOKE INSERT ON audit_event FROM "{database.web}"'.encode())
    else:
        with closing(sqlite3.connect(new_caseroom.database)) as file:
            file.execute(
                "CREATE TRIGGER broken BEFORE INSERT ON audit_event "
                "BEGIN SELECT RAISE(ABORT, 'full'); END"
            )

    done = called("room", "backup", new_caseroom.folder)

    assert done.returncode == 1
    assert list(new_caseroom.backups.iterdir()) == []
