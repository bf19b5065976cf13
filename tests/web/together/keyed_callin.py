"""A candidate is invited, followed up and comes to an agreement, by keyboard."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from commonground_web.demo.standing import TIME_ZONE
from commonground_web.kernel.rooms import Room
from tests.web.together.keyed_work import Work

COMMONS = Room.COMMONS
SITE = "Ninth Avenue"
AHEAD = timedelta(days=9)
"""How long before the evening it is planned; time enough for letters."""


def plan_the_evening(work: Work) -> datetime:
    """Have the first call-in closed, and the next planned with its agenda and a speaker."""
    _open_callin(work)
    work.press("Close it")
    evening = (work.now + AHEAD).astimezone(ZoneInfo(TIME_ZONE)).replace(hour=18, minute=0)
    work.go_in(COMMONS, "coordinator", "/call-ins/")
    work.follow("Plan a call-in")
    work.skip()
    work.set_moment("When", evening)
    work.write("Where", "Church hall, Ninth Avenue")
    work.choose("no media")
    work.press("Plan it")

    _open_callin(work)
    work.press("Confirm the service slots")
    work.skip()
    work.follow("Add to the agenda")
    work.skip()
    work.pick("Part", "Here is help")
    work.write("What is said or done", "Somebody who was helped says how")
    work.write("Minutes", "10")
    work.press("Add it")
    work.skip()
    work.follow("Ask somebody to speak")
    work.skip()
    work.write("Name", "Grace Nobody")
    work.pick("Speaks for", "community")
    work.pick("In which part?", "The selling stops now")
    work.press("Write it down")
    work.skip()
    work.press("They said yes")
    assert "Somebody who was helped says how" in work.main.inner_text()
    return evening


def invite(work: Work, who: str) -> None:
    """Invite the candidate; carry what follows, and have the case room promise safe conduct."""
    _open_callin(work)
    work.follow("Invitees")
    work.skip()
    work.follow("Invite candidates")
    work.skip()
    work.tick(re.compile(who))
    work.press("Invite them")
    work.carry()
    work.go_in(Room.CASEROOM, "supervisor", "/holds/")
    work.press("Acknowledge it")
    work.carry()


def bring_the_letter(work: Work, who: str) -> None:
    """Let letters go out, print one, speak with somebody who matters, and bring it."""
    _open_callin(work)
    work.press("All safe conduct is acknowledged")
    work.skip()
    work.press("Let the letters go out")
    work.skip()
    work.follow("Invitees")
    work.skip()
    work.open_person("Print the letter")
    with work.page.expect_download() as printed:
        work.reach(work.main.get_by_role("button", name="Get the PDF"))
        work.page.keyboard.press("Enter")
    assert printed.value.suggested_filename == "letters.pdf"

    _open_callin(work, "liaison")
    work.follow("Invitees")
    work.skip()
    assert who not in work.main.inner_text()
    work.open_person("Who matters to them")
    work.follow("Write somebody down")
    work.skip()
    work.write("Name", "Uncle Abe Nobody")
    work.pick("What are they to the candidate?", "another relative")
    work.write("How to reach them", "555-0177")
    work.set_day("When did they agree", work.today)
    work.press("Write them down")
    work.skip()
    work.open_person("Uncle Abe Nobody")
    work.choose("comes along")
    work.press("Note it")

    _open_callin(work, "liaison")
    work.follow("Invitees")
    work.skip()
    work.open_person("Bring the letter")
    work.choose("by hand, with a member of the community")
    work.choose("may come")
    work.tick("transport")
    work.press("Write it down")


def hold_the_evening(work: Work) -> None:
    """Hold the call-in: the invitee stays away, and the liaison goes to see them."""
    _open_callin(work)
    work.press("It is held")
    work.skip()
    work.follow("Who came")
    work.skip()
    work.follow("Note it")
    work.skip()
    work.choose("absent")
    work.press("Note it")
    work.skip()
    work.open_person("Who contacts them?")
    work.pick("Who contacts them?", "Lena Madeup")
    work.press("Name them")

    _open_callin(work, "liaison")
    work.follow("Who came")
    work.skip()
    work.open_person("Contact them")
    work.choose("reached, and told what was said")
    work.press("Note it")


def agree(work: Work, who: str) -> None:
    """Note what the invitee agreed to, and that they hold a copy."""
    work.go_in(COMMONS, "coordinator", "/candidates/")
    work.open_person(who)
    work.follow("Agreement")
    work.skip()
    work.follow("Note an agreement")
    work.skip()
    work.tick("sell no drugs")
    work.tick("use no violence")
    work.press("Note it")
    work.skip()
    work.press("They have a copy in their hands")
    assert "agreement in term" in work.main.inner_text()


def _open_callin(work: Work, person: str = "coordinator") -> None:
    work.go_in(COMMONS, person, "/call-ins/")
    work.follow(SITE)
    work.skip()
