"""Tests of a room that is down while the others work, and of rooms brought back from a backup."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from commonground_web.kernel.clock import now
from commonground_web.kernel.home import Home, Served
from commonground_web.kernel.rooms import Room
from tests.web.home import SERVER, served
from tests.web.together import acting, between
from tests.web.together.browser import visitor
from tests.web.together.calling import PATH, called
from tests.web.together.demos import give, opened
from tests.web.together.rooms import Rooms
from tests.web.together.touring import Walk

SERVICE, KEEPER = "Night bus", "outreach-lead"
UNTIL_DUE, UNTIL_WITNESSED = timedelta(days=40), timedelta(days=80)
"""When whoever waits for a navigator is due to be purged, and when the clock sees to it itself."""


@pytest.fixture(scope="module")
def folder(engine: str, one_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a demo on each engine."""
    path = tmp_path_factory.mktemp(f"down-{engine}") / "rooms"
    give(path, like=one_demo, engine=engine)
    return path


@pytest.fixture
def rooms(folder: Path) -> Rooms:
    """Give the rooms as they are called in processes of their own."""
    return _rooms(folder)


def test_goes_on_in_the_others_while_a_room_is_down(
    browser: Browser, folder: Path, rooms: Rooms
) -> None:
    before = rooms.run(Room.CAREROOM, acting.waiting)
    with _down(rooms.homes[Room.CAREROOM]):
        with opened(folder, log=folder.parent / "log") as demo, visitor(browser) as page:
            walk = Walk(page, demo)
            walk.go_in(Room.COMMONS, "coordinator", "/candidates/")
            walk.open_person("Alder Fictional")
            walk.open("Put them in touch with help")
            page.get_by_label("Who helps?").select_option("Open Door Services (made up)")
            page.get_by_label("What do they want to be called?").fill("Sparrow")
            page.get_by_label("How may they be reached?").fill("At the market hall")
            page.get_by_role("checkbox").check()
            walk.press("Hand it over")
            expect(walk.main).to_contain_text("Handed over on")
            walk.go_in(Room.COMMONS, "coordinator", "/call-ins/")
            walk.open("Ninth Avenue")
            walk.press("Close it")
            expect(walk.main).to_contain_text("closed")
            walk.go_in(Room.CASEROOM, "detective", "/entries/")
            expect(walk.main).to_contain_text("Dogwood Fictional")
        with _known_to_the_carrier(rooms.homes[Room.CAREROOM]):
            said = _carried(folder)

    assert said.returncode == 1
    assert "the careroom does not answer" in said.stdout
    assert "Sparrow" not in said.stdout + said.stderr
    _go_on(rooms)
    _go_on(rooms)
    assert rooms.run(Room.CAREROOM, acting.waiting) == sorted([*before, "Sparrow"])


def test_loses_nothing_and_does_nothing_twice_after_a_receiver_is_restored(
    folder: Path, rooms: Rooms
) -> None:
    before = rooms.run(Room.CAREROOM, acting.waiting)
    _introduce(rooms, "Robin")
    _go_on(rooms)
    backup = _backed_up(rooms, Room.CAREROOM)
    _introduce(rooms, "Wren")
    _go_on(rooms)

    rooms = _restored(folder, Room.CAREROOM, backup)
    _introduce(rooms, "Finch")
    _go_on(rooms)

    waiting = rooms.run(Room.CAREROOM, acting.waiting)
    assert waiting == sorted([*before, "Finch", "Robin", "Wren"])
    assert called("audit", "verify", folder / Room.CAREROOM).returncode == 0


def test_goes_on_sending_and_publishing_after_a_sender_is_restored(
    folder: Path, rooms: Rooms
) -> None:
    before = rooms.run(Room.CAREROOM, acting.waiting)
    backup = _backed_up(rooms, Room.COMMONS)
    _introduce(rooms, "Starling")
    _count(rooms, 3)
    _go_on(rooms)
    assert rooms.run(Room.CAREROOM, acting.places, available=3) == 1

    rooms = _restored(folder, Room.COMMONS, backup)
    _introduce(rooms, "Swallow")
    _count(rooms, 2)
    _go_on(rooms)

    assert rooms.run(Room.CAREROOM, acting.waiting) == sorted([*before, "Starling", "Swallow"])
    assert rooms.run(Room.CAREROOM, acting.places, available=2) == 1
    assert rooms.run(Room.CAREROOM, acting.places, available=3) == 0


