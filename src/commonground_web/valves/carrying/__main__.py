"""Run the carrier: `python -m commonground_web.valves.carrying VALVE_TOML [--every SECONDS]`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.clock import now
from commonground_web.kernel.home import PART
from commonground_web.kernel.rooms import VARIABLE
from commonground_web.valves.carrying.carrier import Carriage, carry_once, troubles
from commonground_web.valves.carrying.reaches import read_reaches
from commonground_web.valves.ways import Way


class NotTheCarrier(CommonGroundError):
    """A process that was told to be a room, and asked to carry."""


def main(arguments: list[str]) -> int:
    """Carry once, or again and again; return 1 if the last time somebody should look.

    Trouble that lasts is told once, and again after it was gone.
    """
    parser = argparse.ArgumentParser(prog="carrier", description="Carry messages between rooms.")
    parser.add_argument("settings", type=Path, help="valve.toml: where the rooms' boxes are")
    parser.add_argument("--every", type=float, metavar="SECONDS", help="go on until stopped")
    asked = parser.parse_args(arguments)
    try:
        _require_no_room()
        return _run(asked.settings, every=asked.every)
    except CommonGroundError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 0


def _run(settings: Path, *, every: float | None) -> int:
    said: dict[Way, str] = {}
    while True:
        carriages = carry_once(read_reaches(settings), at=now())
        for carriage in news(carriages, said):
            sys.stdout.write(f"{carriage}\n")
        sys.stdout.flush()
        if every is None:
            return 1 if troubles(carriages) else 0
        time.sleep(every)


def news(carriages: Iterable[Carriage], said: dict[Way, str]) -> Iterator[Carriage]:
    """Yield the carriages to tell of: what was carried, and trouble that was not told before.

    Parameters
    ----------
    carriages
        Those of one round.
    said
        Way to the trouble that was told of it; is brought up to date.
    """
    for carriage in carriages:
        trouble = carriage.trouble or ("turned away" if carriage.turned_away else "")
        if carriage.carried or trouble != said.get(carriage.way, ""):
            yield carriage
        said[carriage.way] = trouble


def _require_no_room() -> None:
    if os.environ.get(VARIABLE) or os.environ.get(PART, "valve") != "valve":
        raise NotTheCarrier(
            f"{VARIABLE} is set, or {PART} is not valve: the carrier is a process of its own and "
            "no room. Run it without them."
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
