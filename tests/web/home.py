"""Make a room for tests: `python -m tests.web.home ROOM ENGINE FOLDER`."""

import fcntl
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg

from commonground_web.kernel.databases import KEPT_OUT_OF_LOGS
from commonground_web.kernel.home import PARTS, Embedded, Home, RoomSettings, Served
from commonground_web.kernel.making import make_room, room_environment
from commonground_web.kernel.rooms import Room

SERVER = "COMMONGROUND_TEST_POSTGRES"
"""Environment variable with a superuser's connection; `scripts/with-postgres` sets it."""


TEMPLATES = "COMMONGROUND_TEST_TEMPLATES"
"""Environment variable with a folder where each room lies made once, for all others to be copied;
where it is not set, each is made."""

TEMPLATE_PORT = 8440


def make_test_room(room: Room, *, engine: str, folder: Path, port: int = TEMPLATE_PORT) -> Home:
    """Make a room on one of the engines; each has a database of its own."""
    templates = os.environ.get(TEMPLATES)
    if not templates:
        return _made(room, engine=engine, folder=folder, port=port)
    like = Path(templates) / engine / room
    make_once(like, lambda: _made(room, engine=engine, folder=like, port=TEMPLATE_PORT))
    home = copy_of(Home.read(like), folder)
    toml = folder / "room.toml"
    toml.write_text(toml.read_text().replace(f":{TEMPLATE_PORT}", f":{port}"))
    return Home.read(home.folder)


def make_once(path: Path, make: Callable[[], object]) -> None:
    """Have something made by the first of all processes that asks; the others wait for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with (path.parent / f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            make()


def _made(room: Room, *, engine: str, folder: Path, port: int) -> Home:
    settings = RoomSettings(
        room=room,
        address=f"http://{room}.localhost:{port}",
        listen=f"127.0.0.1:{port}",
        time_zone="America/New_York",
        database=served(room) if engine == "postgresql" else Embedded(),
    )
    home = make_room(folder, settings, admin=os.environ.get(SERVER))
    collect_static(home)
    return home


def copy_of(home: Home, folder: Path) -> Home:
    """Return a copy of a room, with a database of its own and the same keys and roles."""
    shutil.copytree(home.folder, folder)
    original = home.settings.database
    if isinstance(original, Served):
        name = f"{original.name.rpartition('_')[0]}_{secrets.token_hex(4)}"
        _copy_database(original, name)
        toml = folder / "room.toml"
        toml.write_text(toml.read_text().replace(f'name = "{original.name}"', f'name = "{name}"'))
    return Home.read(folder)


def _copy_database(original: Served, name: str) -> None:
    """Copy a database, with what PostgreSQL does not take along: who may connect, and settings."""
    with psycopg.connect(os.environ[SERVER], autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{original.name}"'.encode())
        server.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC'.encode())
        for part in PARTS:
            role = getattr(original, part)
            server.execute(f'GRANT CONNECT ON DATABASE "{name}" TO "{role}"'.encode())
        for setting, value in KEPT_OUT_OF_LOGS.items():
            server.execute(f"ALTER DATABASE \"{name}\" SET {setting} = '{value}'".encode())


def collect_static(home: Home) -> None:
    """Collect the static files of a room, as `commonground up` does."""
    subprocess.run(
        [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"],
        env=room_environment(home),
        check=True,
    )


def served(room: Room) -> Served:
    """Return the settings of a new database on the tests' server."""
    told = dict(part.split("=") for part in os.environ[SERVER].split())
    name = f"cg_{room}_{secrets.token_hex(4)}"
    return Served(
        engine="postgresql",
        name=name,
        host=told["host"],
        port=int(told["port"]),
        owner=f"{name}_owner",
        web=f"{name}_web",
        valve=f"{name}_valve",
        backup=f"{name}_backup",
    )


if __name__ == "__main__":
    make_test_room(Room(sys.argv[1]), engine=sys.argv[2], folder=Path(sys.argv[3]))
