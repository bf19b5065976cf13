"""The clocks of one room, once a minute: `python -m commonground_web.running.clockwork`."""

from __future__ import annotations

import logging
import signal
import sys
import threading

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.clock import now
from commonground_web.kernel.home import this_home
from commonground_web.running.lifeline import REFUSED, hold_on, say_ready

EVERY_S = 60

log = logging.getLogger("commonground.clocks")


def main() -> int:
    """Run the clocks until told to stop; what one has begun is finished first."""
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    hold_on()
    try:
        this_home()
    except CommonGroundError as error:
        sys.stderr.write(f"Error: {error}\n")
        return REFUSED
    import django

    django.setup()
    say_ready()
    while not stopping.is_set():
        _tick()
        stopping.wait(EVERY_S)
    return 0


def _tick() -> None:
    from django.db import DatabaseError, InterfaceError, connections

    from commonground_web.kernel.clocks import room_clocks, run_clocks

    try:
        run_clocks(room_clocks(), at=now())
    except (DatabaseError, InterfaceError) as error:
        log.error("the clocks did not run: the database said %s", type(error).__name__)  # noqa: TRY400 - a room that is down says so each minute
    finally:
        connections.close_all()


if __name__ == "__main__":
    sys.exit(main())
