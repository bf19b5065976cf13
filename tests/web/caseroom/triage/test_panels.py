"""Tests of the panel: of whom it is, when it decides, and what becomes of dissent."""

from __future__ import annotations

import uuid

import pytest

from commonground_web.caseroom.lists.models import CandidateList
from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.caseroom.triage.actions.panels import (
    cast_panel_vote,
    close_panel,
    convene_panel,
)
from commonground_web.caseroom.triage.actions.reviews import consolidate
from commonground_web.caseroom.triage.models import PanelVote, TriageDecision
from commonground_web.caseroom.triage.shown import shown_case
from commonground_web.caseroom.triage.states import NEED_INFO, State
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import now
from tests.web.caseroom.entering import CHARGING, OFFICER, PROSECUTOR, SUPERVISOR, somebody
from tests.web.caseroom.people import (
    PROSECUTION,
    REASON,
    as_it_is,
    new_list,
    reading,
    reviewed,
    say,
    under_review,
)

pytestmark = pytest.mark.django_db

BANK, DROP = Verdict.BANK, Verdict.DROP


@pytest.fixture
def conflict() -> TriageDecision:
    """Have a case before the panel."""
    decision = reviewed(new_list(), BANK, DROP)
    convene_panel(decision=decision, by=CHARGING, at=now())
    return decision


def _police() -> Actor:
    return somebody("supervisor")


def _prosecution() -> Actor:
    return somebody("prosecutor", agency=PROSECUTION)


def _say(decision: TriageDecision, verdict: str, *, by: Actor) -> None:
    cast_panel_vote(decision=decision, verdict=verdict, reason=REASON, by=by, at=now())


def _close(decision: TriageDecision) -> None:
    close_panel(decision=decision, by=CHARGING, at=now())


def test_decides_by_what_most_say_and_keeps_dissent(conflict: TriageDecision) -> None:
    for verdict, by in ((BANK, _police()), (BANK, _prosecution()), (DROP, _prosecution())):
        _say(conflict, verdict, by=by)
    _close(conflict)

    fresh = as_it_is(conflict)
    assert (fresh.state, fresh.verdict) == (State.DECIDED, BANK)
    with reading():
        decision = TriageDecision.objects.select_related("entry", "candidate_list").get()
        shown = shown_case(decision, to=SUPERVISOR)
    assert [(said.vote.verdict, said.is_dissent) for said in shown["panel"]] == [
        (BANK, False),
        (BANK, False),
        (DROP, True),
    ]


def test_is_of_three_at_least(conflict: TriageDecision) -> None:
    for by in (_police(), _prosecution()):
        _say(conflict, BANK, by=by)

    with pytest.raises(Refused, match="of 3 members from 2 agencies"):
        _close(conflict)


def test_is_of_two_agencies_at_least(conflict: TriageDecision) -> None:
    for _ in range(3):
        _say(conflict, BANK, by=_prosecution())

    with pytest.raises(Refused, match="from 1"):
        _close(conflict)


def test_decides_nothing_by_half(conflict: TriageDecision) -> None:
    for verdict in (BANK, DROP):
        _say(conflict, verdict, by=_police())
        _say(conflict, verdict, by=_prosecution())

    with pytest.raises(Refused, match="more than half"):
        _close(conflict)


def test_sends_a_case_back_for_information(conflict: TriageDecision) -> None:
    for by in (_police(), _prosecution(), _prosecution()):
        _say(conflict, NEED_INFO, by=by)
    _close(conflict)

    fresh = as_it_is(conflict)
    assert (fresh.state, fresh.round) == (State.OPEN, 2)


@pytest.mark.parametrize("by", [SUPERVISOR, PROSECUTOR])
def test_hears_no_reviewer(conflict: TriageDecision, by: Actor) -> None:
    with pytest.raises(Refused, match="You reviewed this case"):
        _say(conflict, BANK, by=by)


def test_hears_nobody_who_wrote_a_part() -> None:
    writer = somebody("supervisor", "officer")
    candidates: CandidateList = new_list()
    decision = under_review(candidates, created_by=uuid.UUID(writer.id))
    for verdict, by in ((BANK, SUPERVISOR), (DROP, PROSECUTOR)):
        say(decision, verdict, by=by)
    consolidate(decision=decision, by=SUPERVISOR, at=now())
    convene_panel(decision=decision, by=CHARGING, at=now())

    with pytest.raises(Refused, match="You wrote this entry"):
        _say(decision, BANK, by=writer)


def test_hears_everybody_once(conflict: TriageDecision) -> None:
    member = _police()
    _say(conflict, BANK, by=member)

    with pytest.raises(Refused, match="what was said is not changed"):
        _say(conflict, DROP, by=member)
    with reading():
        assert PanelVote.objects.get(decision=conflict).verdict == BANK


def test_hears_no_officer(conflict: TriageDecision) -> None:
    with pytest.raises(NotPermitted):
        _say(conflict, BANK, by=OFFICER)


def test_is_called_only_where_reviews_differ() -> None:
    decision = under_review(new_list())

    with pytest.raises(Refused, match="the reviews differ"):
        convene_panel(decision=decision, by=CHARGING, at=now())
