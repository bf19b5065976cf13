"""Tests of how a complaint goes from whoever makes it to an answer and an appeal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonground_web.commons.complaints.actions.hearing import (
    acknowledge,
    answer,
    ask,
    close,
    decide,
    investigate,
)
from commonground_web.commons.complaints.actions.making import add_word, appeal
from commonground_web.commons.complaints.codes import kept_code, new_code
from commonground_web.commons.complaints.models import APPEALED_WITHIN, Complaint
from commonground_web.commons.complaints.states import MACHINE, State
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import VISITOR
from commonground_web.kernel.clock import now, today
from tests.web.commons.complaints.heard import (
    BOTH,
    OFFICER,
    REVIEWER,
    again,
    answered,
    looking,
    made,
    words_of,
)

pytestmark = pytest.mark.django_db

_LATE = now() + timedelta(days=40)


def test_goes_from_received_to_an_answer_that_is_kept() -> None:
    complaint = answered(made()[1])

    assert complaint.state == State.ANSWERED
    assert words_of(complaint) == ["We asked them."]


def test_is_answered_only_after_it_was_looked_into() -> None:
    with pytest.raises(Refused, match="cannot become answered"):
        answer(complaint=made()[1], text="No.", by=OFFICER, at=now())


def test_keeps_no_answer_that_says_nothing() -> None:
    _, complaint = made()
    acknowledge(complaint=complaint, by=OFFICER, at=now())
    investigate(complaint=complaint, by=OFFICER, at=now())

    with pytest.raises(Refused, match="Write"):
        answer(complaint=again(complaint), text=" ", by=OFFICER, at=now())

    assert again(complaint).state == State.INVESTIGATING


@pytest.mark.parametrize(
    ("state", "act"),
    [
        (State.INVESTIGATING, lambda c: answer(complaint=c, text="No.", by=OFFICER, at=now())),
        (State.ANSWERED, lambda c: close(complaint=c, by=OFFICER, at=_LATE)),
        (State.APPEALED, lambda c: decide(complaint=c, text="No.", by=REVIEWER, at=now())),
    ],
)
def test_ends_nothing_without_what_was_said_since(
    state: State, act: Callable[[Complaint], None]
) -> None:
    complaint = made()[1]
    if state == State.INVESTIGATING:
        acknowledge(complaint=complaint, by=OFFICER, at=now())
        investigate(complaint=complaint, by=OFFICER, at=now())
    else:
        answered(complaint)
    if state == State.APPEALED:
        appeal(complaint=complaint, text="They lied.", by=VISITOR, at=now())
    seen = again(complaint)
    add_word(complaint=complaint, text="I have a witness.", by=VISITOR, at=now())

    with pytest.raises(Refused, match="Somebody changed this"):
        act(seen)

    assert again(complaint).state == state
    act(again(complaint))


def test_is_decided_on_appeal_by_somebody_who_did_not_answer() -> None:
    complaint = answered(made()[1])
    appeal(complaint=complaint, text="They lied.", by=VISITOR, at=now())

    decide(complaint=again(complaint), text="The answer was wrong.", by=REVIEWER, at=now())

    assert again(complaint).state == State.CLOSED
    assert words_of(complaint)[-2:] == ["They lied.", "The answer was wrong."]


def test_is_not_decided_by_whoever_answered() -> None:
    _, complaint = made()
    acknowledge(complaint=complaint, by=BOTH, at=now())
    investigate(complaint=complaint, by=BOTH, at=now())
    answer(complaint=again(complaint), text="No.", by=BOTH, at=now())
    appeal(complaint=complaint, text="Why?", by=VISITOR, at=now())

    with pytest.raises(Refused, match="somebody else"):
        decide(complaint=again(complaint), text="No again.", by=BOTH, at=now())


def test_is_kept_by_the_database_from_one_who_answers_and_decides() -> None:
    complaint = answered(made()[1])
    appeal(complaint=complaint, text="Why?", by=VISITOR, at=now())

    with looking(), pytest.raises(DatabaseError), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(decided_by=complaint.answered_by)


def test_is_not_appealed_too_late() -> None:
    complaint = answered(made()[1])

    late = now() + APPEALED_WITHIN + timedelta(days=1)
    with pytest.raises(Refused, match="time to appeal"):
        appeal(complaint=complaint, text="Why?", by=VISITOR, at=late)

    close(complaint=again(complaint), by=OFFICER, at=late)
    assert again(complaint).state == State.CLOSED


def test_is_not_closed_while_it_can_be_appealed() -> None:
    with pytest.raises(Refused, match="can be appealed until"):
        close(complaint=answered(made()[1]), by=OFFICER, at=now())


def test_is_not_closed_by_the_officer_once_it_was_appealed() -> None:
    complaint = answered(made()[1])
    appeal(complaint=complaint, text="Why?", by=VISITOR, at=now())

    with pytest.raises(Refused, match="decides the appeal"):
        close(complaint=again(complaint), by=OFFICER, at=now())


def test_takes_words_of_both_sides_until_it_is_closed() -> None:
    _, complaint = made()
    add_word(complaint=complaint, text="It was at noon.", by=VISITOR, at=now())
    ask(complaint=complaint, text="Where?", by=OFFICER, at=now())
    assert words_of(complaint) == ["It was at noon.", "Where?"]

    answered(complaint)
    close(complaint=again(complaint), by=OFFICER, at=now() + timedelta(days=40))

    with pytest.raises(Refused, match="closed"):
        add_word(complaint=complaint, text="More.", by=VISITOR, at=now())


def test_keeps_the_same_words_once() -> None:
    _, complaint = made()
    add_word(complaint=complaint, text="It was at noon.", by=VISITOR, at=now())

    with pytest.raises(Refused, match="already"):
        add_word(complaint=complaint, text="It was at noon.", by=VISITOR, at=now())


def test_is_purged_after_five_years() -> None:
    assert (made()[1].purge_on - today()).days == 5 * 365


def test_has_a_way_on_and_an_owner_for_every_state() -> None:
    assert set(MACHINE.transitions) == set(MACHINE.owners) == set(State.values)


def test_makes_codes_that_are_written_down_and_not_guessed() -> None:
    codes = {new_code() for _ in range(200)}

    assert len(codes) == 200
    assert all(len(code) == 19 and not set(code) & set("aeioul10") for code in codes)


def test_keeps_a_digest_and_not_the_code() -> None:
    code, complaint = made()

    assert code not in complaint.code
    assert code.replace("-", "") not in complaint.code
    assert kept_code(code.upper().replace("-", " ")) == complaint.code


STEPS = {
    "acknowledge": lambda c, at: acknowledge(complaint=c, by=OFFICER, at=at),
    "investigate": lambda c, at: investigate(complaint=c, by=OFFICER, at=at),
    "answer": lambda c, at: answer(complaint=again(c), text="So.", by=OFFICER, at=at),
    "appeal": lambda c, at: appeal(complaint=c, text="No.", by=VISITOR, at=at),
    "close": lambda c, at: close(complaint=again(c), by=OFFICER, at=at),
    "decide": lambda c, at: decide(complaint=again(c), text="Yes.", by=REVIEWER, at=at),
}
GOES = {
    ("received", "acknowledge"): "acknowledged",
    ("acknowledged", "investigate"): "investigating",
    ("investigating", "answer"): "answered",
    ("answered", "appeal"): "appealed",
    ("answered", "close"): "closed",
    ("appealed", "decide"): "closed",
}


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.sampled_from(sorted(STEPS)), max_size=9), days=st.integers(0, 40))
def test_goes_where_the_table_says_and_nowhere_else(steps: list[str], days: int) -> None:
    _, complaint = made()
    state, at, answered_at = "received", now(), None
    for step in steps:
        goes = GOES.get((state, step))
        in_time = answered_at is None or at <= answered_at + APPEALED_WITHIN
        if (step, state) in {("appeal", "answered"), ("close", "answered")}:
            goes = goes if in_time is (step == "appeal") else None
        if goes is None:
            with pytest.raises(Refused):
                STEPS[step](complaint, at)
        else:
            STEPS[step](complaint, at)
            answered_at, state = (at if step == "answer" else answered_at), goes
            at += timedelta(days=days)
        assert again(complaint).state == state
