"""Somebody is written down, weighed and banked, and released to the Commons, by clicks."""

from __future__ import annotations

from datetime import timedelta

from commonground_web.kernel.rooms import Room
from tests.web.together.browser import NARROW, WIDE, faults
from tests.web.together.clicking import Clicks
from tests.web.together.keyed_triage import use_the_entry

CASEROOM = Room.CASEROOM
LIST = "Ninth Avenue, second list"
NUMBER = "LPD-C-777"
VARIABLES = ("race", "sex", "age", "residence")
TOO_LITTLE = "Too little was seen."
FACTS = "Sold twice to an undercover officer, on the corner of the library."


def write_the_entry(work: Clicks, who: str) -> None:
    """Have the detective write an entry with its first source, and a supervisor use it."""
    work.go_in(CASEROOM, "detective", "/entries/")
    work.door("Write an entry")
    work.write("Name", who)
    work.set_day("Date of birth", work.today.replace(year=work.today.year - 31, day=1))
    work.pick("Criminal activity", "sale or delivery of a controlled substance")
    work.write("Facts that give reasonable suspicion", FACTS)
    work.write("Number of your agency's report", "LPD-7777")
    work.pick("Reliability of the source", "usually reliable")
    work.pick("Validity of what it said", "probable")
    work.pick("Confidence", "moderate: sources agree")
    work.press("Keep the draft")
    work.say_why()
    work.follow("Add a source")
    work.pick("Where it comes from", "patrol")
    work.write("Who saw it", "badge 777")
    work.set_day("Date of the report", work.today - timedelta(days=5))
    work.set_day("Last seen selling on", work.today - timedelta(days=6))
    work.write("Place", "Ninth Avenue, by the library")
    work.write("What was seen", FACTS)
    work.pick("Reliability", "usually reliable")
    work.pick("Validity", "probable")
    work.press("Keep the source")
    work.press("Submit to a supervisor")

    work.go_in(CASEROOM, "detective", "/entries/")
    use_the_entry(work, who)
    work.sees("in use")


def print_the_entry(work: Clicks, who: str) -> None:
    """Write down who receives the entry, and look at the page that is printed for them."""
    work.go_in(CASEROOM, "detective", "/entries/")
    work.open_person(who)
    work.follow("Print it or hand it on")
    work.write("Who receives it", "Per Pretend")
    work.write("Of which agency", "Lark County Prosecutor (made up)")
    work.write("What they need to know it for", "To review the case.")
    work.pick("Their right to know", "decides on or conducts the prosecution")
    work.write("What they will do with it", "Read it, and give it back.")
    work.press("Write it down")
    work.say_why()
    work.sees(FACTS, "Per Pretend")
    for width in (NARROW, WIDE):
        work.page.set_viewport_size({"width": width, "height": 800})
        assert not (wrong := faults(work.page)), wrong


def settle_the_others(work: Clicks) -> None:
    """Have whoever else is on the list dropped by a panel, which is told both reviews."""
    work.go_in(CASEROOM, "supervisor", "/triage/")
    work.open_person("Ivy Fictional")
    work.sees_not("Per Pretend")
    work.follow("Review this case")
    work.choose("drop")
    work.write("Why?", TOO_LITTLE)
    work.press("Submit my review")
    work.sees("Per Pretend")
    work.press("I have read both")

    work.go_in(CASEROOM, "charging-supervisor", "/triage/")
    work.open_person("Ivy Fictional")
    work.press("Call the panel")
    for person in ("lieutenant", "second-prosecutor", "charging-supervisor"):
        _sit(work, person, "Ivy Fictional")
    work.press("Close the panel")
    work.sees("decided by the panel")
    _sit(work, "charging-supervisor", "Juniper Fictional")
    work.press("Close the panel")
    work.sees("decided by the panel")


def _sit(work: Clicks, person: str, who: str) -> None:
    work.go_in(CASEROOM, person, "/triage/")
    work.open_person(who)
    work.follow("Say what I make of it")
    work.choose("drop")
    work.write("Why?", TOO_LITTLE)
    work.press("Keep what I said")


