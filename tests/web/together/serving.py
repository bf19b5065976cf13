"""A room that runs for real: its own folder, its own server on a free port, its own process."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from commonground_web.kernel.home import Home
from commonground_web.kernel.making import room_environment
from commonground_web.kernel.rooms import Room
from tests.web.home import make_test_room

STARTS_WITHIN_SECONDS = 30
"""A server that has not answered by then will not; a busy machine needs a few seconds."""

SHOWCASE = "tests.web.together.showcase.settings"
"""Settings of a room that also shows every part of a page on one page of its own."""


@dataclass(frozen=True, slots=True)
class RunningRoom:
    """A room that answers."""

    home: Home
    settings: str

    @property
    def address(self) -> str:
        """Where a browser opens it."""
        return self.home.settings.address

    def inside(self, *arguments: str) -> str:
        """Run `tests.web.together.inside` in a process of this room, and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.web.together.inside", *arguments],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert not done.returncode, done.stderr
        return done.stdout

    def cookie(self, *roles: str, agency: str = "") -> dict[str, str]:
        """Return the cookie of somebody new who has signed in and holds these roles."""
        told: dict[str, str] = json.loads(self.inside("sign-in", agency, *roles))
        return {**told, "url": self.address}

    def environment(self) -> dict[str, str]:
        """Return the environment of a process of this room."""
        return {**room_environment(self.home), "DJANGO_SETTINGS_MODULE": self.settings}


@contextmanager
def running(
    room: Room,
    folder: Path,
    *,
    engine: str = "sqlite",
    settings: str = "commonground_web.config.settings",
) -> Iterator[RunningRoom]:
    """Make a room, and serve it while the block lasts."""
    home = make_test_room(room, engine=engine, folder=folder / room, port=_free_port())
    with served(home, settings=settings, log=folder / f"{room}.log") as answers:
        yield answers


@contextmanager
def served(home: Home, *, settings: str, log: Path) -> Iterator[RunningRoom]:
    """Serve a room that is there, while the block lasts."""
    room = RunningRoom(home, settings)
    with log.open("w") as said:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "--bind", home.settings.listen),
                *("--threads", "4", "--no-control-socket", "commonground_web.config.wsgi"),
            ],
            env=room.environment(),
            stderr=said,
            stdout=said,
        )
        try:
            _wait(home, server, log=log)
            yield room
        finally:
            server.terminate()
            server.wait(timeout=STARTS_WITHIN_SECONDS)


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


def _wait(home: Home, server: subprocess.Popen[bytes], *, log: Path) -> None:
    host, _, port = home.settings.listen.partition(":")
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < until and server.poll() is None:
        connection = HTTPConnection(host, int(port), timeout=5)
        try:
            connection.request("GET", "/help/", headers={"Host": home.settings.address[7:]})
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise AssertionError(f"The {home.settings.room} does not answer:\n{log.read_text()}")
