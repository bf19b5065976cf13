"""What ties a process of a room to the one that started it: a socket between the two.

The child says over it that it is ready, and ends when it breaks: whatever becomes of the parent,
killed as it may be, no server is left behind.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from contextlib import suppress

VARIABLE = "COMMONGROUND_LIFELINE"
"""Environment variable that holds the number of the child's end."""

READY = b"r"

REFUSED = 78
"""Exit code of a process that will not run whatever is tried: its room is not sound."""

LATER = 75
"""Exit code of a process that cannot run now: the room's database does not answer."""


def hold_on() -> None:
    """End this process, as a polite signal would, once its parent is gone."""
    if (line := _line()) is not None:
        threading.Thread(target=_wait, args=[line], daemon=True).start()


def say_ready() -> None:
    """Tell the parent that the work has begun."""
    if (line := _line()) is not None:
        line.send(READY)


def _line() -> socket.socket | None:
    number = os.environ.get(VARIABLE)
    return socket.socket(fileno=os.dup(int(number))) if number else None


def _wait(line: socket.socket) -> None:
    # A parent that is killed before it read what was said resets the line instead of ending it.
    with suppress(ConnectionResetError):
        if line.recv(1):
            return
    os.kill(os.getpid(), signal.SIGTERM)
