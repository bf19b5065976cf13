"""Tests that nothing of one room is anywhere in another, but what a valve's message carries."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from commonground_web.kernel.backups.archive import opened_archive
from commonground_web.kernel.clock import now
from commonground_web.kernel.fields.backup_key import read_backup_key
from commonground_web.kernel.home import Home, Served
from commonground_web.kernel.rooms import Room
from commonground_web.valves.ways import WAYS
from tests.web.home import SERVER
from tests.web.together.calling import called
from tests.web.together.canaries import crawling, crossing, planting, reading
from tests.web.together.canaries.marks import Canaries
from tests.web.together.rooms import Rooms, make_rooms

pytestmark = pytest.mark.slow

ROUNDS = ((0,), (0, 1), (1, 40), (40,))
"""Days after which clocks run between two rounds of the carrier."""

LEAKED = "zqleakedaaaa"
PLANTED = {
    Room.COMMONS: ("zqcommonly", 410_000_017, "1987-02-13"),
    Room.CASEROOM: ("zqcasework", 420_000_017, "1988-04-17"),
    Room.CAREROOM: ("zqcaregive", 430_000_017, "1989-10-19"),
}
"""The prefix, the first number and the day of each room's canaries."""

CARRIED = {
    Room.COMMONS: {"candidate_released.display_name", "candidate_released.contact"},
    Room.CASEROOM: set[str](),
    Room.CAREROOM: {"introduced.preferred_name", "introduced.contact"},
}
"""What is written about a person and comes into each room: a message's field, and no other."""

CODED = {
    "agencies.Agreement.ended_why",
    "assessments.Assessment.answers",
    "consents.Consent.covers",
    "letters.Wording.language",
    "lists.DisparityCheck.groups",
    "runs.LibraryRun.told",
    "rules.SignedRules.text",
    "services.DirectoryImport.content",
    "services.DirectoryImport.counts",
    "services.DirectoryImport.left_out",
    "services.Reservation.ended_by",
    "triage.CriterionFinding.value",
}
"""Fields that hold codes and counts of a known form, or a text only together with others."""

FEWEST_SHOWN = {Room.COMMONS: 20, Room.CASEROOM: 20, Room.CAREROOM: 20}
"""How many fields of its own a room shows at least: a crawl that sees no page proves nothing."""

MOST_ROLES = {"sqlite": 99, "postgresql": 1}
"""As how many roles each address is asked for: all, and on the other engine one."""


STORY = (
    (Room.CASEROOM, crossing.release),
    (Room.COMMONS, crossing.invite),
    (Room.CASEROOM, crossing.acknowledge),
    (Room.COMMONS, crossing.hold_evening),
    (Room.CAREROOM, crossing.pick_up),
)
"""What is done in which room, in turn; the carrier runs after each."""


@dataclass(frozen=True)
class Walls:
    """Three rooms filled with canaries, whose clocks and valves have run."""

    rooms: Rooms
    canaries: dict[Room, Canaries]
    messages: dict[Room, dict[str, list[str]]]
    """What the messages in each room's inbox held of its neighbours, by kind and field."""
    unmarked: set[str]
    failed: list[str]

    def not_of(self, room: Room) -> list[dict[str, Any]]:
        """Return the canaries of a room's neighbours, but for what is carried into it by name."""
        return [canaries.but_for(CARRIED[room]).told() for canaries in _others(self.canaries, room)]

    def crawl(
        self, room: Room, canaries: list[dict[str, Any]], ids: list[str], **given: object
    ) -> dict[str, Any]:
        """Ask for every address of a room."""
        own = self.canaries[room].told()
        crawled: dict[str, Any] = self.rooms.run(
            room, crawling.crawl, canaries=canaries, ids=ids, own=own, **given
        )
        return crawled


