"""Tests of the thread by keyboard alone: from signing in to an agreement, no mouse anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from commonground_web.kernel.home import Home
from commonground_web.kernel.rooms import Room
from tests.web.home import collect_static
from tests.web.together import between
from tests.web.together.browser import visitor
from tests.web.together.demos import give
from tests.web.together.keyed_callin import (
    agree,
    bring_the_letter,
    hold_the_evening,
    invite,
    plan_the_evening,
)
from tests.web.together.keyed_triage import answer_the_criteria, review, use_the_entry
from tests.web.together.keyed_work import Work
from tests.web.together.rooms import Rooms
from tests.web.together.serving import served

WHO = "Dogwood Fictional"
LATER = "tests.web.together.later.settings"


@pytest.fixture
def work(one_demo: Path, browser: Browser, tmp_path: Path) -> Iterator[Work]:
    """Open a demo whose clocks can be put forward, to somebody who has a keyboard alone."""
    folder = tmp_path / "rooms"
    give(folder, like=one_demo)
    homes = {room: Home.read(folder / room) for room in Room}
    with ExitStack() as opened:
        for room, home in homes.items():
            collect_static(home)
            opened.enter_context(served(home, settings=LATER, log=tmp_path / f"{room}.log"))
        yield Work(opened.enter_context(visitor(browser)), Rooms(homes))


def test_leads_from_an_entry_to_an_agreement_by_keys_alone(work: Work) -> None:
    work.sign_in(Room.CASEROOM, "detective")
    use_the_entry(work, WHO)
    answer_the_criteria(work, WHO)
    review(work, WHO)

    work.wait(timedelta(hours=1))
    work.rooms.run(Room.CASEROOM, between.release, name=WHO, at=work.now.isoformat())
    work.carry()

    evening = plan_the_evening(work)
    invite(work, WHO)
    bring_the_letter(work, WHO)
    work.wait(evening - work.now + timedelta(hours=3))
    hold_the_evening(work)
    agree(work, WHO)
