"""Tests of what the demo is made of: its people, its story, its tour and its marks."""

from collections import Counter
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest

from commonground_web.demo.clearing import OURS, NotOurs, OnAServer, clear
from commonground_web.demo.marks import Mark, NotOfTheDemo, read_mark, write_mark
from commonground_web.demo.people import CAST, person_in
from commonground_web.demo.story import STORY, Scene, acts
from commonground_web.demo.tour import TOUR, Step
from commonground_web.kernel.fields.keyring import Keyring, write_keyring
from commonground_web.kernel.home import PARTS, Home, room_settings
from commonground_web.kernel.making import write_folder
from commonground_web.kernel.rooms import Room
from tests.web.together.demos import three_free_ports

ADDRESSES = {room: f"http://{room}.localhost:8441" for room in Room}


def _home(folder: Path, *, room: Room = Room.CASEROOM, **said: object) -> Home:
    settings: dict[str, object] = {
        "room": room,
        "address": ADDRESSES[room],
        "listen": "127.0.0.1:8441",
    }
    folder.mkdir()
    home = write_folder(folder, room_settings(settings | said))
    write_keyring(Keyring.make(), home.keyring)
    return home


def _database(host: str, **options: str) -> dict[str, str]:
    roles = {part: f"demo_{part}" for part in PARTS}
    return {"engine": "postgresql", "name": "demo", "host": host, **roles, **options}


def _mark(room: Room = Room.CASEROOM) -> Mark:
    return Mark(room=room, addresses=ADDRESSES, begins_with="0" * 64)


def test_calls_nobody_twice() -> None:
    assert max(Counter(person.email for person in CAST).values()) == 1
    assert max(Counter(person.name for person in CAST).values()) == 1


def test_founds_each_room_with_two() -> None:
    founders = Counter(person.room for person in CAST if person.founds)

    assert founders == dict.fromkeys(Room, 2)


def test_plays_its_acts_in_the_order_of_time() -> None:
    begins = [scenes[0].days_ago for scenes in acts()]

    assert all(earlier > later for earlier, later in pairwise(begins))
    assert begins[-1] > 0


@pytest.mark.parametrize("scene", STORY, ids=lambda scene: f"{scene.room}-{scene.module}")
def test_has_the_module_of_every_scene(scene: Scene) -> None:
    own = f"scenes.{scene.room}."

    assert find_spec(f"commonground_web.demo.{scene.module}")
    assert scene.module == "arriving" or scene.module.startswith(own)


@pytest.mark.parametrize("step", TOUR, ids=lambda step: step.path)
def test_sends_the_reader_to_somebody_who_is_there(step: Step) -> None:
    assert not step.person or person_in(step.room, step.person)
    assert step.path.startswith("/")


def test_takes_the_reader_into_every_room() -> None:
    assert {step.room for step in TOUR} == set(Room)


def test_knows_no_mark_in_an_ordinary_room(tmp_path: Path) -> None:
    assert read_mark(_home(tmp_path / "room")) is None


def test_reads_the_mark_that_it_wrote(tmp_path: Path) -> None:
    home = _home(tmp_path / "room")

    write_mark(home, _mark())

    assert read_mark(home) == _mark()


def test_refuses_the_mark_of_another_room(tmp_path: Path) -> None:
    theirs, mine = _home(tmp_path / "theirs"), _home(tmp_path / "mine")
    write_mark(theirs, _mark())
    mine.demo_mark.write_bytes(theirs.demo_mark.read_bytes())
    mine.demo_mark.chmod(0o600)

    with pytest.raises(NotOfTheDemo, match="made for another room"):
        read_mark(mine)


def test_refuses_a_mark_that_names_another_room(tmp_path: Path) -> None:
    home = _home(tmp_path / "room", room=Room.COMMONS)
    write_mark(home, _mark(Room.CASEROOM))

    with pytest.raises(NotOfTheDemo, match="made for another room"):
        read_mark(home)


def test_refuses_a_file_that_is_no_mark(tmp_path: Path) -> None:
    home = _home(tmp_path / "room")
    home.demo_mark.write_text("{}")
    home.demo_mark.chmod(0o600)

    with pytest.raises(NotOfTheDemo, match="no mark of the demo"):
        read_mark(home)


@pytest.mark.parametrize(
    "said",
    [
        {"address": "https://caseroom.example.org"},
        {"address": "http://localhost.example.org:8441"},
        {"listen": "0.0.0.0:8441"},
        {"proxy": "127.0.0.1"},
        {"database": _database("database.example.org", sslmode="verify-full")},
    ],
    ids=str,
)
def test_refuses_a_demo_that_others_reach(tmp_path: Path, said: dict[str, object]) -> None:
    home = _home(tmp_path / "room", room=Room.CASEROOM, **said)
    write_mark(home, _mark())

    with pytest.raises(NotOfTheDemo, match="opened at localhost alone"):
        read_mark(home)


@pytest.mark.parametrize("host", ["", "/run/postgresql", "127.0.0.1", "localhost"])
def test_stands_on_a_server_of_this_computer(tmp_path: Path, host: str) -> None:
    home = _home(tmp_path / "room", database=_database(host))

    write_mark(home, _mark())

    assert read_mark(home) == _mark()


def test_leaves_no_databases_behind_on_a_server(tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / OURS).write_text("")
    listen = f"127.0.0.1:{three_free_ports()}"
    _home(ours / "caseroom", database=_database("127.0.0.1"), listen=listen)

    with pytest.raises(OnAServer, match="name its server with --postgres"):
        clear(ours)

    assert ours.exists()


def test_deletes_its_own_folder_alone(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder in (ours, theirs):
        folder.mkdir()
        (folder / "held").write_text("held")
    (ours / OURS).write_text("")

    clear(ours)
    with pytest.raises(NotOurs):
        clear(theirs)

    assert not ours.exists()
    assert (theirs / "held").exists()


def test_follows_no_link_to_delete(tmp_path: Path) -> None:
    ours, link = tmp_path / "ours", tmp_path / "link"
    ours.mkdir()
    (ours / OURS).write_text("")
    link.symlink_to(ours)

    with pytest.raises(NotOurs):
        clear(link)

    assert ours.exists()
