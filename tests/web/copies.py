"""A copy of a room's database, so that tests side by side do not meet."""

import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from commonground_web.kernel.home import PARTS, Home
from tests.web.home import SERVER


def move_into_copied_home(folder: Path) -> None:
    """Let this process find keys, files and mail in a copy of the room's folder."""
    home: Home = settings.ROOM_HOME
    shutil.copytree(home.folder, folder, ignore=shutil.ignore_patterns("static", "room.sqlite3*"))
    copied = replace(home, folder=folder)
    settings.ROOM_HOME = copied
    settings.MEDIA_ROOT = copied.media
    settings.EMAIL_FILE_PATH = folder / "mail"


def copied_database(connection: BaseDatabaseWrapper, *, folder: Path) -> Iterator[None]:
    """Connect to a copy while the block lasts."""
    original = connection.settings_dict["NAME"]
    connection.close()
    if connection.vendor == "sqlite":
        copy = folder / "room.sqlite3"
        shutil.copy(original, copy)
        connection.settings_dict["NAME"] = copy
        yield
        connection.close()
    else:
        name = f"cg_copy_{secrets.token_hex(4)}"
        web = connection.settings_dict["USER"]
        roles = [f"{web.removesuffix('_web')}_{part}" for part in PARTS]
        with psycopg.connect(os.environ[SERVER], autocommit=True) as server:
            server.execute("SELECT pg_advisory_lock(1)")
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{original}"')
            server.execute("SELECT pg_advisory_unlock(1)")
            for role in roles:
                server.execute(f'GRANT CONNECT ON DATABASE "{name}" TO "{role}"')
            server.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
            connection.settings_dict["NAME"] = name
            yield
            connection.close()
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    connection.settings_dict["NAME"] = original
