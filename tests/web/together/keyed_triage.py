"""An entry that waits is used, weighed and decided on, by keyboard."""

from __future__ import annotations

from datetime import timedelta

from commonground_web.kernel.rooms import Room
from tests.web.together.keyed_work import Work

CASEROOM = Room.CASEROOM


def use_the_entry(work: Work, who: str) -> None:
    """Have the detective, who has signed in, add a second source; a supervisor uses the entry."""
    seen_on = work.today - timedelta(days=3)
    work.skip()
    work.door("Entries")
    work.skip()
    work.open_person(who)
    work.follow("Add a source")
    work.skip()
    work.pick("Where it comes from", "complaint of a resident")
    work.write("Who saw it", "complaint 77")
    work.set_day("Date of the report", seen_on)
    work.set_day("Last seen selling on", seen_on)
    work.write("Place", "Ninth Avenue, by the library")
    work.write("What was seen", "A resident saw two sales.")
    work.pick("Reliability", "usually reliable")
    work.pick("Validity", "probable")
    work.press("Keep the source")

    work.go_in(CASEROOM, "supervisor", "/entries/")
    work.open_person(who)
    work.press("Accept this entry")
    work.skip()
    work.follow("Answer the questions")
    work.skip()
    for question in ("is_minor", "is_coerced", "is_trafficked", "is_addicted"):
        work.reach(work.page.locator(f"input[name={question}]"))
        work.page.keyboard.press("Space")
    work.write("What the answers rest on", "Date of birth by report.")
    work.press("Keep the answers")
    work.skip()
    work.press("Put it into use")


def answer_the_criteria(work: Work, who: str) -> None:
    """Have the entry put on the list, every criterion answered, and the case opened to review."""
    work.go_in(CASEROOM, "charging-supervisor", "/lists/")
    work.follow("Ninth Avenue, second list")
    work.skip()
    work.follow("Put entries on the list")
    work.skip()
    work.press(f"Put {who} on the list")

    work.go_in(CASEROOM, "analyst", "/triage/")
    work.open_person(who)
    work.follow("Answer the criteria")
    work.skip()
    for question in work.main.locator("fieldset").all():
        answer = question.locator("[name^=value_]")
        kind = answer.evaluate("e => e.type")
        if kind == "date":
            work.set_day(answer, work.today - timedelta(days=9))
        elif kind == "number":
            work.write(answer, "1")
        else:
            work.pick(answer, answer.evaluate("e => e.options[1].label"))
        work.write(question.locator("[name^=evidence_]"), "Record check of last week")
    work.press("Keep them, and hand them on")

    work.go_in(CASEROOM, "charging-supervisor", "/triage/")
    work.open_person(who)
    work.press("Open it to the two reviewers")


def review(work: Work, who: str) -> None:
    """Have both sides review the case, the second without the first's word; then decide."""
    work.go_in(CASEROOM, "supervisor", "/triage/")
    work.open_person(who)
    _submit(work, "Two sales, no violence.")

    work.go_in(CASEROOM, "prosecutor", "/triage/")
    work.open_person(who)
    assert "Two sales" not in work.main.inner_text()
    _submit(work, "The buy is complete.")
    assert "Two sales" in work.main.inner_text()
    work.skip()
    work.press("I have read both")
    assert "agreed: bank and invite" in work.main.inner_text()


def _submit(work: Work, why: str) -> None:
    work.follow("Review this case")
    work.skip()
    work.choose("bank the case, and invite")
    work.write("Why?", why)
    work.press("Submit my review")
