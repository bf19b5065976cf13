"""Tests of backups and of bringing a room back."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest

from commonground_web.kernel.backups.archive import (
    Header,
    new_salt,
    opened_archive,
    read_header,
    written_archive,
)
from commonground_web.kernel.fields.backup_key import BackupKey, read_backup_key, write_backup_key
from commonground_web.kernel.fields.keyring import Keyring, read_keyring, write_keyring
from commonground_web.kernel.home import Home, Served
from commonground_web.kernel.rooms import Room
from tests.web.home import SERVER, served
from tests.web.together.calling import called, in_room

NAME = "Zed Fictional Zumwalt"
ENTRY = f"""
import uuid
from tests.web.caseroom.entering import draft
from commonground_web.kernel.access.actor import Actor
officer = Actor(str(uuid.uuid4()), frozenset({{"officer"}}), uuid.uuid4())
draft(name={NAME!r}, facts="Seen at the corner.", by=officer, at=now())
"""
NAMES = """
from commonground_web.caseroom.entries.models import Entry
with access(Setting(actor="a", verb="list", entity="entry", tables=["entry"]), at=now()):
    print([entry.name for entry in Entry.objects.all()])
"""
UNASKED = """
from django.db import DatabaseError
from commonground_web.caseroom.entries.models import Entry
try:
    print(list(Entry.objects.all()))
except DatabaseError:
    print("refused")
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


@dataclass(frozen=True)
class Drill:
    """A restoration, as an operator would try it."""

    backup: Path
    keys: Path
    folder: Path
    options: list[str]

    def restore(self) -> subprocess.CompletedProcess[str]:
        """Bring the room back."""
        return called(
            "room", "restore", self.backup, self.folder, "--keys", self.keys, *self.options
        )

    def restored(self) -> Home:
        """Bring the room back, and return it."""
        done = self.restore()
        assert done.returncode == 0, done.stderr
        return Home.read(self.folder)

    def refused(self) -> str:
        """Return why a restoration was refused, once nothing is left of it."""
        done = self.restore()
        assert done.returncode == 1, done.stdout
        assert "Traceback" not in done.stderr
        assert list(self.folder.parent.iterdir()) == []
        assert not self.options or not _on_server(self.options[-1])
        return done.stderr

    def of(self, content: bytes) -> "Drill":
        """Return the same with another file."""
        changed = self.keys / "changed.backup"
        changed.write_bytes(content)
        return replace(self, backup=changed)


def _on_server(begin: str) -> list[str]:
    """Return the databases and roles on the server whose names begin so."""
    with psycopg.connect(os.environ[SERVER]) as server:
        found = server.execute("SELECT datname FROM pg_database UNION SELECT rolname FROM pg_roles")
        return [name for (name,) in found if name.startswith(begin)]


@pytest.fixture
def drill(room: Home, backup: Path, tmp_path: Path) -> Drill:
    """Give a restoration into an empty place, with the keys that an operator kept."""
    keys, empty = tmp_path / "keys", tmp_path / "empty"
    keys.mkdir()
    empty.mkdir()
    for name in ("keys.json", "backup-key.json"):
        shutil.copy(room.folder / name, keys / name)
    options: list[str] = []
    if isinstance(room.settings.database, Served):
        name = served(Room.CASEROOM).name
        options = ["--postgres", os.environ[SERVER], "--database", name]
    return Drill(backup, keys, empty / "caseroom", options)


def test_brings_a_room_back_whole(drill: Drill) -> None:
    restored = drill.restored()

    assert [path.name for path in drill.folder.parent.iterdir()] == ["caseroom"]
    assert NAME in in_room(restored, NAMES)
    assert (restored.media / "ab" / "cd").read_bytes() == FILE
    assert called("room", "check", restored.folder).returncode == 0
    verified = called("audit", "verify", restored.folder)
    assert verified.returncode == 0, verified.stdout


def test_guards_a_restored_room_as_a_new_one(drill: Drill) -> None:
    said = in_room(drill.restored(), UNASKED)

    assert said == "refused\n"


def test_leaves_an_event_of_a_backup_and_of_a_restoration(room: Home, drill: Drill) -> None:
    restored = drill.restored()

    verbs = "print(*AuditEvent.objects.order_by('seal__seq').values_list('verb', flat=True))"
    assert "backup" in in_room(room, verbs).split()
    assert in_room(restored, verbs).split()[-1] == "restore"


