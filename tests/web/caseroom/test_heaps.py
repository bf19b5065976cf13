"""Tests of what waits in the case room: for those alone who may do it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonground_web.caseroom.entries.actions import correct_entry, submit_entry
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import now
from commonground_web.kernel.heaps import entities_that_wait, what_waits_for
from tests.web.caseroom.entering import OFFICER, SUPERVISOR, draft, fresh, whole, written
from tests.web.caseroom.people import OTHER_SUPERVISOR, REASON
from tests.web.plain_record import looking

pytestmark = pytest.mark.django_db


def waits(by: Actor) -> set[str]:
    """Return the headings of what waits for somebody."""
    with looking(*entities_that_wait(), at=now(), by=by):
        return {str(waiting.says) for waiting in what_waits_for(by)}


def test_waits_for_whoever_did_not_correct_an_entry_last() -> None:
    entry = whole()
    anew = "Corrected entries to accept anew"

    for last, other in ((SUPERVISOR, OTHER_SUPERVISOR), (OTHER_SUPERVISOR, SUPERVISOR)):
        words = written(born=entry.born_on)
        correct_entry(entry=fresh(entry), written=words, why=REASON, by=last, at=now())

        assert anew not in waits(last)
        assert anew in waits(other)


def test_counts_entries_to_accept_since_they_were_submitted() -> None:
    submitted_at = now() - timedelta(days=1)
    entry = draft(at=submitted_at - timedelta(days=9))
    submit_entry(entry=entry, by=OFFICER, at=submitted_at)

    with looking(*entities_that_wait(), at=now(), by=SUPERVISOR):
        told = {str(waiting.says): waiting.first for waiting in what_waits_for(SUPERVISOR)}

    assert told["Entries to accept"] == submitted_at
