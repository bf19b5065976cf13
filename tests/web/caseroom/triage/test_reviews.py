"""Tests of the two reviews: who may, in what order, and what follows of what they say."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from commonground_web.caseroom.entries.actions import correct_entry
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.lists.actions.locking import sign_lock
from commonground_web.caseroom.lists.checking import standing_check
from commonground_web.caseroom.lists.models import CandidateList
from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.caseroom.sides import Side
from commonground_web.caseroom.triage.actions.findings import (
    Found,
    complete_findings,
    open_triage,
    record_finding,
)
from commonground_web.caseroom.triage.actions.reviews import (
    begin_review,
    cast_vote,
    consolidate,
    reopen_triage,
    return_findings,
)
from commonground_web.caseroom.triage.models import (
    CriterionFinding,
    ReviewerVote,
    TriageDecision,
    TriageMove,
)
from commonground_web.caseroom.triage.states import MACHINE, NEED_INFO, SETTLED, State
from commonground_web.caseroom.triage.waiting import waiting_for
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import now
from tests.web.caseroom.entering import (
    CHARGING,
    OFFICER,
    PROSECUTOR,
    SUPERVISOR,
    draft,
    somebody,
    written,
)
from tests.web.caseroom.people import (
    OTHER_PROSECUTOR,
    OTHER_SUPERVISOR,
    POLICE,
    REASON,
    accepted_entry,
    agreed,
    as_it_is,
    checked,
    found,
    locked_list,
    new_list,
    opened,
    reading,
    reviewed,
    say,
    under_review,
    written_check,
)
from tests.web.rows import made_up, writing

pytestmark = pytest.mark.django_db

BANK, DROP = Verdict.BANK, Verdict.DROP


@pytest.fixture
def candidates() -> CandidateList:
    """Open a list."""
    return new_list()


def test_knows_every_state_and_whose_turn_it_is() -> None:
    assert set(MACHINE.transitions) == set(MACHINE.owners) == set(State.values)
    assert set.union(*(set(ways) for ways in MACHINE.transitions.values())) <= set(State.values)
    assert not MACHINE.transitions[State.LOCKED]


def test_takes_no_entry_that_lacks_something(candidates: CandidateList) -> None:
    with pytest.raises(Refused, match="accepted"):
        open_triage(candidates=candidates, entry=draft(), by=SUPERVISOR, at=now())


def test_takes_no_entry_of_another_site(candidates: CandidateList) -> None:
    entry = accepted_entry(site=uuid.uuid4())

    with pytest.raises(Refused, match="another site"):
        open_triage(candidates=candidates, entry=entry, by=SUPERVISOR, at=now())


def test_takes_an_entry_once(candidates: CandidateList) -> None:
    decision = opened(candidates)

    with pytest.raises(Refused, match="on the list already"):
        open_triage(candidates=candidates, entry=decision.entry, by=SUPERVISOR, at=now())


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("violence", "perhaps"),
        ("buys", "-1"),
        ("buys", "two"),
        ("last_sale", "3 May"),
        ("last_sale", "20260503"),
        ("level", "boss"),
    ],
)
def test_refuses_what_is_no_answer(candidates: CandidateList, code: str, value: str) -> None:
    decision = opened(candidates)
    criterion = candidates.criteria.questions.get(code=code)

    with pytest.raises(Refused, match="does not answer"):
        record_finding(
            decision=decision,
            criterion=criterion,
            found=Found(value=value, evidence="Report 1"),
            by=OFFICER,
            at=now(),
        )


@pytest.mark.parametrize(
    ("said", "why"),
    [(Found(value="no"), "on what evidence"), (Found(evidence="Report 1"), "why it is not known")],
)
def test_refuses_an_answer_without_its_ground(
    candidates: CandidateList, said: Found, why: str
) -> None:
    criterion = candidates.criteria.questions.get(code="violence")

    with pytest.raises(Refused, match=why):
        record_finding(
            decision=opened(candidates), criterion=criterion, found=said, by=OFFICER, at=now()
        )


def test_takes_not_known_as_an_answer(candidates: CandidateList) -> None:
    criterion = candidates.criteria.questions.get(code="violence")

    finding = record_finding(
        decision=opened(candidates),
        criterion=criterion,
        found=Found(note="The record is under seal."),
        by=OFFICER,
        at=now(),
    )

    assert (finding.is_known, finding.value) == (False, "")


def test_hands_on_no_findings_with_gaps(candidates: CandidateList) -> None:
    with pytest.raises(Refused, match="Not answered yet: Is there a conviction"):
        complete_findings(decision=opened(candidates), by=OFFICER, at=now())


def test_agrees_where_both_say_the_same(candidates: CandidateList) -> None:
    decision = as_it_is(agreed(candidates, DROP))

    assert (decision.state, decision.verdict) == (State.AGREED_DROP, DROP)


def test_is_a_conflict_where_they_differ(candidates: CandidateList) -> None:
    decision = as_it_is(reviewed(candidates, BANK, DROP))

    assert (decision.state, decision.verdict) == (State.CONFLICT, None)


def test_goes_back_for_information_once_both_are_in(candidates: CandidateList) -> None:
    decision = under_review(candidates)
    say(decision, NEED_INFO, by=SUPERVISOR)
    assert as_it_is(decision).state == State.INDEPENDENT_REVIEW

    say(decision, BANK, by=PROSECUTOR)
    consolidate(decision=decision, by=SUPERVISOR, at=now())

    fresh = as_it_is(decision)
    assert (fresh.state, fresh.round) == (State.OPEN, 2)


def test_is_weighed_again_in_another_round(candidates: CandidateList) -> None:
    decision = reviewed(candidates, NEED_INFO, BANK)
    complete_findings(decision=decision, by=OFFICER, at=now())
    begin_review(decision=decision, by=SUPERVISOR, at=now())
    say(decision, BANK, by=SUPERVISOR)
    say(decision, BANK, by=PROSECUTOR)
    consolidate(decision=decision, by=SUPERVISOR, at=now())

    assert as_it_is(decision).verdict == BANK


@pytest.mark.parametrize("role", ["supervisor", "prosecutor", "charging_supervisor"])
def test_is_not_reviewed_by_the_writer_of_the_entry(candidates: CandidateList, role: str) -> None:
    writer = somebody(role, "officer")
    decision = under_review(candidates, created_by=uuid.UUID(writer.id))

    with pytest.raises(Refused, match="You wrote this entry"):
        say(decision, BANK, by=writer)


def test_is_not_reviewed_by_the_writer_of_a_finding(candidates: CandidateList) -> None:
    writer = somebody("supervisor", "officer")
    decision = opened(candidates)
    found(decision, by=writer)
    begin_review(decision=decision, by=SUPERVISOR, at=now())

    with pytest.raises(Refused, match="You wrote a finding"):
        say(decision, BANK, by=writer)


def test_is_reviewed_once_by_each_side(candidates: CandidateList) -> None:
    decision = under_review(candidates)
    say(decision, BANK, by=SUPERVISOR)

    with pytest.raises(Refused, match="The police has reviewed this already"):
        say(decision, BANK, by=OTHER_SUPERVISOR)


def test_is_reviewed_by_two_agencies(candidates: CandidateList) -> None:
    decision = under_review(candidates)
    say(decision, BANK, by=SUPERVISOR)

    with pytest.raises(Refused, match="different agencies"):
        say(decision, BANK, by=somebody("prosecutor", agency=POLICE))


def test_is_reviewed_by_nobody_who_speaks_for_both_sides(candidates: CandidateList) -> None:
    with pytest.raises(Refused, match="alone"):
        say(under_review(candidates), BANK, by=somebody("prosecutor", "supervisor"))


def test_is_reviewed_by_nobody_without_an_agency(candidates: CandidateList) -> None:
    with pytest.raises(Refused, match="no agency"):
        say(under_review(candidates), BANK, by=somebody("supervisor", agency=None))


def test_is_reviewed_by_no_officer(candidates: CandidateList) -> None:
    with pytest.raises(NotPermitted):
        say(under_review(candidates), BANK, by=OFFICER)


@pytest.mark.parametrize(
    "other",
    [
        {"side": Side.POLICE, "agency": uuid.uuid4(), "reviewer": uuid.uuid4()},
        {"side": Side.PROSECUTION, "agency": POLICE, "reviewer": uuid.uuid4()},
        {"side": Side.PROSECUTION, "agency": uuid.uuid4(), "reviewer": uuid.UUID(SUPERVISOR.id)},
    ],
    ids=["side", "agency", "person"],
)
def test_keeps_no_second_vote_of_one_side_agency_or_person(
    candidates: CandidateList, other: dict[str, Any]
) -> None:
    decision = under_review(candidates)
    say(decision, BANK, by=SUPERVISOR)
    vote = made_up(ReviewerVote, owner=POLICE, decision=decision, round=1, verdict=BANK, **other)

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        writing(ReviewerVote, TriageDecision, agency=POLICE, verb="review"),
    ):
        vote.save(force_insert=True)


def test_changes_no_vote_behind_the_action(candidates: CandidateList) -> None:
    decision = under_review(candidates)
    vote = cast_vote(decision=decision, verdict=BANK, reason=REASON, by=SUPERVISOR, at=now())
    vote.verdict = DROP

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        writing(ReviewerVote, TriageDecision, agency=POLICE, verb="review"),
    ):
        vote.save()


def test_keeps_no_verdict_that_is_not_the_one_agreed(candidates: CandidateList) -> None:
    decision = as_it_is(agreed(candidates, BANK))
    decision.verdict = DROP

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        writing(TriageDecision, agency=POLICE, verb="review"),
    ):
        decision.save()


def test_keeps_no_decided_case_without_a_verdict(candidates: CandidateList) -> None:
    decision = as_it_is(agreed(candidates, BANK))
    decision.verdict = None

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        writing(TriageDecision, agency=POLICE, verb="review"),
    ):
        decision.save()


def test_is_drawn_together_by_one_of_its_reviewers(candidates: CandidateList) -> None:
    decision = under_review(candidates)
    say(decision, BANK, by=SUPERVISOR)
    say(decision, BANK, by=PROSECUTOR)

    with pytest.raises(Refused, match="two reviewers"):
        consolidate(decision=decision, by=OTHER_PROSECUTOR, at=now())


def test_returns_findings_before_anyone_reviews_them(candidates: CandidateList) -> None:
    decision = opened(candidates)
    found(decision)
    return_findings(decision=decision, why="Report 26-0419 says otherwise.", by=CHARGING, at=now())

    fresh = as_it_is(decision)
    assert (fresh.state, fresh.round) == (State.OPEN, 1)


@pytest.mark.parametrize("verdict", Verdict.values)
def test_is_taken_up_again_with_a_reason(candidates: CandidateList, verdict: str) -> None:
    decision = as_it_is(agreed(candidates, verdict))
    assert decision.state in SETTLED
    with reading():
        reopened = TriageDecision.objects.select_related("candidate_list").get(pk=decision.pk)

    reopen_triage(decision=reopened, why="New evidence.", by=CHARGING, at=now())

    fresh = as_it_is(decision)
    assert (fresh.state, fresh.verdict, fresh.round) == (State.OPEN, None, 2)
    with reading():
        assert TriageMove.objects.filter(decision=fresh).latest("moved_at").why == "New evidence."


def test_keeps_earlier_findings(candidates: CandidateList) -> None:
    decision = opened(candidates)
    criterion = candidates.criteria.questions.get(code="buys")
    for n in ("1", "2"):
        record_finding(
            decision=decision,
            criterion=criterion,
            found=Found(value=n, evidence="Report 1"),
            by=OFFICER,
            at=now(),
        )

    with reading():
        kept = CriterionFinding.objects.filter(decision=decision).order_by("found_at")
        assert [finding.value for finding in kept] == ["1", "2"]


def corrected(decision: TriageDecision, *, by: Actor, **said: Any) -> None:
    """Have the entry of a case corrected."""
    entry = as_it_is(decision).entry_id
    with reading():
        held = Entry.objects.get(pk=entry)
    words = written(**{"name": held.name, "born": held.born_on, **said})
    correct_entry(entry=held, written=words, why="A wrong day.", by=by, at=now())


@pytest.mark.parametrize("said", [(), (BANK,), (BANK, BANK), (BANK, DROP)])
def test_weighs_a_corrected_entry_anew(candidates: CandidateList, said: tuple[str, ...]) -> None:
    decision = under_review(candidates)
    for by, verdict in zip((SUPERVISOR, PROSECUTOR), said, strict=False):
        say(decision, verdict, by=by)

    corrected(decision, by=OTHER_SUPERVISOR)

    anew = as_it_is(decision)
    assert (anew.state, anew.round) == (State.FINDINGS_COMPLETE, 2)
    begin_review(decision=decision, by=SUPERVISOR, at=now())
    say(decision, BANK, by=PROSECUTOR)
    assert as_it_is(decision).state == State.INDEPENDENT_REVIEW
    say(decision, BANK, by=SUPERVISOR)
    assert as_it_is(decision).state == State.CONSOLIDATING


def test_takes_a_verdict_and_its_check_back_when_the_entry_is_corrected(
    candidates: CandidateList,
) -> None:
    decision = agreed(candidates)
    written_check(candidates)

    corrected(decision, by=OTHER_SUPERVISOR)

    assert as_it_is(decision).verdict is None
    assert standing_check(candidates) is None


def test_leaves_a_locked_list_as_it_was_signed() -> None:
    candidates = locked_list()
    with reading():
        decision = TriageDecision.objects.get(candidate_list=candidates)

    corrected(decision, by=OTHER_SUPERVISOR)

    assert as_it_is(decision).state == State.LOCKED


@pytest.mark.parametrize("who", [{"name": "Yan Fictional"}, {"born": date(1991, 5, 1)}])
def test_lets_no_correction_make_a_locked_decision_somebody_elses(who: dict[str, Any]) -> None:
    candidates = locked_list()
    with reading():
        decision = TriageDecision.objects.get(candidate_list=candidates)

    with pytest.raises(Refused, match="drop this entry and write another"):
        corrected(decision, by=OTHER_SUPERVISOR, **who)

    corrected(decision, by=OTHER_SUPERVISOR, name="Zéd  fictional", aliases="Yan")
    with reading():
        assert Entry.objects.get(pk=decision.entry_id).name == "Zéd  fictional"


def test_locks_no_list_by_a_corrected_entry_that_nobody_accepted_anew() -> None:
    candidates = new_list()
    decision = agreed(candidates)
    corrected(decision, by=OTHER_SUPERVISOR)
    begin_review(decision=decision, by=SUPERVISOR, at=now())
    for by in (SUPERVISOR, PROSECUTOR):
        say(decision, BANK, by=by)
    consolidate(decision=decision, by=PROSECUTOR, at=now())
    checked(candidates)

    with pytest.raises(Refused, match="lacks something"):
        sign_lock(candidates=candidates, by=SUPERVISOR, at=now())


def test_keeps_a_voided_review_from_whoever_reviews_next(candidates: CandidateList) -> None:
    decision = under_review(candidates)
    say(decision, DROP, by=SUPERVISOR)

    corrected(decision, by=OTHER_SUPERVISOR)

    with reading():
        votes = ReviewerVote.objects.filter(decision=decision)
        assert votes.restrict(SUPERVISOR).count() == 1
        assert votes.restrict(PROSECUTOR).count() == 0


def test_refuses_the_review_of_whoever_corrected_the_entry(candidates: CandidateList) -> None:
    decision = under_review(candidates)
    corrected(decision, by=SUPERVISOR)
    begin_review(decision=decision, by=SUPERVISOR, at=now())

    with pytest.raises(Refused, match="You corrected this entry"):
        say(decision, BANK, by=SUPERVISOR)

    with reading():
        assert [heap.decisions for heap in waiting_for(SUPERVISOR)][2] == []
        assert [heap.decisions for heap in waiting_for(OTHER_SUPERVISOR)][2] == [decision]
