"""Tests of valves whose processes are killed at every line: nothing lost, nothing twice."""

from __future__ import annotations

import os

import pytest

from commonground_web.kernel.clock import now
from commonground_web.kernel.rooms import Room
from commonground_web.valves.carrying.carrier import carry
from commonground_web.valves.carrying.reaches import reaches_of
from commonground_web.valves.ways import WAYS, Valve
from tests.web.together import steps
from tests.web.together.rooms import Rooms

pytestmark = pytest.mark.slow

MOST_LINES = 2000
MESSAGES = 4
HOLDS_WAY = next(way for way in WAYS if way.valve is Valve.HOLDS)


def test_loses_nothing_and_handles_nothing_twice_whatever_is_killed(rooms: Rooms) -> None:
    holds = rooms.run(Room.COMMONS, steps.send_holds, count=MESSAGES)

    carriers_killed = _carry_and_be_killed(rooms)
    received = rooms.run(Room.CASEROOM, steps.receive_and_be_killed)

    assert carriers_killed > 20
    assert received["kills"] > 50
    assert {hold: received["holds"].get(hold) for hold in holds} == dict.fromkeys(holds, 1)
    assert received["verified"]


def test_sends_all_or_nothing_whatever_is_killed(rooms: Rooms) -> None:
    sent = rooms.run(Room.COMMONS, steps.send_and_be_killed)

    assert sent["kills"] > 30
    assert sent["messages"] == sent["sealed"]
    assert sent["verified"]


def _carry_and_be_killed(rooms: Rooms) -> int:
    """Carry again and again, killed at the first line, the second, the third, until one lives."""
    reaches = reaches_of(rooms.homes.values())
    for kills in range(MOST_LINES):
        child = os.fork()
        if child == 0:
            steps.die_at_line(kills + 1, ("commonground_web/valves/carrying",))
            carry(HOLDS_WAY, reaches, at=now())
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            return kills
    raise AssertionError("no carrier came to its end")
