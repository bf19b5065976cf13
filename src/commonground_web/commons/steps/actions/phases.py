"""Lead a phase from its start through its gates."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.commons.model.shape import Moment, Phase
from commonground_web.commons.steps.actions.held import held_phase
from commonground_web.commons.steps.actions.traces import trace_phase
from commonground_web.commons.steps.gates.asking import (
    gates_before,
    gates_of,
    require_open,
    site_state,
)
from commonground_web.commons.steps.models import Act, PlanPhase
from commonground_web.commons.steps.states import MACHINE, State
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import day_of

FROM_THE_START = frozenset({Phase.PLANNING, Phase.COMMUNITY})
"""Phases that begin at once: police and community speak with each other from the start."""


@action("phase", "start")
def start_phase(*, phase: PlanPhase, by: Actor, at: datetime) -> None:
    """Start a phase; work on the market starts behind its gates."""
    held = held_phase(phase)
    MACHINE.require(held.state, State.IN_PROGRESS)
    if held.state != State.NOT_STARTED:
        raise Refused(_("This phase was started already."))
    if held.phase not in FROM_THE_START:
        require_open(gates_before(Moment.BEGIN), site_state(held.plan, on=day_of(at)))
    held.state, held.started_on = State.IN_PROGRESS, day_of(at)
    held.save()
    trace_phase(held, Act.STARTED, by=by, at=at)


@action("phase", "submit")
def submit_phase(*, phase: PlanPhase, by: Actor, at: datetime) -> None:
    """Put a phase to its gates."""
    held = held_phase(phase)
    MACHINE.require(held.state, State.GATE_REVIEW)
    held.state, held.submitted_by = State.GATE_REVIEW, uuid.UUID(by.id)
    held.save()
    trace_phase(held, Act.SUBMITTED, by=by, at=at)


@action("phase", "return")
def return_phase(*, phase: PlanPhase, why: str, by: Actor, at: datetime) -> None:
    """Give a phase back from its gates, and say what is missing."""
    held = held_phase(phase)
    if held.state != State.GATE_REVIEW:
        raise Refused(_("Only a phase that is at its gates is returned."))
    held.state, held.submitted_by = State.IN_PROGRESS, None
    held.save()
    trace_phase(held, Act.RETURNED, by=by, at=at, why=why)


@action("phase", "complete")
def complete_phase(*, phase: PlanPhase, by: Actor, at: datetime) -> None:
    """Complete a phase that somebody else put to its gates, if all of them are open."""
    held = held_phase(phase)
    MACHINE.require(held.state, State.COMPLETE)
    if str(held.submitted_by) == by.id:
        raise Refused(_("Whoever put a phase to its gates does not complete it; ask a director."))
    require_open(gates_of(Phase(held.phase)), site_state(held.plan, on=day_of(at)))
    held.state, held.completed_by = State.COMPLETE, uuid.UUID(by.id)
    held.ended_on = day_of(at)
    held.save()
    trace_phase(held, Act.COMPLETED, by=by, at=at)
