"""Call the program, or a piece of code, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from commonground_web.kernel.home import Home
from commonground_web.kernel.making import room_environment

PROGRAM = (sys.executable, "-c", "from commonground.cli import main; main()")
ROOT = Path(__file__).resolve().parents[3]
PATH = os.pathsep.join([str(ROOT / "src"), str(ROOT)])

SETUP = """
import django; django.setup()
from commonground_web.kernel.audit.models import *
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import now
"""


def called(*words: object, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Call the program with these words."""
    return subprocess.run(
        [*PROGRAM, *map(str, words)],
        env=os.environ | {"PYTHONPATH": PATH},
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )


def in_room(home: Home, code: str, *, part: str = "web") -> str:
    """Run code in the process of a room, and return what it printed; fail as it fails."""
    done = subprocess.run(
        [sys.executable, "-c", SETUP + code],
        env=room_environment(home, part=part) | {"PYTHONPATH": PATH},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def leave_events(home: Home, count: int) -> None:
    """Leave so many events in a room's audit."""
    in_room(
        home,
        f"""
for number in range({count}):
    with access(Setting(actor=f"actor-{{number}}", verb="view", entity="front"), at=now()):
        pass
""",
    )
