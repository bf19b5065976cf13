"""Make a room: its folder with secrets and keys, and on PostgreSQL its roles and database."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg import sql

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.fields.keyring import Keyring, write_keyring
from commonground_web.kernel.home import PART, VARIABLE, Home, RoomSettings, Served
from commonground_web.kernel.rooms import VARIABLE as ROOM_VARIABLE

SECRET_BYTES = 32
PARTS = ("owner", "web", "valve", "backup")


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
    Unmigrated
        If its tables could not be made; what was begun is taken away again.
    """
    if folder.exists():
        raise RoomExists(f"{folder} is there already; a room is made in a folder of its own.")
    if isinstance(settings.database, Served) and admin is None:
        raise Unmigrated("A room on PostgreSQL needs the connection of a superuser once.")
    folder.mkdir(mode=0o700, parents=True)
    try:
        passwords = _write_folder(folder, settings)
        home = Home.read(folder)
        if isinstance(settings.database, Served) and admin is not None:
            _make_database(settings.database, passwords=passwords, admin=admin)
        migrate_room(home)
    except BaseException:
        shutil.rmtree(folder)
        raise
    return home


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
        raise Unmigrated(f"The tables of {home.folder} could not be made:\n{done.stderr.strip()}")


def room_environment(home: Home, *, part: str = "web") -> dict[str, str]:
    """Return the environment of a process of a room; it names that room and no other."""
    return {
        **os.environ,
        ROOM_VARIABLE: home.settings.room,
        VARIABLE: str(home.folder),
        PART: part,
        "DJANGO_SETTINGS_MODULE": "commonground_web.config.settings",
    }


def _write_folder(folder: Path, settings: RoomSettings) -> dict[str, str]:
    passwords = {part: secrets.token_urlsafe(SECRET_BYTES) for part in PARTS}
    (folder / "room.toml").write_text(_toml(settings))
    write_keyring(Keyring.make(), folder / "keys.json")
    held = folder / "secrets"
    held.mkdir(mode=0o700)
    for part, password in passwords.items():
        content = {"password": password}
        if part in {"web", "owner"}:
            content["secret_key"] = passwords["web"] + settings.room
        path = held / f"{part}.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps(content))
    for name in ("media", "backups", "mail"):
        (folder / name).mkdir(mode=0o700)
    return passwords


def _toml(settings: RoomSettings) -> str:
    said = settings.model_dump(mode="json")
    tables = {name: value for name, value in said.items() if isinstance(value, dict)}
    lines = [f"{name} = {json.dumps(value)}" for name, value in said.items() if name not in tables]
    for table, fields in tables.items():
        lines += ["", f"[{table}]"]
        lines += [f"{name} = {json.dumps(value)}" for name, value in fields.items()]
    return "\n".join(lines) + "\n"


def _make_database(served: Served, *, passwords: dict[str, str], admin: str) -> None:
    roles = {part: getattr(served, part) for part in PARTS}
    with psycopg.connect(admin, autocommit=True) as connection:
        for part, role in roles.items():
            rights = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION"
            rights += " BYPASSRLS" if part == "backup" else " NOBYPASSRLS"
            connection.execute(
                sql.SQL("CREATE ROLE {} {} PASSWORD {}").format(
                    sql.Identifier(role), sql.SQL(rights), sql.Literal(passwords[part])
                )
            )
        database = sql.Identifier(served.name)
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                database, sql.Identifier(roles["owner"])
            )
        )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        everyone = sql.SQL(", ").join(map(sql.Identifier, roles.values()))
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, everyone))
    with psycopg.connect(admin, dbname=served.name, autocommit=True) as connection:
        connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        connection.execute(
            sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(roles["owner"]))
        )
        others = sql.SQL(", ").join(sql.Identifier(roles[part]) for part in PARTS[1:])
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(others))
