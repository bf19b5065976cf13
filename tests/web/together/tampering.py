"""Change a room's database behind its back, as whoever owns the machine could."""

import os
import secrets
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg

from commonground_web.kernel.home import PARTS, Home, Served
from tests.web.home import SERVER


def copy_of(home: Home, folder: Path) -> Home:
    """Return a copy of a room, with a database of its own."""
    shutil.copytree(home.folder, folder)
    served = home.settings.database
    if isinstance(served, Served):
        name = f"{served.name}_{secrets.token_hex(3)}"
        with psycopg.connect(os.environ[SERVER], autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{served.name}"'.encode())
            for part in PARTS:
                role = getattr(served, part)
                server.execute(f'GRANT CONNECT ON DATABASE "{name}" TO "{role}"'.encode())
            server.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC'.encode())
        toml = folder / "room.toml"
        toml.write_text(toml.read_text().replace(f'name = "{served.name}"', f'name = "{name}"'))
    return Home.read(folder)


def tamper(home: Home, *statements: str) -> None:
    """Run statements that nothing refuses."""
    served = home.settings.database
    if isinstance(served, Served):
        with psycopg.connect(os.environ[SERVER], dbname=served.name) as server:
            server.execute("SET session_replication_role = replica")
            for statement in statements:
                server.execute(statement.encode())
        return
    with closing(sqlite3.connect(home.database)) as file:
        triggers = file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        held = triggers.fetchall()
        for name, _ in held:
            file.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            file.execute(statement)
        for _, made_by in held:
            file.execute(made_by)
        file.commit()
