"""Tests that what happens in the care room changes no byte of what the case room shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from commonground_web.kernel.clock import now
from commonground_web.kernel.rooms import Room
from tests.web.together.canaries import planting, watching
from tests.web.together.rooms import Rooms, make_rooms
from tests.web.together.tampering import copy_of

pytestmark = pytest.mark.slow

HISTORIES = (0, 11)
"""Seeds of what happens in the care room; nothing happens for 0."""

FEWEST_PAGES = 100
"""How many answers are pages at least: a room that lets nobody in always shows the same."""

OTHER = {Room.CASEROOM: Room.CAREROOM, Room.CAREROOM: Room.CASEROOM}


@dataclass(frozen=True)
class Begun:
    """Three rooms with rows of their own, from which several histories go on."""

    rooms: Rooms
    people: Mapping[Room, dict[str, str]]

    def copied(self, folder: Path) -> Rooms:
        """Return copies of all three rooms, with databases of their own."""
        folder.mkdir()
        return Rooms({r: copy_of(home, folder / r) for r, home in self.rooms.homes.items()})

    def seen(self, rooms: Rooms, room: Room, at: str) -> dict[str, str]:
        """Return what everybody sees in a room."""
        shown: dict[str, str] = rooms.run(room, watching.seen, people=self.people[room], at=at)
        return shown


@pytest.fixture(scope="module")
def begun(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Begun:
    """Give rooms with rows, and people of every role."""
    rooms = make_rooms(tmp_path_factory.mktemp(engine), engine=engine)
    return Begun(rooms, {room: rooms.run(room, watching.fill, seed=5) for room in OTHER})


@pytest.mark.parametrize("room", list(OTHER))
def test_shows_the_same_bytes_whatever_happened_next_door(
    begun: Begun, room: Room, tmp_path: Path
) -> None:
    at = now().isoformat()
    shown = {}
    for seed in HISTORIES:
        rooms = begun.copied(tmp_path / f"history-{seed}")
        if seed:
            assert sum(rooms.run(OTHER[room], watching.happen, seed=seed).values()) > 0
        _let_clocks_and_valves_run(rooms)
        shown[seed] = begun.seen(rooms, room, at)

    assert sum(told.startswith("200") for told in shown[0].values()) > FEWEST_PAGES
    for seed in HISTORIES[1:]:
        assert {place for place in shown[0] if shown[seed][place] != shown[0][place]} == set()


def test_sees_that_one_row_more_was_written(begun: Begun, tmp_path: Path) -> None:
    """The harness can fail: what happens in the room itself changes what it shows."""
    at = now().isoformat()
    before, after = (begun.copied(tmp_path / name) for name in ("before", "after"))
    after.run(Room.CASEROOM, watching.happen, seed=HISTORIES[1])

    shown = [begun.seen(rooms, Room.CASEROOM, at) for rooms in (before, after)]

    assert shown[0]["officer GET entries"] != shown[1]["officer GET entries"]


def _let_clocks_and_valves_run(rooms: Rooms) -> None:
    for room in Room:
        assert rooms.run(room, planting.tick) == []
    rooms.carry(now())
    for room in Room:
        assert rooms.run(room, planting.tick) == []
