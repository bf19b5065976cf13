"""Tests of violations: by a clause in force, two blinded reviews, and a prosecutor's decision."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction

from commonground_web.caseroom.cases.banking import let_bank
from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.cases.states import State as CaseState
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.holds.models import Agreement, Hold
from commonground_web.caseroom.lists.states import CandidateState
from commonground_web.caseroom.policies.actions import Terms, sign_policy, write_policy
from commonground_web.caseroom.policies.models import Clause, Policy
from commonground_web.caseroom.policies.published import PUBLISHED
from commonground_web.caseroom.violations.actions import (
    Reported,
    check_evidence,
    clauses_since_banked,
    decide_violation,
    report_violation,
    review_violation,
)
from commonground_web.caseroom.violations.clocks import terms
from commonground_web.caseroom.violations.forms import ReportForm
from commonground_web.caseroom.violations.models import Source, Violation, ViolationReview
from commonground_web.caseroom.violations.states import FOLLOWS, MACHINE, State, milder
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.roles import room_roles
from commonground_web.kernel.clock import day_of, now, today
from commonground_web.kernel.rooms import Room
from commonground_web.valves.boxes.models import OutMessage
from commonground_web.valves.messages.rules import Conduct, Consequence
from tests.web.addresses import state_purpose
from tests.web.caseroom.entering import (
    AGENCY,
    CHARGING,
    OFFICE,
    OFFICER,
    PROSECUTOR,
    SITE,
    SUPERVISOR,
    somebody,
    whole,
)
from tests.web.caseroom.listing import candidate_of, fresh_case, ready
from tests.web.every_room.valves.neighbours import meet_neighbours
from tests.web.plain_record import looking
from tests.web.rows import keep
from tests.web.signed_in import account_with, client_of

pytestmark = pytest.mark.django_db

SECOND = somebody("supervisor")
READ = ("violation", "case", "entry", "hold", "candidate")


def policy_in_force(*, at: datetime | None = None) -> Policy:
    """Have both sides sign the published policy, to hold from that day."""
    at = at or now()
    effective_on = day_of(at)
    written = write_policy(
        terms=Terms(
            site=SITE, effective_on=effective_on, review_days=7, term_days=365, why="First."
        ),
        clauses=PUBLISHED,
        by=CHARGING,
        at=at,
    )
    for by in (SUPERVISOR, CHARGING):
        sign_policy(policy=written, by=by, at=at)
    return written


def banked(entry: Entry) -> Case:
    """Keep a case that a locked list banked."""
    case = ready(entry)
    with looking("candidate_list", "entry", "case", verb="lock", at=now(), by=CHARGING):
        let_bank(case, by=CHARGING, at=now())
    return fresh_case(case)


@pytest.fixture
def case() -> Case:
    """Keep a banked case, at a site with a policy."""
    policy_in_force()
    return banked(whole())


def clause_on(conduct: str) -> Clause:
    """Return the clause on a kind of conduct of the policy in force."""
    policy = Policy.objects.in_force(site=SITE, on=today())
    assert policy
    return policy.clauses.get(conduct=conduct)


def reported(
    case: Case, *, conduct: str = Conduct.SALE, by: Actor = OFFICER, on: date | None = None
) -> Violation:
    """Report a violation."""
    said = Reported(
        clause=clause_on(conduct),
        occurred_on=on or today(),
        source=Source.BUY,
        what="Sold to an officer; report R-44.",
    )
    return report_violation(case=case, reported=said, by=by, at=now())


def checked(case: Case, **said: Any) -> Violation:
    """Have a reported violation passed on to the reviewers."""
    violation = reported(case, **said)
    check_evidence(violation=violation, drop="", by=SECOND, at=now())
    return violation


def say(violation: Violation, said: str, *, by: Actor) -> None:
    """Review a violation."""
    review_violation(violation=violation, said=said, reason="Made up.", by=by, at=now())


def reviewed(case: Case, police: str, prosecution: str, **said: Any) -> Violation:
    """Have both sides review a violation."""
    violation = checked(case, **said)
    say(violation, police, by=SUPERVISOR)
    say(violation, prosecution, by=PROSECUTOR)
    return fresh(violation)


def proposed(case: Case) -> Violation:
    """Have both sides propose the case."""
    return reviewed(case, Consequence.ACTIVATION, Consequence.ACTIVATION)


def decide(violation: Violation, *, activate: bool = True, by: Actor = CHARGING) -> None:
    """Decide on a violation."""
    decide_violation(violation=violation, activate=activate, why="Made up.", by=by, at=now())


def fresh(violation: Violation) -> Violation:
    """Return a violation as it is now."""
    with looking(*READ, at=now(), by=OFFICER):
        rows = Violation.objects.select_related("clause__policy", "case__entry")
        found: Violation = rows.get(pk=violation.pk)
        return found


def test_has_a_machine_of_every_state_each_with_an_owner() -> None:
    assert set(MACHINE.transitions) == set(MACHINE.owners) == set(State.values)
    assert {to for ways in MACHINE.transitions.values() for to in ways} <= set(State.values)
    owners = {part for owner in MACHINE.owners.values() for part in owner.split(" and ")}
    assert owners <= {*room_roles(), "nobody"}


def test_takes_nothing_from_those_who_help() -> None:
    assert not {"service", "treatment", "health", "harm_reduction", "outreach"} & set(Source.values)


def test_activates_a_case_by_two_reviews_and_a_decision(case: Case) -> None:
    violation = proposed(case)
    assert violation.state == State.PROPOSED

    decide(violation)

    now_ = fresh_case(case)
    assert now_.state == CaseState.ACTIVATED
    assert now_.clause == "1.1"
    assert fresh(violation).state == State.ACTIVATED


def test_leaves_the_case_banked_where_the_prosecution_decides_so(case: Case) -> None:
    violation = proposed(case)

    decide(violation, activate=False)

    assert fresh_case(case).state == CaseState.BANKED
    assert fresh(violation).state == State.DECLINED


@pytest.mark.parametrize("one", list(Consequence))
@pytest.mark.parametrize("other", list(Consequence))
def test_lets_the_milder_hold(case: Case, one: Consequence, other: Consequence) -> None:
    violation = reviewed(case, one, other)

    assert violation.state == FOLLOWS[milder(one, other)]
    if Consequence.NOTHING in {one, other}:
        assert violation.state == State.NO_ACTION


def test_follows_no_more_than_the_clause_allows(case: Case) -> None:
    violation = checked(case, conduct=Conduct.STAY_AWAY)

    with pytest.raises(Refused, match="at most this follows: a warning"):
        say(violation, Consequence.ACTIVATION, by=SUPERVISOR)


def test_drops_what_the_evidence_does_not_carry(case: Case) -> None:
    violation = reported(case)

    check_evidence(violation=violation, drop="Nobody saw the hands.", by=SECOND, at=now())

    assert fresh(violation).state == State.NO_ACTION
    with pytest.raises(Refused, match="not open for reviews"):
        say(violation, Consequence.ACTIVATION, by=SUPERVISOR)


def test_is_shown_to_the_officer_who_reported_it_and_to_those_who_weigh_it(case: Case) -> None:
    violation = reported(case)

    with looking("violation", "case", "entry", at=now()):
        for by in (OFFICER, SUPERVISOR, PROSECUTOR, CHARGING, somebody("analyst")):
            assert Violation.objects.restrict(by).get() == violation
        assert not Violation.objects.restrict(somebody("officer"))


def test_is_not_checked_by_whoever_reported_it(case: Case) -> None:
    both = somebody("officer", "supervisor")
    violation = reported(case, by=both)

    with pytest.raises(Refused, match="does not check"):
        check_evidence(violation=violation, drop="", by=both, at=now())


def test_is_not_reviewed_by_whoever_reported_it(case: Case) -> None:
    both = somebody("officer", "supervisor")
    violation = checked(case, by=both)

    with pytest.raises(Refused, match="does not review"):
        say(violation, Consequence.WARNING, by=both)


def test_is_reviewed_once_by_a_side_and_by_an_agency(case: Case) -> None:
    violation = checked(case)
    say(violation, Consequence.WARNING, by=SUPERVISOR)

    with pytest.raises(Refused, match="reviewed it already"):
        say(violation, Consequence.WARNING, by=SECOND)
    with pytest.raises(Refused, match="reviewed it already"):
        say(violation, Consequence.WARNING, by=somebody("prosecutor", agency=AGENCY))


def test_is_not_decided_by_a_reviewer(case: Case) -> None:
    reviewer = somebody("prosecutor", "charging_supervisor", agency=OFFICE)
    violation = checked(case)
    say(violation, Consequence.ACTIVATION, by=SUPERVISOR)
    say(violation, Consequence.ACTIVATION, by=reviewer)

    with pytest.raises(Refused, match="does not decide"):
        decide(violation, by=reviewer)


def test_is_decided_by_nobody_without_the_permit(case: Case) -> None:
    with pytest.raises(NotPermitted):
        decide(proposed(case), by=PROSECUTOR)


@pytest.mark.parametrize("said", [Consequence.WARNING, Consequence.NOTHING])
def test_activates_nothing_that_both_did_not_propose(case: Case, said: Consequence) -> None:
    violation = reviewed(case, Consequence.ACTIVATION, said)

    with pytest.raises(Refused, match="cannot become activated"):
        decide(violation)

    assert fresh_case(case).state == CaseState.BANKED


def test_activates_nothing_while_safe_conduct_lasts(case: Case) -> None:
    violation, at = proposed(case), now()
    candidate = candidate_of(case.entry)
    keep(
        Hold,
        owner=AGENCY,
        candidate=candidate,
        starts_at=at - timedelta(hours=1),
        ends_at=at + timedelta(days=1),
    )

    with pytest.raises(Refused, match="Safe conduct is in force"):
        decide(violation)

    assert fresh(violation).state == State.PROPOSED
    assert fresh_case(case).state == CaseState.BANKED


def test_activates_nothing_after_the_last_day(case: Case) -> None:
    violation = proposed(case)
    assert case.bank_until
    late = now() + (case.bank_until - today()) + timedelta(days=1)

    with pytest.raises(Refused, match="has expired"):
        decide_violation(violation=violation, activate=True, why="x", by=CHARGING, at=late)


def test_is_of_banked_cases_alone() -> None:
    policy_in_force()

    with pytest.raises(Refused, match="case is banked"):
        reported(ready(whole()))


def test_needs_a_policy_that_is_in_force(case: Case) -> None:
    old = clause_on(Conduct.SALE)
    policy_in_force()

    said = Reported(clause=old, occurred_on=today(), source=Source.BUY, what="x")
    with pytest.raises(Refused, match="not of the policy"):
        report_violation(case=case, reported=said, by=OFFICER, at=now())


def test_judges_conduct_by_the_policy_of_its_day(case: Case) -> None:
    tomorrow = now() + timedelta(days=1)
    old = clause_on(Conduct.SALE)
    policy = policy_in_force(at=tomorrow)
    new = policy.clauses.get(conduct=Conduct.SALE)
    with looking(*READ, at=tomorrow):
        offered = clauses_since_banked(case, until=day_of(tomorrow))
    assert {clause.policy_id for clause in offered} == {old.policy_id, policy.pk}
    labels = [label for _, label in ReportForm(clauses=offered).fields["clause"].choices]  # type: ignore[attr-defined]
    assert len(set(labels)) == len(offered)

    said = Reported(clause=new, occurred_on=today(), source=Source.BUY, what="x")
    with pytest.raises(Refused, match="in force on that day"):
        report_violation(case=case, reported=said, by=OFFICER, at=tomorrow)

    for clause, on in ((old, today()), (new, day_of(tomorrow))):
        said = Reported(clause=clause, occurred_on=on, source=Source.BUY, what="x")
        assert report_violation(case=case, reported=said, by=OFFICER, at=tomorrow).clause == clause


@pytest.mark.parametrize("days", [-1, 1])
def test_needs_a_day_since_the_case_was_banked(case: Case, days: int) -> None:
    with pytest.raises(Refused, match="The day lies between"):
        reported(case, on=today() + timedelta(days=days))


def test_shows_nobody_the_other_sides_review_before_both_are_in(case: Case) -> None:
    violation = checked(case)
    supervisor = client_of(account_with("supervisor", agency=AGENCY))
    prosecutor = client_of(account_with("prosecutor", agency=OFFICE))
    _state_purpose(supervisor, violation)
    pages = [_page(prosecutor, violation)]
    supervisor.post(
        f"/violations/{violation.pk}/review/", {"said": "warning", "reason": "Canary reason."}
    )
    pages.append(_page(prosecutor, violation))

    assert pages[0] == pages[1]
    prosecutor.post(f"/violations/{violation.pk}/review/", {"said": "nothing", "reason": "Mine."})
    assert "Canary reason." in _page(prosecutor, violation)


def _state_purpose(client: Any, violation: Violation) -> None:
    session = client.session
    session["purposes"] = {str(violation.pk): ["violation", "2999-01-01T00:00:00+00:00"]}
    session.save()


def _page(client: Any, violation: Violation) -> str:
    _state_purpose(client, violation)
    text: str = client.get(f"/violations/{violation.pk}/").content.decode()
    return text.partition("<main")[2].partition('name="csrfmiddlewaretoken"')[0]


def test_is_held_to_two_persons_behind_the_actions(case: Case) -> None:
    violation = reported(case)

    for field in ("checked_by", "decided_by"):
        with (
            looking(*READ, verb="review", at=now(), by=CHARGING),
            pytest.raises(IntegrityError),
            transaction.atomic(),
        ):
            Violation.objects.filter(pk=violation.pk).update(**{field: violation.reported_by})


def test_keeps_reviews_as_they_were_given(case: Case) -> None:
    violation = checked(case)
    say(violation, Consequence.WARNING, by=SUPERVISOR)

    with (
        looking(*READ, verb="review", at=now(), by=CHARGING),
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        ViolationReview.objects.filter(violation=violation).update(said=Consequence.ACTIVATION)


TERM = timedelta(days=90)


def in_term(case: Case, *, ends_on: date) -> None:
    """Keep the dates of an agreement of the person of a case."""
    keep(
        Agreement,
        owner=AGENCY,
        candidate=candidate_of(case.entry),
        given_on=ends_on - TERM,
        ends_on=ends_on,
    )


def test_lets_go_of_whoever_kept_to_the_agreement_until_its_end(case: Case) -> None:
    in_term(case, ends_on=today() + TERM)

    terms(at=now() + TERM + timedelta(days=1))

    assert fresh_case(case).state == CaseState.COMPLETED


def test_lets_go_of_nobody_for_a_term_from_before_the_case_was_banked(case: Case) -> None:
    in_term(case, ends_on=today() - timedelta(days=1))

    terms(at=now())

    assert fresh_case(case).state == CaseState.BANKED


def test_lets_go_of_nobody_before_the_end_of_the_term(case: Case) -> None:
    in_term(case, ends_on=today() + TERM)

    terms(at=now() + TERM)

    assert fresh_case(case).state == CaseState.BANKED


def test_waits_for_the_end_of_a_later_agreement(case: Case) -> None:
    in_term(case, ends_on=today() + TERM)
    in_term(case, ends_on=today() + TERM + timedelta(days=30))

    terms(at=now() + TERM + timedelta(days=1))

    assert fresh_case(case).state == CaseState.BANKED


def test_waits_for_a_violation_that_is_still_open(case: Case) -> None:
    in_term(case, ends_on=today() + TERM)
    checked(case)

    terms(at=now() + TERM + timedelta(days=1))

    assert fresh_case(case).state == CaseState.BANKED


def test_tells_the_commons_what_became_of_them(case: Case, tmp_path: Path) -> None:
    meet_neighbours(tmp_path)
    release(candidate_of(case.entry))

    decide(proposed(case))

    assert OutMessage.objects.get(kind="candidate_status").receiver == Room.COMMONS


def release(candidate: Any) -> None:
    """Have a candidate stand as released."""
    at: datetime = now()
    with looking("candidate", "entry", verb="release", at=at, by=CHARGING):
        type(candidate).objects.filter(pk=candidate.pk).update(
            state=CandidateState.RELEASED,
            is_minor=False,
            proposed_by=uuid.uuid4(),
            proposed_at=at,
            released_by=uuid.uuid4(),
            released_at=at,
            expires_on=today() + timedelta(days=30),
        )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("caf\u00e9".encode("utf-16"), "plain text in UTF-8"),
        (b"a" * (settings.LARGEST_FILE + 1), "up to 20 MB are taken"),
    ],
    ids=["another encoding", "too large"],
)
def test_keeps_no_report_whose_document_is_refused(case: Case, content: bytes, says: str) -> None:
    officer = client_of(account_with("officer", agency=AGENCY))
    state_purpose(officer, case.pk)

    answer = officer.post(
        f"/cases/{case.pk}/violations/new/",
        {
            "clause": str(clause_on(Conduct.SALE).pk),
            "occurred_on": f"{today()}",
            "source": Source.BUY,
            "what": "Sold at the corner.",
            "document": SimpleUploadedFile("notes.txt", content),
        },
    )

    assert says in answer.content.decode()
    with looking("violation", at=now(), by=OFFICER):
        assert not Violation.objects.exists()
