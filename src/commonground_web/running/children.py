"""One process of a room, started in an environment and a session of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from commonground_web.kernel.home import PART, VARIABLE, Home
from commonground_web.kernel.making import room_environment
from commonground_web.kernel.rooms import VARIABLE as ROOM
from commonground_web.running import lifeline

OF_ROOMS = frozenset({ROOM, VARIABLE, PART, "DJANGO_SETTINGS_MODULE"})
PASSED_ON = OF_ROOMS | frozenset(
    {
        "HOME", "LANG", "LANGUAGE", "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH",
        "SSL_CERT_DIR", "SSL_CERT_FILE", "TMPDIR", "TZ", "VIRTUAL_ENV",
    }
)  # fmt: skip
"""All that a room's process learns, but for the language: nothing of another room."""


def own_environment(home: Home) -> dict[str, str]:
    """Return what a process of a room learns from the environment."""
    return {
        name: value
        for name, value in room_environment(home).items()
        if name in PASSED_ON or name.startswith("LC_")
    }


def carrier_environment() -> dict[str, str]:
    """Return what the carrier, which is no room, learns from the environment."""
    held = {name: os.environ[name] for name in PASSED_ON - OF_ROOMS if name in os.environ}
    return {**held, PART: "valve"}


@dataclass(slots=True)
class Child:
    """A process of a room that is running, or was."""

    process: subprocess.Popen[bytes]
    line: socket.socket
    is_ready: bool = False

    @classmethod
    def start(cls, arguments: Sequence[str], environment: Mapping[str, str]) -> Child:
        """Start a program of ours, with this environment and no more."""
        ours, theirs = socket.socketpair()
        ours.settimeout(0)
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - a module of ours
                [sys.executable, *arguments],
                env={**environment, lifeline.VARIABLE: str(theirs.fileno())},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        return cls(process, ours)

    def code(self) -> int | None:
        """Return the exit code of a process that has ended."""
        return self.process.poll()

    def became_ready(self) -> bool:
        """Say, once, that the process has begun its work."""
        if self.is_ready:
            return False
        with suppress(BlockingIOError, ConnectionError):
            self.is_ready = self.line.recv(1) == lifeline.READY
        return self.is_ready

    def ask_to_stop(self) -> None:
        """Ask the process to finish what it does, and end."""
        if self.code() is None:
            self.process.terminate()

    def sweep(self) -> None:
        """Kill whatever is left of the process and of those that it started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.line.close()
