"""Tests of what crosses the walls by itself: who is let in, the directory, and audit heads."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from commonground_web.kernel.clock import now
from commonground_web.kernel.rooms import Room
from commonground_web.valves.carrying.reaches import reaches_of, write_reaches
from commonground_web.valves.peers import introduce
from tests.web.together import border_steps as steps
from tests.web.together import steps as messages
from tests.web.together.calling import called
from tests.web.together.rooms import Rooms, make_rooms

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""What the clocks and the carrier do; kills, the thread and histories try both engines."""


@pytest.fixture
def own_rooms(engine: str, tmp_path: Path) -> Rooms:
    """Give three rooms for one test: snapshots decide for a whole room who is let in."""
    return make_rooms(tmp_path, engine=engine)


def go_round(rooms: Rooms) -> None:
    """Let each room's clocks run, and the carrier carry in between."""
    assert rooms.run(Room.COMMONS, steps.tick) == []
    rooms.carry(now())
    for room in (Room.CASEROOM, Room.CAREROOM):
        assert rooms.run(room, steps.tick) == []


def test_lets_an_agency_into_its_room_as_long_as_it_is_bound(own_rooms: Rooms) -> None:
    police = str(uuid.uuid4())
    assert own_rooms.run(Room.CAREROOM, steps.what_is_known, agency=police)["is_let_in"]
    own_rooms.run(Room.COMMONS, steps.add_bound_agency, agency=police, kind="police", days=5)
    own_rooms.run(Room.COMMONS, steps.add_service, name="Warm line")

    go_round(own_rooms)

    in_case, later = (
        own_rooms.run(Room.CASEROOM, steps.what_is_known, agency=police, days=days)
        for days in (0, 6)
    )
    in_care = own_rooms.run(Room.CAREROOM, steps.what_is_known, agency=police)
    assert (in_case["is_let_in"], later["is_let_in"]) == (True, False)
    assert (in_care["is_named"], in_care["is_let_in"]) == (True, False)
    assert in_care["services"] == {"Warm line": 9}
    assert len(in_care["addresses"]) == 1
    assert not in_care["has_canary"]

    own_rooms.run(Room.COMMONS, steps.end_memorandum, agency=police)
    go_round(own_rooms)

    assert not own_rooms.run(Room.CASEROOM, steps.what_is_known, agency=police)["is_let_in"]


def test_tells_the_commons_of_audit_heads(own_rooms: Rooms) -> None:
    ours, theirs = (own_rooms.run(room, steps.anchor) for room in (Room.CASEROOM, Room.CAREROOM))

    for room in (Room.CASEROOM, Room.CAREROOM):
        assert own_rooms.run(room, steps.tick) == []
    own_rooms.carry(now())
    assert own_rooms.run(Room.COMMONS, steps.tick) == []

    assert own_rooms.run(Room.COMMONS, steps.heads, sender=Room.CASEROOM) == [ours]
    assert own_rooms.run(Room.COMMONS, steps.heads, sender=Room.CAREROOM) == [theirs]


def test_carries_and_receives_by_one_command(own_rooms: Rooms) -> None:
    folder = own_rooms.homes[Room.COMMONS].folder.parent
    write_reaches(reaches_of(own_rooms.homes.values()), folder / "valve.toml")
    own_rooms.run(Room.COMMONS, steps.add_service, name="Warm line")
    theirs = own_rooms.run(Room.CAREROOM, steps.anchor)

    first, second = called("tick", folder), called("tick", folder)

    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    assert "carried" in first.stdout
    assert own_rooms.run(Room.COMMONS, steps.heads, sender=Room.CAREROOM) == [theirs]
    known = own_rooms.run(Room.CAREROOM, steps.what_is_known, agency=str(uuid.uuid4()))
    assert known["services"] == {"Warm line": 9}


def test_loses_nothing_while_keys_are_turned(own_rooms: Rooms) -> None:
    send, receive = messages.send_holds, messages.receive_holds
    (before,) = own_rooms.run(Room.COMMONS, send, count=1)
    for room in (Room.COMMONS, Room.CASEROOM):
        assert called("room", "turn-valve-keys", own_rooms.homes[room].folder).returncode == 0

    (between,) = own_rooms.run(Room.COMMONS, send, count=1)
    own_rooms.carry(now())
    unknown = own_rooms.run(Room.CASEROOM, receive)
    introduce(list(own_rooms.homes.values()))
    (after,) = own_rooms.run(Room.COMMONS, send, count=1)
    own_rooms.carry(now())
    known = own_rooms.run(Room.CASEROOM, receive)

    assert unknown["holds"] == {before: 1}
    assert unknown["failed"] == 1
    assert known["holds"] == {before: 1, between: 1, after: 1}


def test_runs_the_other_rooms_where_one_fails(own_rooms: Rooms) -> None:
    broken = own_rooms.homes[Room.COMMONS]
    broken.keyring.unlink()

    done = called("tick", broken.folder.parent)

    assert done.returncode == 1
    assert all(home.clocks_ran.exists() for home in own_rooms.homes.values() if home != broken)
