"""Tests of the pages of triage and lists: one case from the list to the Commons, in the browser."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonground_web.caseroom.criteria.models import Criterion
from commonground_web.caseroom.lists.groups import Variable
from commonground_web.caseroom.lists.models import Candidate, CandidateList, DisparityCheck
from commonground_web.caseroom.lists.states import ListState
from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.caseroom.triage.actions.reviews import reopen_triage
from commonground_web.caseroom.triage.models import (
    CriterionFinding,
    PanelVote,
    ReviewerVote,
    TriageDecision,
    TriageMove,
)
from commonground_web.caseroom.triage.states import State
from commonground_web.kernel.access.purposes import HOLDS_FOR
from commonground_web.kernel.clock import now
from tests.web.caseroom.entering import CHARGING, SITE, somebody
from tests.web.caseroom.people import (
    POLICE,
    PROSECUTION,
    accepted_entry,
    agreed,
    answer_to,
    checked,
    locked_list,
    new_list,
    opened,
    reading,
    reviewed,
    signed_criteria,
    signed_policy,
    under_review,
)
from tests.web.caseroom.places import publish_site
from tests.web.forms import Fields
from tests.web.signed_in import account_with, client_of, signed_in

pytestmark = pytest.mark.django_db

AUDITOR = somebody("auditor", agency=None)
OF_TRIAGE = (TriageDecision, TriageMove, CriterionFinding, ReviewerVote, PanelVote)


def client(role: str) -> Client:
    """Return a client of the agency that such a role is of."""
    agency = PROSECUTION if role in {"prosecutor", "charging_supervisor"} else POLICE
    return client_of(account_with(role, agency=agency))


def open_to(someone: Client, pk: uuid.UUID) -> None:
    """Say why the page of a person is opened."""
    session = someone.session
    stated = session.get("purposes", {})
    session["purposes"] = {**stated, str(pk): ["triage", (now() + HOLDS_FOR).isoformat()]}
    session.save()


def page(someone: Client, name: str, *args: object) -> str:
    """Return the text of a page."""
    answer = someone.get(reverse(name, args=args))
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def press(someone: Client, view: str, *args: object, **said: object) -> str:
    """Send a form, and return the page that follows."""
    answer = someone.post(reverse(view, args=args), said, follow=True)
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def the_case() -> TriageDecision:
    """Return the one case."""
    with reading():
        found: TriageDecision = TriageDecision.objects.get()
    return found


def test_goes_from_a_name_to_a_locked_list() -> None:
    publish_site(SITE)
    signed_criteria()
    signed_policy()
    entry = accepted_entry()
    officer, supervisor = client("officer"), client("supervisor")
    prosecutor, charging = client("prosecutor"), client("charging_supervisor")

    assert "Open a list" in page(supervisor, "candidate-lists")
    press(supervisor, "candidate-list-create", site=SITE, name="First list")
    candidates = CandidateList.objects.get()
    assert "Put Zed Fictional on the list" in page(supervisor, "triage-add", candidates.pk)
    press(supervisor, "triage-add", candidates.pk, entry=entry.pk)
    case = the_case()
    for someone in (officer, supervisor, prosecutor):
        open_to(someone, case.pk)

    assert "Answer the criteria: Zed Fictional" in page(officer, "triage-waiting")
    answers: dict[str, object] = {"complete": ""}
    for criterion in Criterion.objects.filter(criteria=candidates.criteria):
        answers[f"value_{criterion.number}"] = answer_to(criterion)
        answers[f"evidence_{criterion.number}"] = "Report 26-0419"
    press(officer, "triage-findings", case.pk, **answers)
    assert the_case().state == State.FINDINGS_COMPLETE

    press(supervisor, "triage-begin", case.pk)
    for someone in (supervisor, prosecutor):
        assert "Review: Zed Fictional" in page(someone, "triage-waiting")
        press(someone, "triage-review", case.pk, verdict="bank", reason="No violence.")
    shown = press(prosecutor, "triage-consolidate", case.pk)
    assert "agreed: bank and invite" in shown
    assert shown.count("No violence.") == 2

    assert "Check for disparity" in page(supervisor, "candidate-list", candidates.pk)
    tables = dict.fromkeys(Variable.values, "not known; 100; 0; 1; 0; 0")
    press(
        supervisor,
        "disparity-check-create",
        candidates.pk,
        **tables,
        benchmark="Arrests for sale.",
        notes="One person.",
    )
    check = DisparityCheck.objects.get()
    assert "too few to tell" in page(prosecutor, "disparity-check", check.pk)
    for someone in (supervisor, prosecutor):
        press(someone, "disparity-check-sign", check.pk)
    unseen = press(supervisor, "candidate-list-lock", candidates.pk, seen="0" * 64)
    assert "The list is not as you saw it" in unseen
    for someone in (supervisor, charging):
        seen = Fields(page(someone, "candidate-list", candidates.pk)).plain["seen"]
        shown = press(someone, "candidate-list-lock", candidates.pk, seen=seen)

    candidates.refresh_from_db()
    assert candidates.state == ListState.LOCKED
    assert candidates.lock.digest in shown.replace("<wbr>", "")
    assert "Zed Fictional" in page(prosecutor, "candidates")


def test_keeps_what_was_answered_though_something_else_is_wrong() -> None:
    candidates = new_list()
    case, officer = opened(candidates), client("officer")
    open_to(officer, case.pk)
    first, second = Criterion.objects.filter(criteria=candidates.criteria)[:2]
    said = {
        f"value_{first.number}": "yes",
        f"evidence_{first.number}": "Report 1",
        f"value_{second.number}": "2026-05-03",
    }

    shown = press(officer, "triage-findings", case.pk, **said)

    assert "Say on what evidence." in shown
    assert "Report 1" in page(officer, "triage", case.pk)


def test_says_at_each_question_what_its_answer_lacks() -> None:
    candidates = new_list()
    case, officer = opened(candidates), client("officer")
    open_to(officer, case.pk)
    first, second = Criterion.objects.filter(criteria=candidates.criteria)[:2]
    said = {f"evidence_{first.number}": "Report 1", f"value_{second.number}": "2026-05-03"}

    shown = press(officer, "triage-findings", case.pk, **said)

    for field in (f"note_{first.number}", f"evidence_{second.number}"):
        assert f'href="#id_{field}"' in shown
        assert f'id="id_{field}_error"' in shown


def test_keeps_no_answer_twice_that_stands() -> None:
    candidates = new_list()
    case, officer = opened(candidates), client("officer")
    open_to(officer, case.pk)
    number = Criterion.objects.filter(criteria=candidates.criteria)[0].number
    said = {f"value_{number}": "yes", f"evidence_{number}": "Report 1"}
    for _ in range(2):
        press(officer, "triage-findings", case.pk, **said)

    with reading():
        assert CriterionFinding.objects.filter(decision=case).count() == 1


def test_says_what_is_missing_beside_the_criteria() -> None:
    case, officer = opened(new_list()), client("officer")
    open_to(officer, case.pk)

    assert page(officer, "triage", case.pk).count('<span class="badge wait">missing</span>') == 10


def test_offers_no_sum_score_or_suggestion() -> None:
    case = under_review(new_list())
    someone = client("prosecutor")
    open_to(someone, case.pk)

    text = page(someone, "triage-review", case.pk).lower()

    assert not any(word in text for word in ("score", "total", "recommend", "suggest", "rank"))
    assert "checked" not in text


def test_asks_why_before_it_shows_a_case() -> None:
    case = opened(new_list())

    answer = client("officer").get(reverse("triage", args=[case.pk]))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("purpose"))


@pytest.mark.parametrize(
    "name",
    ["triage", "triage-findings", "triage-review", "triage-cases", "candidate-list", "triage-add"],
)
def test_finds_nothing_of_another_site(name: str) -> None:
    case = opened(new_list())
    of_list = {"triage-cases", "candidate-list", "triage-add"}
    pk = case.candidate_list_id if name in of_list else case.pk
    for role in ("officer", "supervisor"):
        elsewhere = signed_in(role, sites=[uuid.uuid4()])
        open_to(elsewhere, pk)

        assert elsewhere.get(reverse(name, args=[pk])).status_code == 404


def test_shows_a_candidate_and_what_was_sent() -> None:
    candidates = locked_list()
    with reading():
        pk = Candidate.objects.get(candidate_list=candidates).pk
    prosecutor, charging = client("prosecutor"), client("charging_supervisor")
    for someone in (prosecutor, charging):
        open_to(someone, pk)
    said = {"display_name": "Zed Fictional", "contact": "+1 555 0100", "language": "en"}

    assert "Nobody has said whether they are a minor" in page(prosecutor, "candidate", pk)
    assert "The Commons cannot be told this" in press(
        prosecutor, "candidate-complete", pk, **{**said, "contact": "<b>"}, is_minor="no", version=1
    )
    whole = {**said, "needs": ["childcare"]}
    press(prosecutor, "candidate-complete", pk, **whole, is_minor="no", version=1)
    press(prosecutor, "candidate-propose", pk, version=2)

    assert "Release them to the Commons" not in page(prosecutor, "candidate", pk)
    shown = page(charging, "candidate", pk)
    assert "Release them to the Commons" in shown
    assert "Nothing yet." in shown
    assert "waits for the second person" in shown

    shown = press(charging, "candidate-withdraw", pk, why="Moved away.")
    assert "Moved away." in shown


def test_asks_no_more_of_the_database_for_more_cases() -> None:
    candidates, someone = new_list(), client("supervisor")
    opened(candidates)
    address = reverse("triage-cases", args=[candidates.pk])
    with CaptureQueriesContext(connection) as few:
        someone.get(address)
    for _ in range(5):
        opened(candidates)
    with CaptureQueriesContext(connection) as many:
        someone.get(address)

    assert len(many) == len(few)


def test_waits_for_nobody_who_wrote_a_part() -> None:
    account = account_with("supervisor", agency=POLICE)
    under_review(new_list(), created_by=account.pk)

    assert "Review: Zed" not in page(client_of(account), "triage-waiting")


def test_waits_for_a_panel_of_others() -> None:
    reviewed(new_list(), Verdict.BANK, Verdict.DROP)
    charging = client("charging_supervisor")
    case = the_case()
    open_to(charging, case.pk)

    press(charging, "triage-convene", case.pk)

    assert "Sit on the panel: Zed Fictional" in page(client("supervisor"), "triage-waiting")
    shown = press(charging, "triage-sit", case.pk, verdict="drop", reason="Seen once.")
    assert "Seen once." in shown
    assert "of 3 members from 2 agencies" in press(charging, "triage-close", case.pk)


def test_says_that_a_check_is_void_once_the_list_changed() -> None:
    candidates = new_list()
    agreed(candidates)
    check = checked(candidates)
    opened(candidates)

    assert "Another check is needed" in page(client("analyst"), "disparity-check", check.pk)


def test_shows_an_auditor_a_case_once_it_is_decided_and_not_before() -> None:
    candidates = new_list()
    undecided, settled = under_review(candidates), agreed(candidates)
    auditor = client("auditor")
    for case in (undecided, settled):
        open_to(auditor, case.pk)

    listed = page(auditor, "triage-decided")

    assert str(settled.pk) in listed
    assert str(undecided.pk) not in listed
    assert "bank the case, and invite" in page(auditor, "triage", settled.pk)
    assert auditor.get(reverse("triage", args=[undecided.pk])).status_code == 404


def test_takes_a_case_that_is_taken_up_again_from_the_auditor() -> None:
    decision = agreed(new_list())
    with reading():
        again = TriageDecision.objects.select_related("candidate_list").get(pk=decision.pk)
        seen = [model.objects.restrict(AUDITOR).count() for model in OF_TRIAGE]
    reopen_triage(decision=again, why="New evidence.", by=CHARGING, at=now())

    with reading():
        assert all(seen[:4])
        assert [model.objects.restrict(AUDITOR).count() for model in OF_TRIAGE] == [0] * 5
