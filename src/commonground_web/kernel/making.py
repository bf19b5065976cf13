"""Make a room: its folder with secrets and keys, and on PostgreSQL its roles and database."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.databases import drop_database, make_database
from commonground_web.kernel.fields.backup_key import BackupKey, write_backup_key
from commonground_web.kernel.fields.keyring import Keyring, write_keyring
from commonground_web.kernel.home import (
    PART,
    PARTS,
    VARIABLE,
    Home,
    RoomSettings,
    Served,
    UnusableHome,
)
from commonground_web.kernel.private import write_private
from commonground_web.kernel.rooms import VARIABLE as ROOM_VARIABLE
from commonground_web.kernel.valve_keys import FILE as VALVE_KEYS
from commonground_web.kernel.valve_keys import ValveKey, write_valve_keys

SECRET_BYTES = 48


class RoomExists(CommonGroundError):
    """A folder that holds a room, or something else, already."""


class Unmigrated(CommonGroundError):
    """A database whose tables could not be made."""


def make_room(folder: Path, settings: RoomSettings, *, admin: str | None = None) -> Home:
    """Make a room's folder and its empty database, and bring its tables into being.

    Parameters
    ----------
    folder
        Where the room is to live; must not be there yet.
    settings
        What `room.toml` is to say.
    admin
        Connection string of a superuser of the PostgreSQL server, where the room is served.

    Returns
    -------
    Home
        The room, ready to be opened.

    Raises
    ------
    RoomExists
        If the folder is there.
    UnusableHome
        If the folder cannot be made.
    Unmigrated
        If its tables could not be made; what was begun is taken away again.
    """
    if folder.exists():
        raise RoomExists(f"{folder} is there already; a room is made in a folder of its own.")
    if isinstance(settings.database, Served) and admin is None:
        raise Unmigrated("A room on PostgreSQL needs the connection of a superuser once.")
    make_folder(folder)
    try:
        home = write_folder(folder, settings)
        write_keyring(Keyring.make(), home.keyring)
        write_backup_key(BackupKey.make(settings.room), home.backup_key)
        write_valve_keys((ValveKey.make(),), folder / VALVE_KEYS)
        with room_database(home, admin=admin):
            migrate_room(home)
    except BaseException:
        shutil.rmtree(folder)
        raise
    return home


def make_folder(folder: Path) -> None:
    """Make the folder that a room is to live in.

    Raises
    ------
    UnusableHome
        If it cannot be made there.
    """
    try:
        folder.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise UnusableHome(f"{folder} cannot be made: {error.strerror}.") from error


@contextmanager
def room_database(home: Home, *, admin: str | None) -> Iterator[None]:
    """Make a room's empty database where it is served, and take it away if the block fails."""
    served = home.settings.database
    if not isinstance(served, Served) or admin is None:
        yield
        return
    passwords = {part: home.secret(part)["password"] for part in PARTS}
    make_database(served, passwords=passwords, admin=admin)
    try:
        yield
    except BaseException:
        drop_database(served, admin=admin)
        raise


def migrate_room(home: Home) -> None:
    """Bring a room's tables to what this version needs, as their owner.

    Raises
    ------
    Unmigrated
        If the migration failed; Django says why.
    """
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        env=room_environment(home, part="owner"),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Unmigrated(
            f"The tables of {home.folder} could not be made:\n{_why(done.stderr.strip())}"
        )


def _why(said: str) -> str:
    """Return what Django said; of a database that does not answer the last words are enough."""
    _, found, words = said.rpartition("django.db.utils.OperationalError: ")
    return words if found else said


def room_environment(home: Home, *, part: str = "web") -> dict[str, str]:
    """Return the environment of a process of a room; it names that room and no other."""
    return {
        **os.environ,
        ROOM_VARIABLE: home.settings.room,
        VARIABLE: str(home.folder),
        PART: part,
        "DJANGO_SETTINGS_MODULE": "commonground_web.config.settings",
    }


def write_folder(folder: Path, settings: RoomSettings) -> Home:
    """Write a room's settings, new secrets and empty folders; its keys are written apart."""
    (folder / "room.toml").write_text(_toml(settings))
    held = folder / "secrets"
    held.mkdir(mode=0o700)
    secret_key = secrets.token_urlsafe(SECRET_BYTES)
    for part in PARTS:
        content = {"password": secrets.token_urlsafe(SECRET_BYTES)}
        if part in {"web", "owner"}:
            content["secret_key"] = secret_key
        write_private(held / f"{part}.json", json.dumps(content))
    for name in ("media", "backups", "mail"):
        (folder / name).mkdir(mode=0o700)
    return Home.read(folder)


def _toml(settings: RoomSettings) -> str:
    said = settings.model_dump(mode="json")
    tables = {name: value for name, value in said.items() if isinstance(value, dict)}
    lines = [f"{name} = {json.dumps(value)}" for name, value in said.items() if name not in tables]
    for table, fields in tables.items():
        lines += ["", f"[{table}]"]
        lines += [f"{name} = {json.dumps(value)}" for name, value in fields.items()]
    return "\n".join(lines) + "\n"
