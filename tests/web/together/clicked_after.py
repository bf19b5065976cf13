"""What follows later: a violation is weighed by four, and counts leave two rooms, by clicks."""

from __future__ import annotations

from datetime import timedelta

from commonground_web.kernel.rooms import Room
from tests.web.together.clicked_case import NUMBER
from tests.web.together.clicking import Clicks

CASEROOM = Room.CASEROOM
CLAUSE = "Violence against a person that has led to a charge."
BOTH = "Both sides say so, by the words of the clause."
WHAT = "A blow, and a charge: report LPD-8888."
SETTLED_ON = 9
"""Day of the month after, by which a month is counted."""

RELEASING = {
    Room.CAREROOM: ("provider-manager", "outreach-manager", "privacy-officer"),
    Room.CASEROOM: ("charging-supervisor", "supervisor", "prosecutor"),
}
"""By room, who drafts what is to leave, and which two look at it."""


def violate(work: Clicks) -> None:
    """Report a violation; another looks at the evidence, two review it; safe conduct holds."""
    work.go_in(CASEROOM, "detective", "/cases/")
    work.open_person(NUMBER)
    work.open_person("Open the entry")
    work.follow("Report a violation")
    work.main.get_by_role("radio", name=CLAUSE).check()
    work.set_day("Day", work.today)
    work.pick(work.main.locator("[name=source]"), "an arrest with a charge")
    work.write("What happened, where", WHAT)
    work.press("Report it")
    work.say_why()
    work.sees("reported", "Dan Fictive", WHAT)

    _open(work, "lieutenant")
    work.follow("Look at the evidence")
    work.press("Keep it")
    for person, why in (("supervisor", "It is on record."), ("prosecutor", "It can be proved.")):
        _open(work, person)
        work.sees_not("It is on record.")
        work.follow("Review it")
        work.choose("the banked case")
        work.write("Why", why)
        work.press("Keep it")
    work.sees("It is on record.", "It can be proved.")

    _open(work, "charging-supervisor")
    _say_activate(work)
    work.main.get_by_role("button", name="Keep it").click()
    work.sees("Safe conduct is in force")


def wait_for_a_month(work: Clicks) -> None:
    """Wait until the month of all this is over and settled, and is counted."""
    over = (work.today.replace(day=1) + timedelta(days=31)).replace(day=SETTLED_ON)
    work.wait(timedelta(days=(over - work.today).days))
    for room in RELEASING:
        work.let_clocks_run(room)


def decide(work: Clicks) -> None:
    """Decide once safe conduct is over: the case leaves the bank."""
    _open(work, "charging-supervisor")
    _say_activate(work)
    work.press("Keep it")
    work.sees("Rosa Pretend", BOTH)
    work.open_person("Open the case")
    work.sees("activated")


def _say_activate(work: Clicks) -> None:
    work.follow("Decide")
    work.choose("The case is activated")
    work.write("Why?", BOTH)


def let_counts_go(work: Clicks, room: Room) -> None:
    """Have the counts of the newest month drafted by one, and checked by two others."""
    author, *checkers = RELEASING[room]
    work.go_in(room, author, "/releases/")
    work.follow("Draft a release")
    choice = work.main.get_by_label("Month")
    month = choice.evaluate("e => e.selectedOptions[0].label")
    work.press("Draft it")
    work.sees(f"Counts of {month}")
    for person in checkers:
        work.go_in(room, person, "/releases/")
        work.follow(month)
        work.press("I have looked at each count: it may leave")
    work.go_in(room, author, "/releases/")
    work.follow(month)
    work.press("Let them go to the Commons")
    work.sees("Released")
    work.carry()

    work.go_in(Room.COMMONS, "evaluator", "/counts/")
    work.main.get_by_role("row", name=month).first.wait_for()


def _open(work: Clicks, person: str) -> None:
    work.go_in(CASEROOM, person, "/violations/")
    work.open_person("violence")
