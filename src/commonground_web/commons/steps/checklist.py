"""A plan as its pages show it: all that a page needs, read before it is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commonground_web.commons.model.shape import Item, Phase, Step
from commonground_web.commons.steps.actions.held import is_of_agency
from commonground_web.commons.steps.fidelity import awaits_second
from commonground_web.commons.steps.gates.asking import looks, site_state
from commonground_web.commons.steps.gates.gate import Gate, Open, Shut
from commonground_web.commons.steps.gates.named import GATES
from commonground_web.commons.steps.models import Plan, PlanItem, Score
from commonground_web.kernel.access.actor import Actor


class Show(models.TextChoices):
    """Which items of a checklist are shown."""

    ALL = "", _("all")
    MINE = "mine", _("mine")
    OVERDUE = "overdue", _("overdue")
    BLOCKED = "blocked", _("blocked")


@dataclass(frozen=True, slots=True)
class Line:
    """An item as a line of the checklist."""

    item: PlanItem
    asked: Item
    owed_by: str
    """The agency or, until one is named, whose part it is by the model."""
    is_mine: bool
    is_done: bool
    is_late: bool
    when: str
    """How far off the due date is, in words; empty for what is done."""
    evidence: int
    state: str
    shut: tuple[Gate, ...]
    """Shut gates that it waits behind."""

    @property
    def awaits_second(self) -> bool:
        """Whether it waits for the second person."""
        return awaits_second(self.asked, self.item)

    @property
    def is_blocked(self) -> bool:
        """Whether somebody else has to act first."""
        return not self.is_done and (bool(self.shut) or self.awaits_second)

    def is_shown(self, show: Show) -> bool:
        """Say whether a filter lets it through."""
        if show == Show.MINE:
            return self.is_mine
        if show == Show.OVERDUE:
            return self.is_late
        return self.is_blocked if show == Show.BLOCKED else True


@dataclass(frozen=True, slots=True)
class Read:
    """A plan with its items and its gates, on one day."""

    plan: Plan
    items: tuple[PlanItem, ...]
    looks: Mapping[str, Open | Shut]
    on: date

    def lines(self, actor: Actor) -> tuple[Line, ...]:
        """Return the checklist, in the order of phases and steps."""
        kept = {item.code: item for item in self.items}
        return tuple(
            _line(kept[asked.code], asked, read=self, actor=actor)
            for phase in Phase
            for asked in self.plan.model.items_of(phase)
            if asked.code in kept
        )


def read_plan(plan: Plan, *, on: date) -> Read:
    """Read a plan's items with their owners and evidence, and look at its gates."""
    standing = models.Count("evidence", filter=models.Q(evidence__replaced_by__isnull=True))
    items = tuple(
        PlanItem.objects.filter(plan=plan)
        .select_related("agency", "owner")
        .annotate(standing=standing)
    )
    return Read(plan, items, looks(site_state(plan, on=on, items=items)), on)


def _line(item: PlanItem, asked: Item, *, read: Read, actor: Actor) -> Line:
    is_done = item.is_waived or (item.score == Score.AS_PLANNED and not awaits_second(asked, item))
    shut = (g for g in GATES if asked.moment in g.before and not read.looks[g.code].is_open)
    return Line(
        item=item,
        asked=asked,
        owed_by=str(item.agency or asked.by.label),
        is_mine=is_of_agency(item, actor) or str(item.owner_id) == actor.id,
        is_done=is_done,
        is_late=not is_done and item.due < read.on,
        when="" if is_done else how_far(item.due, on=read.on),
        evidence=getattr(item, "standing", 0),
        state=state_of(item, asked),
        shut=tuple(shut),
    )


def state_of(item: PlanItem, asked: Item) -> str:
    """Return in words how far an item is."""
    if item.is_waived:
        return _now("waived")
    if awaits_second(asked, item):
        return _now("as planned, waits for a second person")
    return str(Score(item.score).label)


def how_far(due: date, *, on: date) -> str:
    """Return how far off a day is, in words."""
    days = (due - on).days
    if days == 0:
        return _now("today")
    if days > 0:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}


@dataclass(frozen=True, slots=True)
class StepLines:
    """The lines of one step within one phase."""

    step: Step
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PhaseLines:
    """The lines of one phase."""

    phase: Phase
    steps: tuple[StepLines, ...]


def by_step(read: Read, lines: Iterable[Line]) -> list[PhaseLines]:
    """Return lines by phase and step, without those that have none."""
    grouped: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        grouped.setdefault((line.asked.phase, line.asked.step), []).append(line)
    phases = [
        PhaseLines(
            phase,
            tuple(
                StepLines(step, tuple(grouped[phase, step.code]))
                for step in read.plan.model.steps
                if (phase, step.code) in grouped
            ),
        )
        for phase in Phase
    ]
    return [phase for phase in phases if phase.steps]
