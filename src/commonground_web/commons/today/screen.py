"""One screen of what is next, what is blocked and by whom, at each site of an actor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from commonground_web.commons.model.shape import Phase
from commonground_web.commons.steps.actions.held import ALL_ITEMS
from commonground_web.commons.steps.checklist import Line, Read, read_plan
from commonground_web.commons.steps.gates.gate import Gate, Reason
from commonground_web.commons.steps.gates.named import GATES
from commonground_web.commons.steps.models import Plan, PlanPhase
from commonground_web.commons.steps.states import State
from commonground_web.kernel.access.actor import Actor

SOON = timedelta(days=14)
"""Items that are due within two weeks are next."""

AHEAD = timedelta(days=30)
"""What is blocked is shown a month ahead, so that whoever owes it has the time."""

MOST_SITES = 5
"""Sites on one screen; of the others the list of plans tells."""

MOST_LINES = 8

UNDER_WAY = frozenset({State.IN_PROGRESS, State.GATE_REVIEW})


@dataclass(frozen=True, slots=True)
class Blocked:
    """A shut gate, and why."""

    gate: Gate
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class SiteToday:
    """What one site asks today."""

    plan: Plan
    under_way: tuple[PlanPhase, ...]
    next: tuple[Line, ...]
    more: int
    """How many further items are next."""
    late: int
    waiting: int
    """Items that are done, but for the second person."""
    blocked: tuple[Blocked, ...]


def sites_today(actor: Actor, *, on: date) -> tuple[list[SiteToday], int]:
    """Return what each of an actor's sites asks today, and how many further sites there are.

    Parameters
    ----------
    actor
        Who is looking: what is theirs comes first, unless they coordinate.
    on
        The day.
    """
    plans = list(
        Plan.objects.restrict(actor).select_related("site").order_by("callin_on", "site__name")
    )
    shown = plans[:MOST_SITES]
    phases: dict[object, list[PlanPhase]] = {}
    for phase in PlanPhase.objects.filter(plan__in=shown, state__in=UNDER_WAY):
        phases.setdefault(phase.plan_id, []).append(phase)
    sites = [
        _site(read_plan(plan, on=on), under_way=phases.get(plan.pk, []), actor=actor)
        for plan in shown
    ]
    return sites, len(plans) - len(shown)


def _site(read: Read, *, under_way: list[PlanPhase], actor: Actor) -> SiteToday:
    lines = read.lines(actor)
    todo = [line for line in lines if not line.is_done and not line.awaits_second]
    coming = [line for line in todo if line.item.due <= read.on + SOON]
    coming.sort(key=lambda line: (not _comes_first(line, actor), line.item.due))
    order = list(Phase)
    return SiteToday(
        plan=read.plan,
        under_way=tuple(sorted(under_way, key=lambda held: order.index(Phase(held.phase)))),
        next=tuple(coming[:MOST_LINES]),
        more=max(0, len(coming) - MOST_LINES),
        late=sum(line.is_late for line in todo),
        waiting=sum(line.awaits_second for line in lines),
        blocked=tuple(_blocked(read, todo, under_way)),
    )


def _comes_first(line: Line, actor: Actor) -> bool:
    """Say whether a line comes before others of an earlier day: it is theirs alone to do."""
    return line.is_mine and not actor.roles & ALL_ITEMS


def _blocked(read: Read, todo: Iterable[Line], under_way: Iterable[PlanPhase]) -> list[Blocked]:
    """Return the shut gates that hold up what is due soon, or a phase that is under way."""
    soon = {gate.code for line in todo if line.item.due <= read.on + AHEAD for gate in line.shut}
    phases = {held.phase for held in under_way}
    return [
        Blocked(gate, read.looks[gate.code].reasons)
        for gate in GATES
        if not read.looks[gate.code].is_open and (gate.code in soon or gate.phase in phases)
    ]
