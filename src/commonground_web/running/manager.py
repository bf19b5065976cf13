"""Tell the service manager that started us that the rooms are open, where one wants to know."""

from __future__ import annotations

import os
import socket

VARIABLE = "NOTIFY_SOCKET"
"""Environment variable in which systemd names its socket, to a unit of `Type=notify`."""


def say_open() -> None:
    """Say that what was started does its work now."""
    address = os.environ.get(VARIABLE, "")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.connect(address.replace("@", "\0", 1) if address.startswith("@") else address)
        line.sendall(b"READY=1")
