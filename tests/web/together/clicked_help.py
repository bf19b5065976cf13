"""Who said yes is introduced, asked what they need, and referred until help is done, by clicks."""

from __future__ import annotations

import re
from datetime import timedelta

from commonground_web.kernel.rooms import Room
from tests.web.together.clicking import Clicks

CAREROOM, COMMONS = Room.CAREROOM, Room.COMMONS
CALLED = "Row"
NIGHT_BUS = "Night Bus Outreach (made up)"
NEED = "A door that I can lock."


def introduce(work: Clicks, who: str) -> None:
    """Hand over who said yes; the navigator of the provider begins their record."""
    work.go_in(COMMONS, "coordinator", "/candidates/")
    work.open_person(who)
    work.follow("Agreement")
    work.follow("Put them in touch with help")
    work.pick("Who helps?", "Open Door Services (made up)")
    work.write("What do they want to be called?", CALLED)
    work.write("How may they be reached?", "555-0198, mornings")
    work.write("Language", "en")
    work.tick("They said yes")
    work.press("Hand it over")
    work.sees("never known here")
    work.sees_not("555-0198")
    work.carry()

    work.go_in(CAREROOM, "navigator", "/introductions/")
    work.open_person(CALLED)
    work.sees("555-0198")
    work.press("Pick up: begin their record")
    work.sees("introduced by the Commons")


def ask(work: Clicks) -> None:
    """Ask what they need, in their own words."""
    _open_client(work)
    work.follow("Needs and plan")
    work.follow("Ask what they need")
    for question in work.main.locator("fieldset").all():
        question.get_by_role("radio").first.check()
    work.write("In their own words", NEED)
    work.press("Keep the answers")
    work.sees(NEED)


def consent(work: Clicks) -> None:
    """Write down what they signed: a name and a contact, and not what they need."""
    _open_client(work)
    work.follow("Consents and disclosures")
    work.follow("Record a consent")
    work.write("Whose record it is", CALLED)
    work.write("Who discloses", "Open Door Services (made up)")
    work.pick("Recipient", NIGHT_BUS)
    work.pick("Kind of recipient", "harm-reduction organisation")
    work.tick(re.compile("^name$"))
    work.tick("how to reach them")
    work.write("What is told, in their words", "What to call me, and how to reach me.")
    work.write("What for", "So that the night bus can bring me naloxone.")
    work.set_day("Ends on", work.today + timedelta(days=90))
    work.write("Signature", CALLED)
    work.press("Keep the consent")
    work.sees("in force", NIGHT_BUS)


def refer(work: Clicks) -> None:
    """Refer them by it; the receiver holds a slot, and help is begun and done."""
    _open_client(work)
    work.follow("Referrals")
    work.follow("Draft a referral")
    work.pick("Service", f"Night bus – {NIGHT_BUS}")
    work.press("Keep the draft")
    work.follow("Send it")
    work.pick("Consent that it goes by", NIGHT_BUS)
    work.press("Send it")
    work.sees("sent, and waits for an answer")

    work.go_in(CAREROOM, "outreach-worker", "/referrals/")
    work.main.get_by_role("row", name="sent, and waits").get_by_role("link").first.click()
    work.say_why()
    work.sees(CALLED, "555-0198")
    work.sees_not(NEED)
    _move(work, "accepted", holding=True)
    work.sees("Slot held until")
    for state in ("help has started", "completed"):
        _move(work, state)
        work.sees(state)

    _open_client(work)
    work.follow("Referrals")
    work.sees("completed")


def _move(work: Clicks, to: str, *, holding: bool = False) -> None:
    work.follow("Say what became of it")
    work.pick("It is now", to)
    if holding:
        work.set_day("Hold a slot until", work.today + timedelta(days=3))
    work.press("Keep it")


def _open_client(work: Clicks) -> None:
    work.go_in(CAREROOM, "navigator", "/clients/")
    work.open_person(CALLED)
