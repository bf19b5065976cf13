"""The carrier beside the rooms: `python -m commonground_web.running.carriage VALVE_TOML`."""

from __future__ import annotations

import signal
import sys

from commonground_web.running.lifeline import hold_on, say_ready
from commonground_web.valves.carrying.__main__ import main as carry

EVERY_S = "5"


def main(valve_toml: str) -> int:
    """Carry every few seconds until told to stop; it may be stopped at any moment."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    hold_on()
    say_ready()
    return carry([valve_toml, "--every", EVERY_S])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
