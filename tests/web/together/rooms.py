"""Three rooms at once for a test, each in processes of its own.

`make_rooms` makes them on one engine and introduces them. `rooms.run(Room.COMMONS, step, ...)`
calls a function of a module of tests in a new process of that room, with arguments and a result in
JSON; the function imports what is Django's only once it is called.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg

from commonground_web.kernel.home import PARTS, Home, Served
from commonground_web.kernel.making import room_environment
from commonground_web.kernel.rooms import Room
from commonground_web.valves.carrying.carrier import Carriage, carry_once
from commonground_web.valves.carrying.reaches import reaches_of
from commonground_web.valves.peers import introduce
from tests.web.home import SERVER, make_test_room

FIRST_PORT = 8441


@dataclass(frozen=True, slots=True)
class Rooms:
    """Three rooms that know each other's cards."""

    homes: Mapping[Room, Home]

    @property
    def engine(self) -> str:
        """The engine that all three are on."""
        return self.homes[Room.COMMONS].settings.database.engine

    def run(self, room: Room, step: Callable[..., Any], **given: object) -> Any:
        """Call a function in a new process of a room, and return what it returned."""
        done = subprocess.run(
            [sys.executable, "-m", __name__, f"{step.__module__}:{step.__qualname__}"],
            # Sets come in the same order in every process, so that two answers can be compared.
            env={**room_environment(self.homes[room]), "PYTHONHASHSEED": "0"},
            input=json.dumps(given),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        with self.log(room).open("a") as log:
            log.write(done.stderr)
        return json.loads(done.stdout.splitlines()[-1])

    def log(self, room: Room) -> Path:
        """Return where what a room's processes say is kept."""
        path = self.homes[room].folder.with_suffix(".log")
        path.touch()
        return path

    def carry(self, at: Any) -> list[Carriage]:
        """Carry once on every way."""
        return carry_once(reaches_of(self.homes.values()), at=at)

    def keep(self, room: Room) -> None:
        """Keep a room's database as it is, as a backup would."""
        home = self.homes[room]
        if isinstance(home.settings.database, Served):
            name = home.settings.database.name
            _on_server(f'CREATE DATABASE "{name}_kept" TEMPLATE "{name}"')
        else:
            shutil.copy(home.database, f"{home.database}.kept")

    def restore(self, room: Room) -> None:
        """Put what was kept of a room in the place of its database."""
        home = self.homes[room]
        if isinstance(served := home.settings.database, Served):
            roles = ", ".join(f'"{getattr(served, part)}"' for part in PARTS)
            _on_server(
                f'DROP DATABASE "{served.name}" WITH (FORCE)',
                f'ALTER DATABASE "{served.name}_kept" RENAME TO "{served.name}"',
                f'REVOKE ALL ON DATABASE "{served.name}" FROM PUBLIC',
                f'GRANT CONNECT ON DATABASE "{served.name}" TO {roles}',
            )
        else:
            for ending in ("-wal", "-shm"):
                Path(f"{home.database}{ending}").unlink(missing_ok=True)
            shutil.move(f"{home.database}.kept", home.database)


def make_rooms(folder: Path, *, engine: str) -> Rooms:
    """Make the three rooms on one engine, and introduce them to each other."""
    homes = {
        room: make_test_room(room, engine=engine, folder=folder / room, port=FIRST_PORT + number)
        for number, room in enumerate(Room)
    }
    introduce(list(homes.values()))
    return Rooms(homes)


def _on_server(*statements: str) -> None:
    with psycopg.connect(os.environ[SERVER], autocommit=True) as server:
        for statement in statements:
            server.execute(statement)


def _step(named: str) -> None:
    import django

    django.setup()
    module, _, name = named.partition(":")
    result = getattr(import_module(module), name)(**json.load(sys.stdin))
    sys.stdout.write(f"\n{json.dumps(result)}\n")


if __name__ == "__main__":
    _step(sys.argv[1])
