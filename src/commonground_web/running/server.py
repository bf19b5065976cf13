"""The server of one room: `python -m commonground_web.running.server` in the room's environment."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.databases import NoAnswer, require_answer
from commonground_web.kernel.home import Home, this_home
from commonground_web.running.lifeline import LATER, REFUSED, hold_on, say_ready

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_WORKERS = 4
THREADS = 4
"""Requests that one worker answers at once; they wait for the database most of the time."""

STUCK_S = 60
"""After so long without a sign of life a worker is replaced."""

LAST_ANSWERS_S = 10
"""How long requests that are under way may take once the server is told to stop."""

REQUESTS_PER_WORKER = 10_000
"""After about so many requests a worker is replaced, so that nothing piles up in it."""


class PortTaken(CommonGroundError):
    """An address to listen at that another program holds."""


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn with the room's options; no file or environment variable of its own is read."""

    def __init__(self, home: Home, application: Callable[..., Any]) -> None:
        self._home = home
        self._application = application
        super().__init__()

    def load_config(self) -> None:
        """Set the options."""
        for name, value in options(self._home).items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """Return what answers requests."""
        return self._application


def options(home: Home) -> dict[str, Any]:
    """Return gunicorn's options for a room.

    There is no access log: the audit says who did what, and paths may hold one-time links. Only
    errors are logged, since a warning of a malformed request would quote it.
    """
    proxy = str(home.settings.proxy)
    in_memory = Path("/dev/shm")  # noqa: S108 - only where workers leave signs of life
    return {
        "bind": home.settings.listen,
        "worker_class": "gthread",
        "workers": min(max(2, os.cpu_count() or 1), MOST_WORKERS),
        "threads": THREADS,
        "preload_app": True,
        "timeout": STUCK_S,
        "graceful_timeout": LAST_ANSWERS_S,
        "max_requests": REQUESTS_PER_WORKER,
        "max_requests_jitter": REQUESTS_PER_WORKER // 10,
        "worker_tmp_dir": str(in_memory) if in_memory.is_dir() else None,
        "umask": 0o077,
        "accesslog": None,
        "loglevel": "error",
        # Whose word on the scheme is taken: the proxy's alone, and nobody's where there is none.
        "forwarded_allow_ips": proxy,
        "secure_scheme_headers": {"X-FORWARDED-PROTO": "https"} if proxy else {},
        "forwarder_headers": "",
        # Its place is the same for all servers of a user, and nobody here talks to it.
        "control_socket_disable": True,
        "when_ready": lambda _arbiter: say_ready(),
    }


def main() -> int:
    """Look whether the room is sound, collect its static files, and serve it until told to stop."""
    hold_on()
    try:
        home = this_home()
        _refuse_a_taken_port(home.settings.listen)
        application = _application(home)
    except CommonGroundError as error:
        sys.stderr.write(f"Error: {error}\n")
        return LATER if isinstance(error, NoAnswer) else REFUSED
    Server(home, application).run()
    return 0


def _application(home: Home) -> Callable[..., Any]:
    import django

    django.setup()
    from django.db import connections

    from commonground_web.kernel.checking import require_sound
    from commonground_web.running.static import collect_static

    require_answer()
    require_sound(home)
    collect_static()
    # Workers are forked off this process; none may share a connection with another.
    connections.close_all()
    from commonground_web.config.wsgi import application

    return application


def _refuse_a_taken_port(listen: str) -> None:
    host, _, port = listen.rpartition(":")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host.strip("[]"), int(port)))
        except OSError as error:
            raise PortTaken(
                f"{listen} cannot be listened at ({error.strerror}). Stop what holds it, or change "
                "`listen` in room.toml."
            ) from error


if __name__ == "__main__":
    sys.exit(main())