def test_purges_in_a_restored_room_what_was_due_since_its_backup(
    folder: Path, rooms: Rooms
) -> None:
    """Stands last: its rooms live in the future afterwards."""
    _introduce(rooms, "Dove")
    _go_on(rooms)
    backup = _backed_up(rooms, Room.CAREROOM)
    _let_pass(rooms)
    assert not rooms.run(Room.CAREROOM, acting.waiting)

    rooms = _restored(folder, Room.CAREROOM, backup)
    assert "Dove" in rooms.run(Room.CAREROOM, acting.waiting)
    _let_pass(rooms)

    assert not rooms.run(Room.CAREROOM, acting.waiting)


def _let_pass(rooms: Rooms) -> None:
    """Run carrier and clocks as they run months later, when what lay in the outbox has expired."""
    for after in (UNTIL_DUE, UNTIL_WITNESSED):
        rooms.carry(at=now() + after)
        rooms.run(Room.CAREROOM, between.tick, at=(now() + after).isoformat())


def _rooms(folder: Path) -> Rooms:
    return Rooms({room: Home.read(folder / room) for room in Room})


def _introduce(rooms: Rooms, called_: str) -> None:
    at = now().isoformat()
    rooms.run(Room.COMMONS, acting.introduce, name="Birch Fictional", called=called_, at=at)


def _count(rooms: Rooms, available: int) -> None:
    counted = {"service": SERVICE, "by": KEEPER, "available": available}
    rooms.run(Room.COMMONS, acting.count_places, **counted, at=now().isoformat())


def _go_on(rooms: Rooms) -> None:
    """Have the Commons publish what changed, carry, and have the others receive it."""
    at = now()
    rooms.run(Room.COMMONS, between.tick, at=at.isoformat())
    rooms.carry(at=at)
    for room in (Room.CASEROOM, Room.CAREROOM):
        rooms.run(room, between.tick, at=at.isoformat())


def _carried(folder: Path) -> subprocess.CompletedProcess[str]:
    """Call the carrier, as a host of its own does by a timer."""
    return subprocess.run(
        [sys.executable, "-m", "commonground_web.valves.carrying", str(folder / "valve.toml")],
        env=os.environ | {"PYTHONPATH": PATH},
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def _down(home: Home) -> Iterator[None]:
    """Take a room off the network while the block lasts: neither folder nor database answers."""
    database = home.settings.database
    away = home.folder.with_name("away")
    home.folder.rename(away)
    if isinstance(database, Served):
        _let_connect(database, may=False)
    try:
        yield
    finally:
        if isinstance(database, Served):
            _let_connect(database, may=True)
        away.rename(home.folder)


@contextmanager
def _known_to_the_carrier(home: Home) -> Iterator[None]:
    """Leave to the carrier what it holds of a served room on a host of its own: its password."""
    if not isinstance(home.settings.database, Served):
        yield
        return
    secrets = home.folder / "secrets"
    secrets.mkdir(parents=True)
    shutil.copy2(home.folder.with_name("away") / "secrets" / "valve.json", secrets)
    try:
        yield
    finally:
        shutil.rmtree(home.folder)


def _let_connect(database: Served, *, may: bool) -> None:
    with psycopg.connect(os.environ[SERVER], autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{database.name}" ALLOW_CONNECTIONS {may}'.encode())


def _backed_up(rooms: Rooms, room: Room) -> Path:
    """Back a room up, and keep the file elsewhere, where no clock deletes it."""
    done = called("room", "backup", rooms.homes[room].folder)
    assert done.returncode == 0, done.stderr
    made = Path(done.stdout.strip())
    elsewhere = rooms.homes[room].folder.parent.parent / made.name
    shutil.copy2(made, elsewhere)
    return elsewhere


def _restored(folder: Path, room: Room, backup: Path) -> Rooms:
    """Lose a room, and bring it back from a backup in its place, as the operator's page says."""
    lost = folder.parent / f"lost-{room}-{backup.stem}"
    shutil.move(folder / room, lost)
    options = []
    if isinstance(Home.read(lost).settings.database, Served):
        options = ["--postgres", os.environ[SERVER], "--database", served(room).name]
    done = called("room", "restore", backup, folder / room, "--keys", lost, *options)
    assert done.returncode == 0, done.stderr
    introduced = called("room", "introduce", *(folder / each for each in Room))
    assert introduced.returncode == 0, introduced.stderr
    return _rooms(folder)