def test_holds_nothing_in_the_clear(room: Home, backup: Path) -> None:
    content = backup.read_bytes()

    assert b"SQLite" not in content
    assert b"PGDMP" not in content
    assert b"entry" not in content.partition(b"}\n")[2]
    assert FILE not in content
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in room.backups.iterdir()] == [backup.name]


def test_holds_no_keys_and_opens_nothing_sealed(room: Home, drill: Drill, tmp_path: Path) -> None:
    with opened_archive(drill.backup, read_backup_key(drill.keys / "backup-key.json")) as archive:
        archive.extractall(tmp_path / "opened", filter="data")
    opened = [path for path in (tmp_path / "opened").rglob("*") if path.is_file()]

    assert {path.name for path in opened} == {"room.toml", "00000000", "cd"}
    held = b"".join(path.read_bytes() for path in opened)
    for name in ("keys.json", "backup-key.json", "secrets/web.json", "secrets/owner.json"):
        assert (room.folder / name).read_bytes() not in held
    assert NAME.encode() not in held


def test_refuses_another_key_of_the_same_room(drill: Drill) -> None:
    write_backup_key(BackupKey.make(Room.CASEROOM), drill.keys / "backup-key.json")

    assert "was sealed with the key" in drill.refused()


def test_refuses_another_rooms_key(drill: Drill) -> None:
    write_backup_key(BackupKey.make(Room.CAREROOM), drill.keys / "backup-key.json")

    assert "The backup is the caseroom's and the key the careroom's" in drill.refused()


def test_refuses_a_key_that_calls_itself_by_the_right_name(drill: Drill) -> None:
    """A header that names another key does not make that key open the backup."""
    key = BackupKey.make(Room.CASEROOM)
    write_backup_key(key, drill.keys / "backup-key.json")
    named = read_header(drill.backup).key.encode()
    forged = drill.backup.read_bytes().replace(named, key.name.encode(), 1)

    assert "is damaged or cut off" in drill.of(forged).refused()


def test_refuses_a_keyring_of_another_room(drill: Drill) -> None:
    write_keyring(Keyring.make(), drill.keys / "keys.json")

    assert "does not hold the keys of this room" in drill.refused()


def test_refuses_a_keyring_whose_keys_were_turned_since(drill: Drill) -> None:
    ring = read_keyring(drill.keys / "keys.json")
    write_keyring(ring.turned().without(1), drill.keys / "keys.json")

    assert "lacks key 1" in drill.refused()


def test_refuses_keys_that_are_missing(drill: Drill) -> None:
    (drill.keys / "keys.json").unlink()

    assert "keys.json" in drill.refused()


def test_refuses_a_forged_header(drill: Drill) -> None:
    forged = drill.backup.read_bytes().replace(b'"version": "0', b'"version": "9', 1)

    assert "is damaged or cut off" in drill.of(forged).refused()


@pytest.mark.parametrize("at", [0.2, 0.5, 0.9999])
def test_refuses_a_flipped_bit(drill: Drill, at: float) -> None:
    content = bytearray(drill.backup.read_bytes())
    content[int(len(content) * at)] ^= 1

    assert "is damaged or cut off" in drill.of(bytes(content)).refused()


@pytest.mark.parametrize("left", [0.1, 0.6, 0.999])
def test_refuses_a_file_cut_off(drill: Drill, left: float) -> None:
    content = drill.backup.read_bytes()

    assert "is damaged or cut off" in drill.of(content[: int(len(content) * left)]).refused()


def test_refuses_a_file_that_is_no_backup(drill: Drill) -> None:
    assert "is no backup of a room" in drill.of(b"a note").refused()


def test_refuses_a_folder_where_something_is(room: Home, drill: Drill) -> None:
    done = replace(drill, folder=room.folder).restore()

    assert done.returncode == 1
    assert "is there already" in done.stderr
    assert NAME in in_room(room, NAMES)


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
        sealed_with=made.sealed_with,
        salt=new_salt(),
    )
    with written_archive(old, header, key):
        pass

    assert called("tick", new_caseroom.folder).returncode == 0

    assert [path.name for path in new_caseroom.backups.iterdir()] == [kept.name]
    verbs = "print(*AuditEvent.objects.values_list('verb', flat=True))"
    assert {"backup", "prune"} <= set(in_room(new_caseroom, verbs).split())


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
