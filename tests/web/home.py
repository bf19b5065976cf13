"""Make a room for tests: `python -m tests.web.home ROOM ENGINE FOLDER`."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

from commonground_web.kernel.home import Embedded, Home, RoomSettings, Served
from commonground_web.kernel.making import make_room, room_environment
from commonground_web.kernel.rooms import Room

SERVER = "COMMONGROUND_TEST_POSTGRES"
"""Environment variable with a superuser's connection; `scripts/with-postgres` sets it."""


def make_test_room(room: Room, *, engine: str, folder: Path, port: int = 8440) -> Home:
    """Make a room on one of the engines; each has a database and roles of its own."""
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
