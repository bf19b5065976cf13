"""Tests of every page in a browser: narrow and wide, light and dark, by keyboard alone."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from commonground_web.kernel.rooms import Room
from tests.web.together.browser import NARROW, WIDE, faults, visitor
from tests.web.together.serving import SHOWCASE, RunningRoom, running

pytestmark = pytest.mark.slow

MANY = 63

HALF_A_SCREEN = 400
"""Pixels of a telephone's page that may stand before what the page is about."""


@dataclass(frozen=True)
class Walk:
    """The pages of one room's first records, and who walks through them."""

    list: str
    new: str
    roles: tuple[str, ...]
    others: tuple[str, ...] = ()


WALKS = {
    Room.COMMONS: Walk(
        "/complaints/",
        "/complaints/new/",
        ("privacy_officer", "coordinator", "director"),
        (
            *("/sites/", "/sites/new/", "/agencies/", "/agencies/new/"),
            *("/operations/", "/outreach/", "/notices/", "/runs/", "/public/"),
            *("/complaints/contest/", "/complaints/follow/"),
            *("/services/", "/services/new/", "/organizations/new/"),
            *("/directory/import/", "/anchors/"),
        ),
    ),
    Room.CASEROOM: Walk("/entries/", "/entries/new/", ("officer", "supervisor"), ("/services/",)),
    Room.CAREROOM: Walk(
        "/clients/", "/clients/new/", ("navigator", "provider_manager"), ("/services/",)
    ),
}
EVERYWHERE = ("/people/", "/people/invite/", "/people/me/", "/account/2fa/", "/account/logout/")
"""What every room has besides: people, accounts, second factors."""

FAULTS = {
    "/nothing/": 404,
    "/faults/unread/": 400,
    "/faults/stale/": 403,
    "/faults/too-often/": 429,
    "/faults/locked-out/": 429,
    "/faults/ours/": 500,
    "/faults/database/": 503,
}
"""Where a request ends badly, and by which number."""


@pytest.fixture(scope="module", params=WALKS)
def room(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningRoom]:
    """Serve a room with the page of parts."""
    folder = tmp_path_factory.mktemp("rooms")
    with running(request.param, folder, settings=SHOWCASE) as served:
        yield served


def _holds(page: Page, what: str) -> None:
    assert not (wrong := faults(page)), "\n".join([what, *wrong])


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_has_no_fault_on_any_page_in_the_dark_and_in_spanish(
    browser: Browser, room: RunningRoom, width: int
) -> None:
    """Light and English pages are looked at in `test_every_page`."""
    walk = WALKS[room.home.settings.room]
    cookie = room.cookie(*walk.roles, "administrator", agency=str(uuid.uuid4()))
    with visitor(browser, width=width, cookie=cookie, scheme="dark", language="es") as page:
        paths = (
            "/",
            "/help/",
            walk.list,
            walk.new,
            *walk.others,
            *EVERYWHERE,
            "/parts/",
        )
        for path in paths:
            page.goto(room.address + path)
            if path == "/parts/":
                expect(page.locator(".map[data-ready]")).to_have_count(2, timeout=15_000)
            _holds(page, path)


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_has_no_fault_where_a_request_ends_badly(
    browser: Browser, room: RunningRoom, width: int
) -> None:
    with visitor(browser, width=width, cookie=room.cookie()) as page:
        for path, status in FAULTS.items():
            answer = page.goto(room.address + path)
            assert answer is not None
            assert answer.status == status
            _holds(page, path)


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_has_no_fault_where_people_sign_in(browser: Browser, room: RunningRoom, width: int) -> None:
    with visitor(browser, width=width) as page:
        page.goto(room.address + "/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        _holds(page, "the sign-in")


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_has_no_fault_on_the_way_of_a_record(
    browser: Browser, room: RunningRoom, width: int
) -> None:
    walk = WALKS[room.home.settings.room]
    agency = str(uuid.uuid4())
    room.inside("fill", agency, str(MANY))
    with visitor(browser, width=width, cookie=room.cookie(*walk.roles, agency=agency)) as page:
        page.goto(room.address + walk.list)
        _holds(page, "a full list")
        page.locator("main summary").first.click()
        _holds(page, "an open filter")
        page.get_by_label("Sort by").select_option(index=1)
        page.get_by_role("button", name="Show").click()
        expect(page).to_have_url(re.compile("sort="))
        _holds(page, "a sorted list")
        page.goto(room.address + walk.list)
        page.locator("tbody a").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Before you open this page")
        _holds(page, "the question for the purpose")
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="Open the page").click()
        expect(page.locator(".person")).to_contain_text("Opened to:")
        _holds(page, "a person's page")