def build_the_case(work: Clicks, who: str) -> None:
    """Have the detective build a case on a complete buy, and a prosecutor find it ready."""
    work.go_in(CASEROOM, "detective", "/entries/")
    work.open_person(who)
    work.follow("Open a case")
    work.write("Local case number", NUMBER)
    work.tick("35A")
    work.write("Statute", "Sale of a controlled substance (made up)")
    work.set_day("First offence", work.today - timedelta(days=20))
    work.set_day("Last offence", work.today - timedelta(days=6))
    work.pick(work.main.locator("[name=drug]"), "A crack cocaine")
    work.pick("Fentanyl", "not suspected")
    work.set_day("Barred by limitation on", work.today + timedelta(days=900))
    work.pick("Who holds the file?", "prosecutor")
    work.press("Open it")
    work.sees("being built", "No buy yet")
    _add_the_buy(work)

    work.go_in(CASEROOM, "prosecutor", "/cases/")
    work.open_person(NUMBER)
    work.follow("Find it ready")
    work.set_day("Last day of the programme", work.today + timedelta(days=340))
    work.press("Find it ready")
    work.sees("ready", "Per Pretend", "Could be banked until")


def _add_the_buy(work: Clicks) -> None:
    """Write a buy down before the laboratory answers, and then what it says."""
    work.follow("Add a buy")
    day = work.today - timedelta(days=6)
    work.set_day("Bought on", day)
    work.write("Number of the evidence", "EV-777")
    work.tick("It is on video")
    work.tick("The chain of custody is whole")
    work.tick("There is a statement of a witness or officer")
    work.tick("The warrant is drafted, and unsigned")
    work.press("Keep the buy")
    work.sees("EV-777")
    work.sees_not("nothing: complete")

    work.main.locator("table a").first.click()
    work.pick("The laboratory says", "a controlled substance")
    work.press("Keep the buy")
    work.sees("nothing: complete")


def lock(work: Clicks) -> None:
    """Check the list for disparity; a supervisor and a charging supervisor sign, check and list."""
    work.go_in(CASEROOM, "analyst", "/lists/")
    work.follow(LIST)
    work.sees("3 of 3")
    work.follow("Check for disparity")
    for variable in VARIABLES:
        work.write(work.main.locator(f"[name={variable}]"), "all; 590; 0; 1; 2; 0")
    work.write("Compared with", "Adults of the four blocks by the last census (made up).")
    work.write("What you make of it", "Three people are too few to tell anything.")
    work.press("Keep this check")

    for person in ("supervisor", "charging-supervisor"):
        work.go_in(CASEROOM, person, "/lists/")
        work.follow(LIST)
        work.follow("written, waits for signatures")
        work.press("I have read it, and sign for my agency")
    for person in ("supervisor", "charging-supervisor"):
        work.go_in(CASEROOM, person, "/lists/")
        work.follow(LIST)
        work.sees("signed by two agencies")
        work.press("Sign the list as it stands")
    work.sees("locked", "Hash of the list", "Sol Fictive", "Rosa Pretend")

    work.go_in(CASEROOM, "detective", "/cases/")
    work.open_person(NUMBER)
    work.sees("banked", "Banked until")


def release(work: Clicks, who: str) -> None:
    """Say what it takes to invite them, and have a second person let them go; it is carried."""
    work.go_in(CASEROOM, "prosecutor", "/candidates/")
    work.open_person(who)
    work.follow("What it takes to invite them")
    work.write("Name on the invitation", who)
    work.write("How to reach them", "555-0199")
    work.write("Language", "en")
    work.choose("no")
    work.press("Keep this")
    work.press("Propose to release them")
    work.sees_not("Release them to the Commons")

    work.go_in(CASEROOM, "charging-supervisor", "/candidates/")
    work.open_person(who)
    work.press("Release them to the Commons")
    work.sees("555-0199", "Kept there until")
    work.carry()

    work.go_in(Room.COMMONS, "coordinator", "/candidates/")
    work.open_person(who)
    work.sees("555-0199")
    work.sees_not("undercover", NUMBER)
