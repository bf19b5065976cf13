"""Tests of the story that the demo tells, on both engines: what its rooms hold, and the tour."""

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from commonground_web.kernel.home import Home
from commonground_web.kernel.rooms import Room
from tests.web.together.browser import visitor
from tests.web.together.demos import OpenDemo, make, opened, three_free_ports
from tests.web.together.reading import content_of, read
from tests.web.together.touring import Walk

LISTED = ("Alder Fictional", "Birch Fictional", "Cedar Fictional", "Juniper Fictional")
HELPED = ("Maple Imaginary", "Olive Imaginary")
REACHED = ("Leaves messages at the drop-in", "Through a grandmother", "555-0101, after four")
CLOSE = ("Aunt Ada Nobody", "Grandmother Bea Nobody")
NAMED = (*LISTED, *HELPED, *REACHED, *CLOSE)
"""Names and ways to reach people that no file of a database holds as they are written."""

FEWEST = 11
"""So many, or more, leave as a number."""

HELD = {
    Room.COMMONS: {
        "candidate WHERE state = 'in_term'": 2,
        "candidate WHERE state = 'absent_followup'": 1,
        "safe_conduct_hold WHERE acknowledged = revision AND lifted_at IS NULL": 3,
        "letter_delivery WHERE how <> 'not_found'": 3,
        "follow_up WHERE outcome = 'reached'": 1,
        "callin WHERE state = 'held' AND invited = 3 AND unsafe = 0": 1,
        "operation WHERE state = 'planned'": 1,
        "complaint WHERE state = 'answered'": 1,
        "public_page WHERE published_by IS NOT NULL": 1,
    },
    Room.CASEROOM: {
        "candidate WHERE state = 'released'": 3,
        "case_file WHERE state = 'banked'": 3,
        "triage_decision WHERE state = 'independent_review'": 1,
        "triage_decision WHERE state = 'panel'": 1,
        "violation WHERE state = 'checked'": 1,
        "release WHERE state = 'released'": 1,
    },
    Room.CAREROOM: {
        "introduction WHERE state = 'waiting'": 0,
        "client WHERE origin = 'commons_invitation'": 1,
        "consent WHERE revoked_at IS NULL": 1,
        "referral WHERE state = 'started'": 1,
        "release WHERE state = 'released'": 1,
    },
}
"""What the rooms hold after the story, by room: rows of a table, and how many."""