def test_folds_its_doors_on_a_narrow_page_and_opens_them_by_keyboard(
    browser: Browser, room: RunningRoom
) -> None:
    cookie = room.cookie(*WALKS[room.home.settings.room].roles)
    with visitor(browser, width=NARROW, cookie=cookie) as page:
        page.goto(room.address + "/")
        doors = page.get_by_role("navigation", name="In this room")
        top = page.locator("main").bounding_box()
        assert top
        assert top["y"] < HALF_A_SCREEN
        expect(doors.get_by_role("link").first).to_be_hidden()

        doors.locator("summary").focus()
        page.keyboard.press("Enter")

        expect(doors.get_by_role("link").first).to_be_visible()
        _holds(page, "the doors, unfolded")


def test_shows_its_doors_on_a_wide_page(browser: Browser, room: RunningRoom) -> None:
    with visitor(browser, cookie=room.cookie(*WALKS[room.home.settings.room].roles)) as page:
        page.goto(room.address + "/")
        doors = page.get_by_role("navigation", name="In this room")

        expect(doors.get_by_role("link").first).to_be_visible()
        expect(doors.locator("summary")).to_be_hidden()
        _holds(page, "the doors of a wide page")


def test_leads_to_what_is_wrong_in_a_form(browser: Browser, room: RunningRoom) -> None:
    with visitor(browser, cookie=room.cookie(*WALKS[room.home.settings.room].roles)) as page:
        page.goto(room.address + "/parts/")
        page.get_by_role("button", name="Keep it").click()

        summary = page.get_by_role("alert").filter(has_text="Please look again")
        expect(summary).to_be_focused()
        _holds(page, "a form with errors")
        page.get_by_role("link", name="Name – This field is required.").click()
        expect(page.get_by_label("Name")).to_be_focused()


def test_works_without_scripts(browser: Browser, room: RunningRoom) -> None:
    walk = WALKS[room.home.settings.room]
    agency = str(uuid.uuid4())
    room.inside("fill", agency, "3")
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([room.cookie(*walk.roles, agency=agency)])  # type: ignore[list-item]
    page = context.new_page()

    page.goto(room.address + walk.list + "?sort=purge_on")
    assert page.locator("tbody tr").count() >= 3
    page.goto(room.address + "/parts/")
    assert not page.locator(".map").first.is_visible()
    assert page.get_by_role("rowheader", name="Corner market").is_visible()
    page.get_by_role("button", name="Español").click()
    assert page.locator("html").get_attribute("lang") == "es"
    context.close()


def test_draws_a_boundary_by_mouse_and_by_keyboard(browser: Browser, room: RunningRoom) -> None:
    with visitor(browser, cookie=room.cookie()) as page:
        page.goto(room.address + "/parts/")
        corners = page.get_by_label("Boundary", exact=True)
        ground = page.locator("[data-draw] canvas")
        expect(page.locator("[data-draw][data-ready]")).to_be_visible(timeout=15_000)

        corners.fill("")
        ground.click(position={"x": 60, "y": 60})
        ground.press("Enter")
        ground.press("ArrowRight")
        page.wait_for_timeout(800)  # the map glides; there is no event of ours to wait for
        ground.press("Enter")
        expect(page.locator("[data-said]")).to_have_text("Corners: 3")
        first, second, third = (
            [float(part) for part in line.split(",")] for line in corners.input_value().splitlines()
        )
        assert first[0] > second[0]
        assert first[1] < second[1] < third[1]
        page.get_by_role("button", name="Take the last corner back").click()
        expect(page.locator("[data-said]")).to_have_text("Corners: 2")


def test_tells_each_room_by_name_and_colour(browser: Browser, tmp_path: Path) -> None:
    seen = set()
    for room in Room:
        with running(room, tmp_path) as served, visitor(browser, width=NARROW) as page:
            page.goto(served.address + "/help/")
            page.mouse.wheel(0, 3000)
            band = page.locator("header.room")
            expect(band.get_by_role("link")).to_be_in_viewport()
            colour = band.evaluate("e => getComputedStyle(e).backgroundColor")
            seen.add((band.get_by_role("link").inner_text(), colour))

    assert len({name for name, _ in seen}) == len({colour for _, colour in seen}) == len(Room)
