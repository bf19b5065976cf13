"""What the page of a call-in shows of where it stands, and of what keeps it from going on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commonground_web.commons.callin.models import CallIn, CallInMove
from commonground_web.commons.callin.states import OVER, State
from commonground_web.commons.model.shape import Moment, Words
from commonground_web.commons.steps.gates.asking import gates_before, site_state
from commonground_web.commons.steps.gates.gate import Gate, Reason
from commonground_web.commons.steps.models import Plan

WAY = (
    State.PLANNING,
    State.SLOTS_CONFIRMED,
    State.HOLDS_ACTIVE,
    State.LETTERS_OUT,
    State.HELD,
    State.CLOSED,
)
"""The states that a call-in goes through if nothing comes between."""


@dataclass(frozen=True, slots=True)
class StepSeen:
    """One state on the way of a call-in."""

    label: Words
    is_done: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class ShutSeen:
    """A gate that is shut, and what opens it."""

    gate: Gate
    reasons: tuple[Reason, ...]


def steps_of(callin: CallIn) -> list[StepSeen]:
    """Return the way of a call-in, as far as it has come."""
    here = WAY.index(State(callin.state)) if callin.state in WAY else -1
    return [
        StepSeen(state.label, is_done=number < here, is_here=number == here)
        for number, state in enumerate(WAY)
    ]


def what_is_shut(callin: CallIn, *, on: date) -> list[ShutSeen]:
    """Return the gates before the letters and the call-in that are shut; none once it is held."""
    plan = Plan.objects.filter(site=callin.site_id).first()
    if plan is None or callin.state in (State.HELD, *OVER):
        return []
    state = site_state(plan, on=on)
    asked = {gate.code: gate for moment in MOMENTS for gate in gates_before(moment)}
    looks = ((gate, gate.look(state)) for gate in asked.values())
    return [ShutSeen(gate, look.reasons) for gate, look in looks if not look.is_open]


def moves_seen(callin: CallIn) -> list[tuple[CallInMove, bool]]:
    """Return the steps of a call-in, the last first, and whether each set another day or place."""
    moves = list(callin.moves.order_by("moved_at"))
    before = [None, *moves]
    told = [
        (move, last is None or (last.at, last.venue) != (move.at, move.venue))
        for last, move in zip(before, moves, strict=False)
    ]
    return told[::-1]


MOMENTS = (Moment.LETTERS, Moment.CALL_IN)
