"""Tests of the story that the demo tells, on both engines: what its rooms hold, and the tour.

The last test is the thread of somebody new, by clicks alone, from the first report about them to
help that was given; it comes last, for it puts the clocks of the rooms forward by weeks.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from commonground_web.kernel.home import Home
from commonground_web.kernel.rooms import Room
from tests.web.home import collect_static
from tests.web.together import clicked_after, clicked_case, clicked_help
from tests.web.together.browser import visitor
from tests.web.together.clicking import Clicks
from tests.web.together.demos import give
from tests.web.together.keyed_callin import (
    agree,
    bring_the_letter,
    hold_the_evening,
    invite,
    plan_the_evening,
)
from tests.web.together.keyed_triage import answer_the_criteria, review
from tests.web.together.reading import content_of, read
from tests.web.together.rooms import Rooms
from tests.web.together.serving import served

LISTED = ("Alder Fictional", "Birch Fictional", "Cedar Fictional", "Juniper Fictional")
HELPED = ("Maple Imaginary", "Olive Imaginary")
REACHED = ("Leaves messages at the drop-in", "Through a grandmother", "555-0101, after four")
CLOSE = ("Aunt Ada Nobody", "Grandmother Bea Nobody")
NAMED = (*LISTED, *HELPED, *REACHED, *CLOSE)
"""Names and ways to reach people that no file of a database holds as they are written."""

WHO = "Rowan Fictional"
LATER = "tests.web.together.later.settings"
SAFE = timedelta(hours=3)
"""After the evening it is held, and safe conduct still stands."""

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
def made(engine: str, one_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a demo that the tests of this module share."""
    folder = tmp_path_factory.mktemp(f"thread-{engine}") / "rooms"
    give(folder, like=one_demo, engine=engine)
    return folder


@pytest.fixture(scope="module")
def rooms(made: Path) -> Iterator[Rooms]:
    """Open the rooms of the demo for as long as tests look at them."""
    homes = {room: Home.read(made / room) for room in Room}
    with ExitStack() as opened:
        for room, home in homes.items():
            collect_static(home)
            log = made.parent / f"{room}.log"
            opened.enter_context(served(home, settings=LATER, log=log))
        yield Rooms(homes)


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
def work(browser: Browser, rooms: Rooms) -> Iterator[Clicks]:
    """Walk through the rooms as whoever the tour says."""
    with visitor(browser) as page:
        yield Clicks(page, rooms)


def test_lets_a_director_sign_the_waiver_that_waits(work: Clicks) -> None:
    work.go_in(Room.COMMONS, "director", "/plans/")
    work.follow("Ninth Avenue")
    work.follow("Gates")
    work.press("Sign as the second person")

    expect(work.main).not_to_contain_text("waits for the second signature")


def test_tells_the_commons_no_reason_for_a_candidate(work: Clicks) -> None:
    work.go_in(Room.COMMONS, "coordinator", "/candidates/")
    work.open_person("Cedar Fictional")

    expect(work.main).to_contain_text("it lasted until")
    expect(work.main).not_to_contain_text("bags for money")


def test_lets_outreach_say_that_it_read_the_notice(work: Clicks) -> None:
    work.go_in(Room.COMMONS, "outreach-lead", "/notices/")
    work.press("We have read it")

    expect(work.main).not_to_contain_text("not read yet")


def test_shows_a_navigator_the_clients_of_their_own_organisation(work: Clicks) -> None:
    work.go_in(Room.CAREROOM, "navigator", "/clients/")
    expect(work.main).to_contain_text("Alder")
    expect(work.main).not_to_contain_text("Hazel")

    work.open_person("Birch")

    expect(work.main).to_contain_text("introduced by the Commons")


def test_shows_the_receiver_what_the_consent_covers(work: Clicks) -> None:
    work.go_in(Room.CAREROOM, "outreach-worker", "/referrals/")
    work.open_person("Night bus")

    expect(work.main).to_contain_text("help has started")
    expect(work.main).not_to_contain_text("A door that I can lock")


def test_has_nothing_of_the_care_room_in_the_case_room(work: Clicks) -> None:
    work.go_in(Room.CASEROOM, "detective", "/entries/")

    answer = work.page.goto(work.rooms.homes[Room.CASEROOM].settings.address + "/clients/")

    assert answer is not None
    assert answer.status == HTTPStatus.NOT_FOUND


def test_lets_the_milder_of_two_reviews_of_a_violation_hold(work: Clicks) -> None:
    work.go_in(Room.CASEROOM, "supervisor", "/violations/")
    work.open_person("selling drugs in the market")
    work.follow("Review it")
    work.choose("the banked case")
    work.write("Why", "A sale, on video, in the area.")
    work.press("Keep it")

    expect(work.main).to_contain_text("Sol Fictive")
    expect(work.main).to_contain_text("A warning first")
    expect(work.main).not_to_contain_text("waits for two reviews")


def test_shows_what_comes_back_of_help_as_counts(work: Clicks) -> None:
    work.go_in(Room.COMMONS, "evaluator", "/counts/")

    expect(work.main).to_contain_text("Naloxone kits handed out")
    expect(work.main).to_contain_text("<11")


def test_shows_everybody_the_page_of_the_site(work: Clicks) -> None:
    work.page.goto(work.rooms.homes[Room.COMMONS].settings.address + "/public/")
    work.follow("Ninth Avenue")

    expect(work.main).to_contain_text("Ninth Avenue")
    expect(work.main).not_to_contain_text("Fictional")


def test_leads_somebody_from_the_first_report_to_help_that_is_done(work: Clicks) -> None:
    clicked_case.write_the_entry(work, WHO)
    clicked_case.print_the_entry(work, WHO)
    answer_the_criteria(work, WHO)
    review(work, WHO)
    clicked_case.settle_the_others(work)
    clicked_case.build_the_case(work, WHO)
    clicked_case.lock(work)
    clicked_case.release(work, WHO)

    evening = plan_the_evening(work)
    invite(work, WHO)
    bring_the_letter(work, WHO)
    work.wait(evening - work.now + SAFE)
    hold_the_evening(work)
    agree(work, WHO)

    clicked_help.introduce(work, WHO)
    clicked_help.ask(work)
    clicked_help.consent(work)
    clicked_help.refer(work)

    clicked_after.violate(work)
    clicked_after.wait_for_a_month(work)
    clicked_after.decide(work)
    for room in (Room.CAREROOM, Room.CASEROOM):
        clicked_after.let_counts_go(work, room)
