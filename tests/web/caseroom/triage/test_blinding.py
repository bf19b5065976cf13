"""Tests of blinding: until both reviews are in, the first leaves nothing that the other can see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.caseroom.triage.actions.findings import complete_findings
from commonground_web.caseroom.triage.actions.reviews import begin_review, consolidate
from commonground_web.caseroom.triage.models import ReviewerVote, TriageDecision
from commonground_web.caseroom.triage.states import NEED_INFO, State
from commonground_web.kernel.access.purposes import HOLDS_FOR
from commonground_web.kernel.audit.models import AuditEvent, AuditSeal
from commonground_web.kernel.clock import now
from commonground_web.kernel.purge.clockwork import purge_due
from commonground_web.kernel.purge.models import Purge
from tests.web.caseroom.entering import OFFICER, PROSECUTOR, SUPERVISOR, somebody
from tests.web.caseroom.people import PROSECUTION, new_list, opened, reading, say, under_review
from tests.web.signed_in import account_with, client_of

pytestmark = pytest.mark.django_db

PAGES = ("triage-waiting", "triage-cases", "triage", "triage-review", "candidate-list")
SECRET = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|nonce-[A-Za-z0-9_\-+/=]+'
)


@dataclass(frozen=True)
class Seen:
    """What somebody gets to see at an address."""

    status: int
    body: bytes
    queries: int


@pytest.fixture
def case() -> TriageDecision:
    """Have a case under review, beside another one."""
    candidates = new_list()
    opened(candidates)
    return under_review(candidates)


def see(client: Client, name: str, case: TriageDecision) -> Seen:
    """Look at a page of a case or of its list."""
    of = {"triage-cases": case.candidate_list_id, "candidate-list": case.candidate_list_id}
    args = [] if name == "triage-waiting" else [of.get(name, case.pk)]
    session = client.session
    session["purposes"] = {str(case.pk): ["triage", (now() + HOLDS_FOR).isoformat()]}
    session.save()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(reverse(name, args=args))
    return Seen(answer.status_code, SECRET.sub(b"", answer.content), len(queries))


def other_reviewer() -> Client:
    """Return a prosecutor who has not reviewed yet."""
    return client_of(account_with("prosecutor", agency=PROSECUTION))


@pytest.mark.parametrize("verdict", [Verdict.BANK, Verdict.PROSECUTE, NEED_INFO])
@pytest.mark.parametrize("name", PAGES)
def test_shows_the_other_reviewer_the_same_whether_a_vote_is_in(
    case: TriageDecision, name: str, verdict: str
) -> None:
    client = other_reviewer()
    before = see(client, name, case)

    say(case, verdict, by=SUPERVISOR)

    assert before.status == 200
    assert see(client, name, case) == before


@pytest.mark.parametrize("role", ["officer", "analyst", "charging_supervisor"])
@pytest.mark.parametrize("name", ["triage-waiting", "triage-cases", "triage", "candidate-list"])
def test_shows_others_the_same_too(case: TriageDecision, name: str, role: str) -> None:
    client = client_of(account_with(role, agency=PROSECUTION))
    before = see(client, name, case)

    say(case, Verdict.DROP, by=SUPERVISOR)

    assert see(client, name, case) == before


def test_changes_no_row_but_its_own(case: TriageDecision) -> None:
    with reading():
        before = TriageDecision.objects.filter(pk=case.pk).values().get()

    say(case, Verdict.BANK, by=SUPERVISOR)

    with reading():
        assert TriageDecision.objects.filter(pk=case.pk).values().get() == before


def test_shows_a_reviewer_their_own_vote_alone(case: TriageDecision) -> None:
    say(case, Verdict.BANK, by=SUPERVISOR)

    with reading():
        votes = ReviewerVote.objects
        assert votes.restrict(SUPERVISOR).count() == 1
        assert votes.restrict(PROSECUTOR).count() == 0
        assert votes.restrict(somebody("supervisor")).count() == 0


def test_shows_both_to_both_once_both_are_in(case: TriageDecision) -> None:
    client = other_reviewer()
    say(case, Verdict.BANK, by=SUPERVISOR)
    say(case, Verdict.PROSECUTE, by=PROSECUTOR)

    page = see(client, "triage", case).body.decode()

    assert "Police: bank the case, and invite" in page
    assert "Prosecution: prosecute" in page


@pytest.mark.parametrize("role", ["officer", "analyst"])
def test_shows_no_vote_to_whoever_answers_criteria_alone(case: TriageDecision, role: str) -> None:
    for by in (SUPERVISOR, PROSECUTOR):
        say(case, Verdict.BANK, by=by)

    page = see(client_of(account_with(role, agency=PROSECUTION)), "triage", case)

    assert page.status == 200
    assert "Police: bank" not in page.body.decode()


def test_tells_the_audit_of_no_verdict(case: TriageDecision) -> None:
    say(case, Verdict.PROSECUTE, by=SUPERVISOR)

    seal = AuditSeal.objects.order_by("-seq")[0]
    event = AuditEvent.objects.get(pk=seal.event)
    said = f"{seal.acts}{seal.ids}{seal.changes}{event.verb}{event.route}{event.purpose}"
    assert "triage.voted" in seal.acts
    assert not any(verdict in said for verdict in Verdict.values)


def test_blinds_another_round_as_the_first(case: TriageDecision) -> None:
    say(case, NEED_INFO, by=SUPERVISOR)
    say(case, Verdict.BANK, by=PROSECUTOR)
    consolidate(decision=case, by=SUPERVISOR, at=now())
    complete_findings(decision=case, by=OFFICER, at=now())
    begin_review(decision=case, by=SUPERVISOR, at=now())
    client = other_reviewer()
    before = see(client, "triage", case)

    say(case, Verdict.DROP, by=SUPERVISOR)

    assert see(client, "triage", case) == before
    assert b"more information is needed" not in before.body
    with reading():
        assert TriageDecision.objects.get(pk=case.pk).state == State.INDEPENDENT_REVIEW


def test_tells_in_the_list_of_a_purge_nothing_of_a_vote_that_is_in(case: TriageDecision) -> None:
    say(case, Verdict.BANK, by=SUPERVISOR)
    purge_due(at=now() + timedelta(days=5 * 365 + 2))

    listed = Purge.objects.get(record_type="entries.entry")

    assert listed.kinds["triage.triagedecision"] == 2
    assert "triage.reviewervote" not in listed.kinds
    assert not listed.items.filter(record_type="triage.reviewervote").exists()


def test_purges_a_vote_that_no_list_told_of(case: TriageDecision) -> None:
    say(case, Verdict.BANK, by=SUPERVISOR)
    at = now() + timedelta(days=5 * 365 + 2)
    purge_due(at=at)

    purge_due(at=at + timedelta(days=settings.PURGE_WAITS_DAYS))

    with reading():
        assert not ReviewerVote.objects.exists()


def test_counts_the_votes_of_a_case_that_both_reviewed(case: TriageDecision) -> None:
    say(case, Verdict.BANK, by=SUPERVISOR)
    say(case, Verdict.BANK, by=PROSECUTOR)
    purge_due(at=now() + timedelta(days=5 * 365 + 2))

    assert Purge.objects.get(record_type="entries.entry").kinds["triage.reviewervote"] == 2
