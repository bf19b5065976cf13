"""A demo for tests: made by the program, opened by the program, each from outside.

Making one takes a minute. So tests that need one as it was made take a copy of one that all of
them share, with ports of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from commonground_web.demo.marks import Mark, write_mark
from commonground_web.kernel.home import Home
from commonground_web.kernel.private import read_private
from commonground_web.kernel.rooms import Room
from tests.web.home import SERVER, make_once
from tests.web.together.calling import PATH, PROGRAM, called

PATIENCE_S = 60
MAKING_S = 400
"""Far longer than it takes on a quiet machine, which is under a minute."""
TRIES = 50


@dataclass(frozen=True)
class OpenDemo:
    """A demo whose rooms answer."""

    folder: Path
    process: subprocess.Popen[str]
    addresses: dict[Room, str] = field(default_factory=dict)


def three_free_ports() -> int:
    """Return the first of three ports in a row that nothing listens at."""
    for _ in range(TRIES):
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            first: int = trial.getsockname()[1]
        if first + len(Room) < 65_535 and are_free(range(first, first + len(Room))):
            return first
    raise AssertionError("no three free ports in a row")


def are_free(ports: range) -> bool:
    """Say whether nothing listens at any of these ports."""
    with ExitStack() as held:
        for port in ports:
            trial = held.enter_context(socket.socket())
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True


def make(folder: Path, *, port: int, engine: str = "sqlite") -> subprocess.CompletedProcess[str]:
    """Make a demo in a folder, as `make demo` does; on PostgreSQL where that is asked for."""
    on = ("--postgres", os.environ[SERVER]) if engine == "postgresql" else ()
    return called("room", "demo", folder, "--port", port, *on, timeout=MAKING_S)


def give(folder: Path, *, like: Path, engine: str = "sqlite") -> None:
    """Give a demo in a folder, at ports of its own.

    Parameters
    ----------
    folder
        Where it is to be.
    like
        Where the one lies that all processes copy; it is made when the first of them asks.
    engine
        On PostgreSQL nothing is copied, and a demo is made.
    """
    if engine == "postgresql":
        _made(folder, engine=engine)
        return
    make_once(like, lambda: _made(like))
    _copy(like, folder)


def _made(folder: Path, *, engine: str = "sqlite") -> None:
    done = make(folder, port=three_free_ports(), engine=engine)
    assert done.returncode == 0, done.stderr


def _copy(made: Path, folder: Path) -> None:
    shutil.copytree(made, folder)
    first = three_free_ports()
    ports = dict(zip(_ports(made), range(first, first + len(Room)), strict=True))
    for path in (*folder.glob("*/room.toml"), folder / "valve.toml"):
        text = path.read_text().replace(str(made), str(folder))
        path.write_text(_moved(text, ports))
    for room in Room:
        home = Home.read(folder / room)
        mark = json.loads(read_private(home.demo_mark))["mark"]
        write_mark(home, Mark.model_validate_json(_moved(mark, ports)))


def _ports(made: Path) -> list[str]:
    return [Home.read(made / room).settings.listen.rpartition(":")[2] for room in Room]


def _moved(text: str, ports: Mapping[str, int]) -> str:
    for old, new in ports.items():
        text = text.replace(f":{old}", f":{new}")
    return text


@contextmanager
def opened(folder: Path, *, log: Path) -> Iterator[OpenDemo]:
    """Open the rooms of a demo that are there, as `make up` does; Ctrl-C ends it with the block."""
    rooms = [room for room in Room if (folder / room).is_dir()]
    with log.open("w") as said:
        process = subprocess.Popen(
            [*PROGRAM, "up", str(folder)],
            env=os.environ | {"PYTHONPATH": PATH},
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
        try:
            assert process.stdout is not None
            addresses = {room: Home.read(folder / room).settings.address for room in rooms}
            waited_for = set(addresses.values())
            for line in process.stdout:
                waited_for -= {*line.split()}
                if not waited_for:
                    break
            assert not waited_for, log.read_text()
            yield OpenDemo(folder, process, addresses)
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=PATIENCE_S)
