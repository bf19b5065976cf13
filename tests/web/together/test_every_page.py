"""Tests of every page that a room has, found by its addresses, filled and empty, at both widths."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from commonground_web.demo.people import people_of
from commonground_web.kernel.home import Home
from commonground_web.kernel.rooms import Room
from tests.web.home import collect_static, make_test_room
from tests.web.together import finding
from tests.web.together.browser import CHROMIUM
from tests.web.together.demos import give, three_free_ports
from tests.web.together.looking import Seen, faults_of
from tests.web.together.rooms import Rooms
from tests.web.together.serving import served

LOOKED_AT_ELSEWHERE = {
    "entry-print": "the whole thread, in `test_demo_thread`: it follows a form, for minutes",
    "founder-confirm": "`test_passkey`: two see it, once",
    "welcome": "`test_passkey`: by a link that works once",
    "mfa_edit_webauthn": "`test_passkey`: nobody of the demo has a passkey",
    "mfa_remove_webauthn": "`test_passkey`, likewise",
    "agreement-file": "it is no page: a document that was kept",
    "entry-file": "it is no page, either",
    "evidence-file": "it is no page, either",
    "violation-file": "it is no page, either",
}
"""Addresses that no link and no row of the demo leads to, and who looks at them."""

pytestmark = pytest.mark.skipif(
    not (os.environ.get("CI") or Path(CHROMIUM).exists()), reason=f"needs {CHROMIUM}"
)


@pytest.fixture(scope="module")
def demo(one_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a demo; none of its clocks runs, so that what was found stays as it is."""
    folder = tmp_path_factory.mktemp("pages") / "rooms"
    give(folder, like=one_demo)
    return folder


@pytest.mark.parametrize("room", Room)
def test_has_no_fault_on_any_page_of_the_demo(demo: Path, room: Room) -> None:
    home = Home.read(demo / room)
    collect_static(home)
    people = [person.email for person in people_of(room)]

    found = Rooms({room: home}).run(room, finding.find, accounts=people)

    assert set(found["missing"]) <= LOOKED_AT_ELSEWHERE.keys()
    assert not (wrong := _wrong_in(home, found, log=demo.parent / f"{room}.log")), "\n".join(wrong)


@pytest.mark.parametrize("room", Room)
def test_has_no_fault_on_any_page_of_an_empty_room(tmp_path: Path, room: Room) -> None:
    home = make_test_room(room, engine="sqlite", folder=tmp_path / room, port=three_free_ports())

    found = Rooms({room: home}).run(room, finding.find_in_the_empty)

    assert not (wrong := _wrong_in(home, found, log=tmp_path / "log")), "\n".join(wrong)


def _wrong_in(home: Home, found: dict[str, Any], *, log: Path) -> list[str]:
    """Return what is wrong with any page that was found in a room."""
    address, cookies = home.settings.address, found["cookies"]
    pages = [
        Seen(page["name"], address + page["url"], cookies.get(page["person"]))
        for page in found["pages"]
    ]
    with served(home, settings="commonground_web.config.settings", log=log):
        return faults_of(pages)
