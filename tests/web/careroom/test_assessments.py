"""Tests of needs and plans: asked by a version, never changed, in the client's words."""

from __future__ import annotations

import pytest

from commonground_web.careroom.assessments.actions import (
    add_step,
    assess,
    do_step,
    move_goal,
    set_goal,
)
from commonground_web.careroom.assessments.instruments import (
    CURRENT,
    INSTRUMENTS,
    Answer,
    Domain,
)
from commonground_web.careroom.assessments.models import (
    GOALS,
    Assessment,
    Goal,
    GoalState,
    GoalStep,
)
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.clock import now
from tests.web.addresses import state_purpose
from tests.web.careroom.people import OURS, client_of, seen, someone
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db

ALL_NO = dict.fromkeys(Domain.values, Answer.NO_HELP.value)


@pytest.mark.parametrize("version", sorted(INSTRUMENTS))
def test_asks_about_every_area_in_every_version(version: str) -> None:
    assert set(INSTRUMENTS[version].questions) == set(Domain.values)
    assert INSTRUMENTS[version].version == version


def test_keeps_the_answers_with_the_version_that_asked() -> None:
    by = someone()
    answers = ALL_NO | {"housing": Answer.NOW.value}

    assess(client=client_of(by), answers=answers, remarks="Sleeps in a car.", by=by, at=now())

    [kept] = seen(Assessment, by)
    assert kept.answered == answers
    assert kept.version == CURRENT.version


@pytest.mark.parametrize("answers", [{}, ALL_NO | {"housing": "maybe"}, {"housing": "now"}])
def test_refuses_answers_that_are_not_whole(answers: dict[str, str]) -> None:
    by = someone()

    with pytest.raises(Refused, match="Every area"):
        assess(client=client_of(by), answers=answers, remarks="", by=by, at=now())


def test_takes_a_goal_step_by_step() -> None:
    by = someone()
    goal = set_goal(
        client=client_of(by), domain="housing", text="A room.", due_on=None, by=by, at=now()
    )
    step = add_step(goal=goal, text="Ask at the house.", by=by, at=now())

    do_step(step=step, by=by, at=now())
    move_goal(goal=goal, to=GoalState.REACHED, by=by, at=now())

    [kept], [done] = seen(Goal, by), seen(GoalStep, by)
    assert kept.state == "reached"
    assert done.done_on is not None
    with pytest.raises(Refused, match="already"):
        do_step(step=done, by=by, at=now())
    with pytest.raises(Refused, match="cannot become"):
        move_goal(goal=kept, to=GoalState.DROPPED, by=by, at=now())


def test_knows_every_state_of_a_goal() -> None:
    assert set(GOALS.transitions) == set(GOALS.owners) == set(GoalState.values)


def test_asks_and_shows_on_pages() -> None:
    client = client_of(someone())
    room = signed_in("case_manager", agency=OURS)
    state_purpose(room, client.pk)

    room.post(f"/clients/{client.pk}/needs/new/", ALL_NO | {"transport": "soon"})
    room.post(f"/clients/{client.pk}/goals/new/", {"domain": "transport", "text": "A bus pass."})
    page = room.get(f"/clients/{client.pk}/needs/").content.decode()

    assert "A bus pass." in page
    assert "wants help with it soon" in page
