"""Test of the counts of the case room on their whole way to everyone who takes part."""

from __future__ import annotations

from commonground_web.kernel.clock import now
from commonground_web.kernel.rooms import Room
from tests.web.together import counting
from tests.web.together.rooms import Rooms


def test_shows_everyone_what_the_case_room_released_and_no_more(rooms: Rooms) -> None:
    released = rooms.run(Room.CASEROOM, counting.release_counts)

    rooms.carry(now())

    assert released["entries_accepted all"] == "11"
    assert released["cases_banked all"] == "<11"
    assert rooms.run(Room.COMMONS, counting.receive_counts) == released
