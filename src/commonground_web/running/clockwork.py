"""The clocks of one room: `python -m commonground_web.running.clockwork [--once]`.

Once a minute, until told to stop; or once, for whoever calls it by a clock of their own.
"""

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


def once() -> int:
    """Run the clocks once; return 1 if any failed, and say which."""
    import django

    try:
        this_home()
        django.setup()
        from commonground_web.kernel.databases import require_answer

        require_answer()
    except CommonGroundError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 1
    from commonground_web.kernel.clocks import room_clocks, run_clocks

    failed = run_clocks(room_clocks(), at=now())
    if failed is None:
        sys.stdout.write("Another process is running the clocks of this room; nothing was done.\n")
    elif failed:
        sys.stderr.write(f"Failed: {', '.join(failed)}. The others ran; see above why.\n")
    return int(bool(failed))


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
    sys.exit(once() if "--once" in sys.argv[1:] else main())
