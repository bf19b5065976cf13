"""What the demo does inside a room: `python -m commonground_web.demo.playing begin|act|end|tick`.

Each is a process that is that room and no other. It is told by standard input in JSON, and answers
so on the last line of its output.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from typing import Any

import django

ACTOR = "system:demo"
FIRST_ACT = "demo.begun"

PUBLISHES_AT, RECEIVES_AT = 0, 1
"""Hours of the day on which the next act begins: what the first sends, the second brings."""


def begin(*, at: datetime) -> str:
    """Begin the audit of an empty room with the demo's own event, and return the hash of its link.

    Raises
    ------
    RuntimeError
        If the room has an audit already: then it is no demo's, and never will be.
    """
    from commonground_web.kernel.audit.models import AuditEvent, AuditSeal
    from commonground_web.kernel.audit.opening import Setting, access

    if AuditEvent.objects.exists():
        raise RuntimeError("this room has an audit already; the demo makes rooms of its own")
    with access(Setting(actor=ACTOR, verb="begin", entity="demo"), at=at) as opened:
        opened.acts.append(FIRST_ACT)
    return str(AuditSeal.objects.get(seq=1).hash)


def act(
    *, at: datetime, scenes: list[list[Any]], until: int, facts: dict[str, str]
) -> dict[str, str]:
    """Play scenes that follow one another in this room, and return what is known after them.

    What was carried here is received before the first, and what stands is published after the last.
    """
    from commonground_web.demo.stage import Stage

    stage = Stage(at, dict(facts))
    _run("valves.receive", at=stage.at(days_ago=scenes[0][1], hour=RECEIVES_AT))
    for module, days_ago in scenes:
        import_module(f"commonground_web.demo.{module}").play(stage, days_ago=days_ago)
    _run("valves.publish", at=stage.at(days_ago=until, hour=PUBLISHES_AT))
    return stage.facts


def end(*, at: datetime) -> None:
    """Have everybody look in on the day before, and run the room's clocks."""
    from commonground_web.demo.arriving import look_in
    from commonground_web.demo.stage import Stage

    look_in(Stage(at), days_ago=1)
    tick(at=at)


def tick(*, at: datetime) -> None:
    """Run every clock of this room once.

    Raises
    ------
    RuntimeError
        If one of them failed.
    """
    from commonground_web.kernel.clocks import room_clocks, run_clocks

    if failed := run_clocks(room_clocks(), at=at):
        raise RuntimeError(f"clocks failed: {', '.join(failed)}")


def _run(clock: str, *, at: datetime) -> None:
    from commonground_web.kernel.clocks import room_clocks

    room_clocks()[clock](at=at)


JOBS: Mapping[str, Callable[..., Any]] = {"begin": begin, "act": act, "end": end, "tick": tick}


def main(job: str) -> None:
    """Do one job, as standard input tells it."""
    told = json.load(sys.stdin)
    django.setup()
    answer = JOBS[job](**told | {"at": datetime.fromisoformat(told["at"])})
    sys.stdout.write(f"\n{json.dumps(answer)}\n")


if __name__ == "__main__":
    main(sys.argv[1])