@pytest.fixture(scope="module")
def made(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a demo that the tests of this module share."""
    folder = tmp_path_factory.mktemp(f"thread-{engine}") / "rooms"
    done = make(folder, port=three_free_ports(), engine=engine)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def demo(made: Path) -> Iterator[OpenDemo]:
    """Open the demo for as long as tests look at it."""
    with opened(made, log=made.parent / "log") as running:
        yield running


@pytest.mark.parametrize(
    ("room", "rows"), [(room, rows) for room, held in HELD.items() for rows in held], ids=str
)
def test_holds_what_the_story_tells(made: Path, room: Room, rows: str) -> None:
    [(many,)] = read(Home.read(made / room), f"SELECT count(*) FROM {rows}")

    assert many == HELD[room][rows]


@pytest.mark.parametrize("room", [Room.CASEROOM, Room.CAREROOM])
def test_lets_counts_of_a_room_reach_the_commons(made: Path, room: Room) -> None:
    query = f"SELECT n, is_small FROM released_count WHERE room = '{room}'"
    counted = read(Home.read(made / Room.COMMONS), query)

    assert (None, True) in counted
    assert all(n is None or n >= FEWEST for n, _ in counted)
    assert any(n for n, _ in counted) == (room is Room.CAREROOM)


@pytest.mark.parametrize("room", Room)
def test_has_nobodys_name_in_what_any_database_keeps(made: Path, room: Room) -> None:
    content = content_of(Home.read(made / room))

    assert content
    assert not [name for name in NAMED if name.encode() in content]


@pytest.fixture
def walk(browser: Browser, demo: OpenDemo) -> Iterator[Walk]:
    """Walk through the rooms as whoever the tour says."""
    with visitor(browser) as page:
        yield Walk(page, demo)


def test_lets_a_director_sign_the_waiver_that_waits(walk: Walk) -> None:
    walk.go_in(Room.COMMONS, "director", "/plans/")
    walk.open("Ninth Avenue")
    walk.open("Gates")
    walk.press("Sign as the second person")

    expect(walk.main).not_to_contain_text("waits for the second signature")


def test_shows_a_review_once_both_are_in(walk: Walk) -> None:
    walk.go_in(Room.CASEROOM, "supervisor", "/triage/")
    walk.open_person("Ivy Fictional")
    expect(walk.main).not_to_contain_text("Per Pretend")

    walk.open("Review this case")
    walk.say("drop", "One sale alone was seen by an officer.")
    walk.press("Submit my review")

    expect(walk.main).to_contain_text("Per Pretend")


def test_lets_the_third_member_close_the_panel(walk: Walk) -> None:
    walk.go_in(Room.CASEROOM, "charging-supervisor", "/triage/")
    walk.open_person("Juniper Fictional")
    walk.open("Say what I make of it")
    walk.say("drop", "Neither sale was recorded.")
    walk.page.locator("main form button").first.click()
    walk.press("Close the panel")

    expect(walk.main).to_contain_text("decided by the panel")


def test_tells_the_commons_no_reason_for_a_candidate(walk: Walk) -> None:
    walk.go_in(Room.COMMONS, "coordinator", "/candidates/")
    walk.open_person("Cedar Fictional")

    expect(walk.main).to_contain_text("it lasted until")
    expect(walk.main).not_to_contain_text("bags for money")


def test_lets_outreach_say_that_it_read_the_notice(walk: Walk) -> None:
    walk.go_in(Room.COMMONS, "outreach-lead", "/notices/")
    walk.press("We have read it")

    expect(walk.main).not_to_contain_text("not read yet")


def test_shows_a_navigator_the_clients_of_their_own_organisation(walk: Walk) -> None:
    walk.go_in(Room.CAREROOM, "navigator", "/clients/")
    expect(walk.main).to_contain_text("Alder")
    expect(walk.main).not_to_contain_text("Hazel")

    walk.open_person("Birch")

    expect(walk.main).to_contain_text("introduced by the Commons")


def test_shows_the_receiver_what_the_consent_covers(walk: Walk) -> None:
    walk.go_in(Room.CAREROOM, "outreach-worker", "/referrals/")
    walk.open_person("Night bus")

    expect(walk.main).to_contain_text("help has started")
    expect(walk.main).not_to_contain_text("A door that I can lock")


def test_has_nothing_of_the_care_room_in_the_case_room(walk: Walk) -> None:
    walk.go_in(Room.CASEROOM, "detective", "/entries/")

    answer = walk.page.goto(walk.demo.addresses[Room.CASEROOM] + "/clients/")

    assert answer is not None
    assert answer.status == HTTPStatus.NOT_FOUND


def test_lets_the_milder_of_two_reviews_of_a_violation_hold(walk: Walk) -> None:
    walk.go_in(Room.CASEROOM, "supervisor", "/violations/")
    walk.open_person("selling drugs in the market")
    walk.open("Review it")
    walk.say("the banked case", "A sale, on video, in the area.")
    walk.press("Keep it")

    expect(walk.main).to_contain_text("Sol Fictive")
    expect(walk.main).to_contain_text("A warning first")
    expect(walk.main).not_to_contain_text("waits for two reviews")


def test_shows_what_comes_back_of_help_as_counts(walk: Walk) -> None:
    walk.go_in(Room.COMMONS, "evaluator", "/counts/")

    expect(walk.main).to_contain_text("Naloxone kits handed out")
    expect(walk.main).to_contain_text("<11")


def test_shows_everybody_the_page_of_the_site(walk: Walk) -> None:
    walk.page.goto(walk.demo.addresses[Room.COMMONS] + "/public/")
    walk.open("Ninth Avenue")

    expect(walk.main).to_contain_text("Ninth Avenue")
    expect(walk.main).not_to_contain_text("Fictional")
