"""What is done about needs: ask, set goals, take steps."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from commonground_web.careroom.assessments.instruments import CURRENT, Answer
from commonground_web.careroom.assessments.models import GOALS, Assessment, Goal, GoalStep
from commonground_web.careroom.clients.models import Client
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of


@action("assessment", "create", with_entities=("client",))
def assess(
    *, client: Client, answers: Mapping[str, str], remarks: str, by: Actor, at: datetime
) -> Assessment:
    """Write down what a client answered, by the newest version of the instrument."""
    if set(answers) != set(CURRENT.questions) or set(answers.values()) - set(Answer.values):
        raise Refused(_("Every area has one of the answers; not to say is one of them."))
    assessment = Assessment(
        client=client,
        provider=client.provider,
        version=CURRENT.version,
        answers=json.dumps(dict(answers), sort_keys=True),
        remarks=remarks,
        asked_by=uuid.UUID(by.id),
        asked_at=at,
    )
    assessment.save(force_insert=True)
    open_access().did("assessment.made", assessment)
    return assessment


@action("goal", "create", with_entities=("client",))
def set_goal(
    *, client: Client, domain: str, text: str, due_on: date | None, by: Actor, at: datetime
) -> Goal:
    """Write down a goal as the client puts it."""
    goal = Goal(
        client=client,
        provider=client.provider,
        domain=domain,
        text=text,
        due_on=due_on,
        created_by=uuid.UUID(by.id),
        created_at=at,
        changed_at=at,
    )
    goal.save(force_insert=True)
    open_access().did("goal.set", goal)
    return goal


@action("goal", "change", with_entities=("client",))
def move_goal(*, goal: Goal, to: str, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Say that a goal was reached, was let go, or is taken up again."""
    goal.lock()
    GOALS.require(goal.state, to)
    goal.state, goal.changed_at = to, at
    goal.save()
    open_access().did(f"goal.{to}", goal)


@action("goal", "create", with_entities=("client",))
def add_step(*, goal: Goal, text: str, by: Actor, at: datetime) -> GoalStep:  # noqa: ARG001
    """Add a step towards a goal."""
    step = GoalStep(goal=goal, provider=goal.provider, text=text, created_at=at)
    step.save(force_insert=True)
    open_access().did("goal.step_added", step)
    return step


@action("goal", "change", with_entities=("client",))
def do_step(*, step: GoalStep, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Say that a step is done."""
    step.lock()
    if step.done_on is not None:
        raise Refused(_("This step is done already."))
    step.done_on = day_of(at)
    step.save()
    open_access().did("goal.step_done", step)
