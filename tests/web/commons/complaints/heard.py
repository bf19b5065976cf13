"""A complaint, and short ways to bring it where a test needs it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from commonground_web.commons.complaints.actions.hearing import acknowledge, answer, investigate
from commonground_web.commons.complaints.actions.making import (
    Contested,
    contest_listing,
    make_complaint,
)
from commonground_web.commons.complaints.codes import kept_code
from commonground_web.commons.complaints.models import APPEALS, OVERSIGHT, Complaint, Word
from commonground_web.kernel.access.actor import VISITOR
from commonground_web.kernel.clock import now
from tests.web.commons.steps.partners import AGENCY, somebody
from tests.web.rows import viewing

OFFICER, REVIEWER = somebody(OVERSIGHT), somebody(APPEALS)
BOTH = somebody(OVERSIGHT, APPEALS)
"""Somebody with too many roles, for rules that count persons."""


def looking() -> AbstractContextManager[Any]:
    """Open an event in which complaints may be read."""
    return viewing(Complaint, Word, agency=AGENCY)  # type: ignore[no-any-return]


def made(*, days_ago: int = 0) -> tuple[str, Complaint]:
    """Make a complaint, and return its code and itself."""
    at = now() - timedelta(days=days_ago)
    code = make_complaint(about="conduct", text="The badge was hidden.", by=VISITOR, at=at)
    return code, by_code(code)


def contested() -> Complaint:
    """Contest being listed."""
    said = Contested("Ask my aunt.", "Zed Fictional", ["not_me", "minor"], "remove")
    return by_code(contest_listing(contested=said, by=VISITOR, at=now()))


def by_code(code: str) -> Complaint:
    """Return the complaint of a code as it is now."""
    with looking():
        return Complaint.objects.get(code=kept_code(code))


def again(complaint: Complaint) -> Complaint:
    """Return a complaint as it is now."""
    with looking():
        return Complaint.objects.get(pk=complaint.pk)


def words_of(complaint: Complaint) -> list[str]:
    """Return what was said about a complaint since it was made."""
    with looking():
        return [word.text for word in complaint.words.order_by("written_at")]


def answered(complaint: Complaint, *, at: datetime | None = None) -> Complaint:
    """Bring a complaint to its answer."""
    moment = at or now()
    acknowledge(complaint=complaint, by=OFFICER, at=moment)
    investigate(complaint=complaint, by=OFFICER, at=moment)
    answer(complaint=again(complaint), text="We asked them.", by=OFFICER, at=moment)
    return again(complaint)
