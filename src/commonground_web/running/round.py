"""One round: the clocks of rooms, what waits between them, and the clocks of who received it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from commonground_web.kernel.home import Home
from commonground_web.running.children import carrier_environment, own_environment

CLOCKWORK = ("-m", "commonground_web.running.clockwork", "--once")
CARRIER = ("-m", "commonground_web.valves.carrying")


def go_round(homes: Sequence[Home], *, carriage: Path | None) -> int:
    """Do the round, each part in a process of its own; one that fails does not stop the others.

    Parameters
    ----------
    homes
        The rooms.
    carriage
        Settings of the carrier beside them; None where none runs here.

    Returns
    -------
    int
        1 where somebody should look, else 0.
    """
    codes = [_run(CLOCKWORK, own_environment(home)) for home in homes]
    if carriage is not None:
        codes.append(_run([*CARRIER, str(carriage)], carrier_environment()))
        codes += [_run(CLOCKWORK, own_environment(home)) for home in homes]
    return int(any(codes))


def _run(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - ours