@pytest.fixture(scope="module")
def walls(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Walls:
    """Fill three rooms, send by every valve, and let the clocks and the carrier run."""
    rooms = make_rooms(tmp_path_factory.mktemp(engine), engine=engine)
    site = rooms.run(Room.COMMONS, crossing.open_site)
    told = {
        room: rooms.run(room, planting.plant, prefix=prefix, number=number, day=day)
        for room, (prefix, number, day) in PLANTED.items()
    }
    for room, step in STORY:
        given = {"prefix": PLANTED[room][0], "site": site}
        said = rooms.run(room, step, **given)
        told[room]["texts"] |= said["texts"]
        told[room]["ids"] += said["ids"]
        rooms.carry(now())
    unmarked = {field for room in told.values() for field in room.pop("unmarked")}
    canaries = {room: Canaries.of(told[room]) for room in Room}
    messages = {
        room: rooms.run(
            room, reading.read_messages, canaries=[c.told() for c in _others(canaries, room)]
        )
        for room in Room
    }
    failed = []
    for days in ROUNDS:
        for room in Room:
            failed += rooms.run(room, planting.tick, days=days)
        rooms.carry(now())
    return Walls(rooms, canaries, messages, unmarked, failed)


def _others(canaries: dict[Room, Canaries], room: Room) -> list[Canaries]:
    return [canaries[other] for other in Room if other is not room]


def test_fills_every_text_of_every_record(walls: Walls) -> None:
    assert walls.failed == []
    assert all(len(canaries.texts) > 40 for canaries in walls.canaries.values())
    assert walls.unmarked == CODED


@pytest.mark.parametrize("room", list(Room))
def test_shows_nothing_of_another_room_on_any_page(walls: Walls, engine: str, room: Room) -> None:
    ids = [walls.canaries[other].ids[0] for other in Room if other is not room]

    crawled = walls.crawl(room, walls.not_of(room), ids, most_roles=MOST_ROLES[engine])

    assert crawled["faults"] == []
    assert len(crawled["shown"]) > FEWEST_SHOWN[room]
    assert crawled["found"] == {}


@pytest.mark.parametrize("room", list(Room))
def test_keeps_nothing_of_another_room_in_any_row(walls: Walls, room: Room) -> None:
    assert walls.rooms.run(room, reading.read_rows, canaries=walls.not_of(room)) == {}


@pytest.mark.parametrize("room", list(Room))
def test_is_told_in_each_field_of_a_message_what_it_is_for(walls: Walls, room: Room) -> None:
    assert walls.messages[room] == {field: [field] for field in CARRIED[room]}


@pytest.mark.parametrize("room", list(Room))
def test_leaves_nothing_of_another_room_in_any_file(walls: Walls, room: Room) -> None:
    others = _others(walls.canaries, room)

    found = {
        name: seen
        for name, held in _kept(walls.rooms, walls.rooms.homes[room])
        if (seen := [mark for canaries in others for mark in canaries.found_in(held)])
    }

    assert found == {}


@pytest.mark.parametrize("room", list(Room))
def test_tells_nobody_of_its_own_by_mail_or_log(walls: Walls, room: Room) -> None:
    home = walls.rooms.homes[room]
    told = {path: path.read_bytes() for path in (home.folder / "mail").rglob("*") if path.is_file()}
    told[walls.rooms.log(room)] = walls.rooms.log(room).read_bytes()

    found = {path.name: walls.canaries[room].found_in(held) for path, held in told.items()}

    assert set(map(tuple, found.values())) == {()}


def test_has_no_way_from_care_room_to_case_room_and_counts_alone_to_the_commons() -> None:
    from_care = [way for way in WAYS if way.sender is Room.CAREROOM]

    assert {way.receiver for way in from_care} == {Room.COMMONS}
    assert {str(kind) for way in from_care for kind in way.kinds} <= {"care_count", "anchored"}


def test_finds_what_is_leaked_wherever_it_went(walls: Walls) -> None:
    """The harness can fail: a text that one room has of another is found on all its paths."""
    leaked = Canaries(LEAKED)
    row = walls.rooms.run(Room.CASEROOM, planting.leak, text=LEAKED)
    home = walls.rooms.homes[Room.CASEROOM]

    crawled = walls.crawl(Room.CASEROOM, [leaked.told()], [row], only="entry")
    read = walls.rooms.run(Room.CASEROOM, reading.read_rows, canaries=[leaked.told()])
    kept = {name.split("/")[0] for name, held in _kept(walls.rooms, home) if leaked.found_in(held)}

    assert any("GET entry " in place for place in crawled["found"]), crawled
    assert "entries.entry.name" in read
    assert {"mail", "log"} <= kept


@pytest.mark.parametrize(
    "hidden",
    [
        b"<td>ZQleakedaaaa</td>",
        "zqleakedaaaa".encode("utf-16-le"),
        b"enFsZWFrZWQwMDAw",
        b"eHpxbGVha2VkMDAwMA==",
        b"7a716c65616b656430303030",
        b"on February 13, 1987 we",
        b"n=410000017;",
        b"/clients/1b4e28ba2fa111d2883fb9a761bde3fb/",
    ],
)
def test_sees_a_canary_however_it_is_written(hidden: bytes) -> None:
    key = "1b4e28ba-2fa1-11d2-883f-b9a761bde3fb"
    canaries = Canaries("zqleaked", (410_000_017,), ("1987-02-13",), (key,))

    assert canaries.found_in(hidden)
    assert not canaries.found_in(b"1410000017 zqlaked 13 February 1988")


def _kept(rooms: Rooms, home: Home) -> Iterator[tuple[str, bytes]]:
    """Yield all that lies in a room's folder, its log, its database and a backup, opened."""
    yield "log", rooms.log(home.settings.room).read_bytes()
    for path in home.folder.rglob("*"):
        if path.is_file() and "static" not in path.parts:
            yield str(path.relative_to(home.folder)), path.read_bytes()
    if isinstance(home.settings.database, Served):
        yield "dump", _dumped(home.settings.database)
    backup = Path(called("room", "backup", home.folder).stdout.strip())
    with opened_archive(backup, read_backup_key(home.folder / "backup-key.json")) as archive:
        for entry in archive:
            if (file := archive.extractfile(entry)) is not None:
                yield f"backup/{entry.name}", file.read()


def _dumped(served: Served) -> bytes:
    """Return every row of a database as its owner's superuser would dump it, in the clear."""
    told = dict(part.split("=") for part in os.environ[SERVER].split())
    where = ["-h", told["host"], "-p", told["port"], "-U", told["user"], "-d", served.name]
    return subprocess.run(["pg_dump", *where], capture_output=True, check=True).stdout
