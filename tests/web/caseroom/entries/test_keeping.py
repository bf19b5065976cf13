"""Tests of how long an entry is kept, to whom it goes, and who is told of a correction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from commonground_web.caseroom.entries.actions import (
    Sent,
    correct_entry,
    disseminate,
    tell_recipient,
)
from commonground_web.caseroom.entries.clocks import review
from commonground_web.caseroom.entries.grades import Sensitivity
from commonground_web.caseroom.entries.models import (
    CorrectionNotice,
    Dissemination,
    Entry,
    Right,
    State,
    Via,
)
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.audit.models import AuditSeal
from commonground_web.kernel.clock import now
from commonground_web.kernel.retention.actions import confirm_review, propose_review
from commonground_web.kernel.retention.models import Decision, Reason, RetentionProposal
from tests.web.caseroom.entering import (
    AGENCY,
    OFFICER,
    PROSECUTOR,
    SUPERVISOR,
    accepted,
    draft,
    fresh,
    somebody,
    whole,
    written,
)
from tests.web.plain_record import looking
from tests.web.rows import writing

pytestmark = pytest.mark.django_db

ENTERED = datetime(2026, 3, 2, 15, tzinfo=UTC)


def near_the_end(entry: Entry) -> datetime:
    """Return noon of a day within the weeks of review."""
    day = entry.purge_on - timedelta(days=59)
    return datetime(day.year, day.month, day.day, 18, tzinfo=UTC)


def retained(entry: Entry, *, at: datetime, decision: str = Decision.RETAIN) -> None:
    """Have two supervisors decide on an entry."""
    propose_review(
        record=entry,
        decision=decision,
        reason=Reason.STILL_VALID,
        explanation="The basis was read again.",
        by=SUPERVISOR,
        at=at,
    )
    with looking("retention", at=at):
        proposal = RetentionProposal.objects.get()
    confirm_review(proposal=proposal, by=somebody("supervisor"), at=at)


def test_falls_due_for_review_60_days_before_its_purge() -> None:
    entry = whole(at=ENTERED)

    review(at=near_the_end(entry) - timedelta(days=2))
    assert fresh(entry).state == State.ACTIVE

    review(at=near_the_end(entry))
    assert fresh(entry).state == State.DUE_REVIEW


def test_looks_once_a_day_and_leaves_one_event() -> None:
    before = AuditSeal.objects.count()

    review(at=ENTERED)
    review(at=ENTERED)

    assert AuditSeal.objects.count() == before + 1


def test_leaves_drafts_and_dropped_names_to_their_purge() -> None:
    entry = draft(at=ENTERED)

    review(at=near_the_end(entry))

    assert fresh(entry).state == State.DRAFT


def test_is_retained_by_two_and_falls_due_again() -> None:
    entry = whole(at=ENTERED)
    at = near_the_end(entry)
    review(at=at)

    retained(fresh(entry), at=at)

    held = fresh(entry)
    assert held.state == State.RETAINED
    assert held.purge_on > entry.purge_on
    review(at=near_the_end(held))
    assert fresh(entry).state == State.DUE_REVIEW


def test_stands_where_it_stood_when_a_review_asks_for_a_correction() -> None:
    entry = whole(at=ENTERED)
    at = near_the_end(entry)
    review(at=at)

    retained(fresh(entry), at=at, decision=Decision.CORRECT)

    assert fresh(entry).state == State.DUE_REVIEW


def sent(**said: Any) -> Sent:
    """Return to whom an entry goes."""
    whole_: dict[str, Any] = {
        "recipient": "Det. Madeup",
        "agency": "Larkhaven Probation",
        "need": "Supervises the person.",
        "right": Right.SUPERVISION,
        "purpose": "To plan a visit.",
        "via": Via.PRINT,
    }
    return Sent(**whole_ | said)


def test_writes_down_to_whom_an_entry_goes_with_its_label() -> None:
    row = disseminate(entry=accepted(), sent=sent(), by=OFFICER, at=now())

    assert (row.recipient, row.sensitivity) == ("Det. Madeup", Sensitivity.CONFIDENTIAL)
    assert AuditSeal.objects.order_by("-seq")[0].acts == ["entry.disseminated"]


def test_keeps_the_log_as_it_was_written() -> None:
    row = disseminate(entry=accepted(), sent=sent(), by=OFFICER, at=now())
    row.agency = "Somebody else"

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        writing(Dissemination, Entry, agency=AGENCY, verb="update"),
    ):
        row.save()


def test_lets_nothing_leave_that_nobody_accepted() -> None:
    with pytest.raises(Refused, match="accepted"):
        disseminate(entry=draft(), sent=sent(), by=OFFICER, at=now())


def test_lets_nothing_leave_while_the_listing_is_contested() -> None:
    entry = accepted()
    with writing(Entry, agency=AGENCY, verb="receive"):
        entry.contested_at = now()
        entry.save()

    with pytest.raises(Refused, match="contested"):
        disseminate(entry=entry, sent=sent(), by=OFFICER, at=now())


def test_lets_what_is_sensitive_be_handed_on_by_its_control_official_alone() -> None:
    entry = accepted(sensitivity=Sensitivity.SENSITIVE)

    with pytest.raises(Refused, match="control official"):
        disseminate(entry=entry, sent=sent(), by=PROSECUTOR, at=now())
    row = disseminate(entry=entry, sent=sent(), by=OFFICER, at=now())
    assert row.sensitivity == Sensitivity.SENSITIVE


def test_is_handed_on_by_no_supervisor_who_only_reads_the_log() -> None:
    with pytest.raises(NotPermitted):
        disseminate(entry=accepted(), sent=sent(), by=SUPERVISOR, at=now())


def test_has_everybody_told_of_a_correction_who_received_the_entry() -> None:
    entry = accepted()
    disseminate(entry=entry, sent=sent(), by=OFFICER, at=now())
    disseminate(entry=entry, sent=sent(recipient="Ofc. Invented"), by=OFFICER, at=now())

    correct_entry(
        entry=entry, written=written(facts="Sold once."), why="A slip.", by=SUPERVISOR, at=now()
    )

    with looking("dissemination", at=now()):
        notices = list(CorrectionNotice.objects.all())
    assert len(notices) == 2
    tell_recipient(notice=notices[0], by=OFFICER, at=now())
    with pytest.raises(Refused, match="already"):
        tell_recipient(notice=notices[0], by=OFFICER, at=now())
    assert fresh(entry).state == State.CORRECTED
