"""Tests that what happens in the care room changes no byte of what the case room shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from commonground_web.kernel.clock import now
from commonground_web.kernel.rooms import Room
from tests.web.home import copy_of
from tests.web.together.canaries import histories, planting, watching
from tests.web.together.rooms import Rooms, make_rooms

pytestmark = pytest.mark.slow

SEEDS = {"sqlite": (1,), "postgresql": (2,)}
"""Of what happens next door, on each engine."""

STEPS = 60
"""How many steps are taken before the carrier runs, and again after it."""

FEWEST_PAGES = 100
"""How many answers are pages at least: a room that lets nobody in always shows the same."""

WATCHED = {
    Room.CAREROOM: (Room.CASEROOM, Room.COMMONS),
    Room.CASEROOM: (Room.CAREROOM,),
}
"""Rooms in which things happen, and those that show nothing of it."""

MUST_HAPPEN = {
    Room.CAREROOM: [
        "begin",
        "consent",
        "take_back",
        "disclose",
        "assess",
        "refer",
        "send",
        "move",
        "purge",
        "refused",
    ],
    Room.CASEROOM: ["entries.Entry", "cases.Case"],
}
"""What happens at least once: a history in which nothing does proves nothing."""


@dataclass(frozen=True)
class Begun:
    """Three rooms that heard of each other, from which several histories go on."""

    rooms: Rooms
    people: Mapping[Room, dict[str, str]]
    service: str

    def copied(self, folder: Path) -> Rooms:
        """Return copies of all three rooms, with databases of their own."""
        folder.mkdir()
        return Rooms({r: copy_of(home, folder / r) for r, home in self.rooms.homes.items()})

    def seen(self, rooms: Rooms, room: Room, at: str) -> dict[str, str]:
        """Return what everybody sees in a room."""
        shown: dict[str, str] = rooms.run(room, watching.seen, people=self.people[room], at=at)
        return shown

    def seen_from(self, rooms: Rooms, watched: Iterable[Room], at: str) -> dict[str, str]:
        """Return what everybody sees in several rooms."""
        return {
            f"{room} {place}": told
            for room in watched
            for place, told in self.seen(rooms, room, at).items()
        }

    def happen(self, rooms: Rooms, room: Room, seed: int) -> dict[str, int]:
        """Let things happen in a room, as a seed says; return how often which."""
        if room is Room.CAREROOM:
            given = {"seed": seed, "service": self.service, "steps": STEPS}
            done: dict[str, int] = rooms.run(room, histories.live, **given)
        else:
            done = rooms.run(room, watching.happen, seed=seed)
        return done


@pytest.fixture(scope="module")
def begun(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Begun:
    """Give rooms with rows, people of every role, a published capacity and released counts."""
    rooms = make_rooms(tmp_path_factory.mktemp(engine), engine=engine)
    people = {room: rooms.run(room, watching.fill, seed=5) for room in Room}
    service = rooms.run(Room.COMMONS, histories.open_service)
    rooms.run(Room.CAREROOM, histories.help_last_month)
    _let_clocks_and_valves_run(rooms)
    assert str(histories.HELPED) in rooms.run(Room.CAREROOM, histories.release_counts).values()
    _let_clocks_and_valves_run(rooms)
    return Begun(rooms, people, service)


@pytest.mark.parametrize(
    ("engine", "room"),
    [("sqlite", Room.CAREROOM), ("sqlite", Room.CASEROOM), ("postgresql", Room.CAREROOM)],
    indirect=["engine"],
)
def test_changes_no_byte_next_door_whatever_happens(
    begun: Begun, engine: str, room: Room, tmp_path: Path
) -> None:
    at = now().isoformat()
    shown: dict[int | None, dict[str, str]] = {}
    done = Counter[str]()
    for seed in (None, *SEEDS[engine]):
        rooms = begun.copied(tmp_path / f"history-{seed}")
        for turn in range(2):
            if seed:
                done.update(begun.happen(rooms, room, 10 * seed + turn))
            _let_clocks_run(rooms)
            rooms.carry(now())
        _let_clocks_run(rooms)
        shown[seed] = begun.seen_from(rooms, WATCHED[room], at)

    still = shown.pop(None)
    assert set(MUST_HAPPEN[room]) <= {what for what, times in done.items() if times}
    assert sum(told.startswith("200") for told in still.values()) > FEWEST_PAGES
    for seed, moved in shown.items():
        assert {place for place in still if moved[place] != still[place]} == set(), seed


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_sees_that_one_row_more_was_written(begun: Begun, tmp_path: Path) -> None:
    """The harness can fail: what happens in the room itself changes what it shows."""
    at = now().isoformat()
    still, moved = begun.copied(tmp_path / "still"), begun.copied(tmp_path / "moved")
    begun.happen(moved, Room.CASEROOM, 11)

    before = begun.seen(still, Room.CASEROOM, at)
    after = begun.seen(moved, Room.CASEROOM, at)

    assert before["officer GET entries"] != after["officer GET entries"]


def _let_clocks_and_valves_run(rooms: Rooms) -> None:
    _let_clocks_run(rooms)
    rooms.carry(now())
    _let_clocks_run(rooms)


def _let_clocks_run(rooms: Rooms) -> None:
    for room in Room:
        assert rooms.run(room, planting.tick) == []
