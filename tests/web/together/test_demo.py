"""Tests of the demo: made from nothing, opened, and walked through in a real browser."""

import shutil
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from commonground_web.demo.door.shown import address_of
from commonground_web.demo.people import CAST
from commonground_web.demo.tour import TOUR
from commonground_web.kernel.home import Home
from commonground_web.kernel.rooms import Room
from tests.web.home import make_test_room
from tests.web.together.browser import NARROW, WIDE, faults, visitor
from tests.web.together.calling import called
from tests.web.together.demos import OpenDemo, are_free, give, make, opened


@pytest.fixture(scope="module")
def made(one_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a demo that the tests of this module share."""
    folder = tmp_path_factory.mktemp("demo") / "rooms"
    give(folder, like=one_demo)
    return folder


@pytest.fixture(scope="module")
def port(made: Path) -> int:
    """Give the first of the demo's three ports."""
    return int(Home.read(made / Room.COMMONS).settings.listen.rpartition(":")[2])


@pytest.fixture(scope="module")
def demo(made: Path) -> Iterator[OpenDemo]:
    """Open the demo for as long as tests look at it."""
    with opened(made, log=made.parent / "log") as running:
        yield running


@pytest.fixture
def room_of_the_demo(made: Path, tmp_path: Path) -> Home:
    """Give a copy of a room of the demo, which one test may spoil."""
    return Home.read(Path(shutil.copytree(made / "caseroom", tmp_path / "caseroom")))


@pytest.mark.parametrize("room", Room)
def test_makes_rooms_that_are_sound_and_whose_chains_hold(made: Path, room: Room) -> None:
    assert called("room", "check", made / room).returncode == 0
    assert called("audit", "verify", made / room).returncode == 0


def test_refuses_a_demo_that_others_can_reach(room_of_the_demo: Home) -> None:
    toml = room_of_the_demo.folder / "room.toml"
    address = room_of_the_demo.settings.address
    toml.write_text(toml.read_text().replace(address, "https://caseroom.example.org"))

    done = called("room", "check", room_of_the_demo.folder)

    assert done.returncode == 1
    assert "A demo is opened at localhost alone" in done.stderr


def test_refuses_a_mark_that_was_copied_into_a_real_room(made: Path, tmp_path: Path) -> None:
    real = make_test_room(Room.CASEROOM, engine="sqlite", folder=tmp_path / "caseroom")
    shutil.copy2(made / "caseroom" / "demo.json", real.demo_mark)

    done = called("room", "check", real.folder)

    assert done.returncode == 1
    assert "was made for another room" in done.stderr


def test_refuses_a_real_database_under_a_demos_mark_and_keys(made: Path, tmp_path: Path) -> None:
    real = make_test_room(Room.CASEROOM, engine="sqlite", folder=tmp_path / "caseroom")
    for name in ("demo.json", "keys.json"):
        shutil.copy2(made / "caseroom" / name, real.folder / name)

    done = called("room", "check", real.folder)

    assert done.returncode == 1
    assert "its database begins otherwise" in done.stderr


def test_leaves_a_folder_alone_that_it_did_not_make(tmp_path: Path, port: int) -> None:
    kept = tmp_path / "rooms" / "kept"
    kept.parent.mkdir()
    kept.write_text("somebody's work")

    done = make(kept.parent, port=port)

    assert done.returncode == 1
    assert "the demo did not make it" in done.stderr
    assert kept.read_text() == "somebody's work"


def test_leaves_an_earlier_demo_alone_while_it_is_open(demo: OpenDemo, port: int) -> None:
    done = make(demo.folder, port=port)

    assert done.returncode == 1
    assert "Stop it first" in done.stderr
    assert (demo.folder / "commons" / "room.sqlite3").exists()


def test_lets_a_reader_in_as_everybody_by_one_click(browser: Browser, demo: OpenDemo) -> None:
    for person in CAST:
        with visitor(browser) as page:
            page.goto(f"{demo.addresses[person.room]}/demo/")
            page.get_by_role("button", name=f"Go in as {person.name}", exact=True).click()

            expect(page.get_by_role("link", name=person.name)).to_be_visible()
            assert page.url == f"{demo.addresses[person.room]}/"
            expect(page.get_by_role("note")).to_contain_text("made up")


@pytest.mark.parametrize("number", range(len(TOUR)))
def test_leads_to_a_page_at_every_step_of_the_tour(
    browser: Browser, demo: OpenDemo, number: int
) -> None:
    step = TOUR[number]
    with visitor(browser) as page:
        page.goto(f"{demo.addresses[Room.COMMONS]}/demo/tour/")
        with page.expect_popup() as popup:
            page.locator("ol.tour > li").nth(number).get_by_role("link").click()
        other = popup.value
        assert other.url == address_of(step, demo.addresses)
        if step.person:
            other.get_by_role("button").filter(has_text="Go in as").first.click()
        other.wait_for_url(demo.addresses[step.room] + step.path)
        expect(other.get_by_role("note")).to_contain_text("made up")


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_has_no_fault_on_its_own_pages(browser: Browser, demo: OpenDemo, width: int) -> None:
    with visitor(browser, width=width) as page:
        for room in Room:
            for path in ("/demo/", "/demo/tour/", "/demo/?as=keeper&next=/help/"):
                page.goto(demo.addresses[room] + path)
                assert not (wrong := faults(page)), "\n".join([room, path, *wrong])


@pytest.mark.parametrize(("method", "status"), [("GET", 405), ("POST", 403)])
def test_lets_nobody_in_by_a_link_or_from_another_site(
    demo: OpenDemo, method: str, status: int
) -> None:
    settings = Home.read(demo.folder / "caseroom").settings
    connection = HTTPConnection(settings.listen, timeout=10)
    sent = {
        "Host": settings.address.removeprefix("http://"),
        "Content-Type": "application/x-www-form-urlencoded",
    }

    connection.request(method, "/demo/sign-in/", "person=detective", sent)
    answer = connection.getresponse()
    connection.close()

    assert answer.status == status
    assert not [held for held in answer.headers.get_all("Set-Cookie", []) if "session" in held]


def test_goes_nowhere_else_after_signing_in(browser: Browser, demo: OpenDemo) -> None:
    home = demo.addresses[Room.COMMONS]
    with visitor(browser) as page:
        page.goto(f"{home}/demo/?as=liaison&next=//elsewhere.example/")
        page.get_by_role("button", name="Go in as Lena Madeup").click()

        assert page.url == f"{home}/"


def test_stops_at_ctrl_c_and_is_made_anew(demo: OpenDemo, made: Path, port: int) -> None:
    """Stands last: it ends the demo of this module."""
    kept = (made / "commons" / "keys.json").read_text()
    demo.process.send_signal(2)
    demo.process.wait(timeout=60)

    assert demo.process.returncode == 0
    assert are_free(range(port, port + 3))
    again = make(made, port=port)
    assert again.returncode == 0, again.stderr
    assert (made / "commons" / "keys.json").read_text() != kept
