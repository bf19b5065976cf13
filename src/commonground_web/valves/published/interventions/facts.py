"""What is known of a site's intervention: where it stands, its plan, its ground, its call-in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from commonground_web.valves.published import agencies
from commonground_web.valves.published.interventions.words import (
    AS_PLANNED,
    PHASE_STATES,
    PHASES,
    SCORES,
    UNDER_WAY,
    Said,
    said_here,
)
from commonground_web.valves.published.models import Published


@dataclass(frozen=True, slots=True)
class KnownBoundary:
    """The boundary that is in force on a day."""

    shape: dict[str, Any]
    valid_from: date


@dataclass(frozen=True, slots=True)
class KnownStep:
    """One line of the plan's checklist."""

    text: str
    score: Said
    amount: str
    due: date
    agency: str


@dataclass(frozen=True, slots=True)
class KnownPhase:
    """One phase of the plan, with the lines of its checklist by the day they are due."""

    code: str
    label: str | Promise
    state: Said
    is_under_way: bool
    started_on: date | None
    ended_on: date | None
    steps: tuple[KnownStep, ...]

    @property
    def as_planned(self) -> int:
        """How many of its lines were done as planned."""
        return sum(step.score is SCORES[AS_PLANNED] for step in self.steps)


@dataclass(frozen=True, slots=True)
class KnownPlan:
    """What a site set out to do."""

    version: str
    callin_on: date
    phases: tuple[KnownPhase, ...]


def boundary_of(site: uuid.UUID, *, on: date) -> KnownBoundary | None:
    """Return a site's boundary that is in force on a day; None before one is."""
    known = Published.objects.of("boundary").filter(fields__site=str(site))
    begun = [row for row in known if _day(row["valid_from"]) <= on]
    last = max(begun, key=lambda row: (row["valid_from"], str(row.row)), default=None)
    return last and KnownBoundary(last["shape"], _day(last["valid_from"]))


def plan_of(site: uuid.UUID) -> KnownPlan | None:
    """Return a site's plan as it was published last; None where it has none."""
    plan = Published.objects.of("plan").filter(fields__site=str(site)).first()
    if plan is None:
        return None
    of_plan = {"fields__plan": str(plan.row)}
    phases = {row["phase"]: row for row in Published.objects.of("phase").filter(**of_plan)}
    steps = list(Published.objects.of("step").filter(**of_plan))
    names = agencies.names()
    return KnownPlan(
        version=plan["version"],
        callin_on=_day(plan["callin_on"]),
        phases=tuple(
            # Steps that a Commons before this version published say no phase.
            _phase(phases[code], (row for row in steps if row.fields.get("phase") == code), names)
            for code in PHASES
            if code in phases
        ),
    )


def phases_under_way() -> dict[uuid.UUID, list[str]]:
    """Return the codes of the phases on which people work, by site, in the model's order."""
    sites = {str(plan.row): uuid.UUID(plan["site"]) for plan in Published.objects.of("plan")}
    begun = Published.objects.of("phase").filter(fields__state__in=UNDER_WAY)
    found: dict[uuid.UUID, list[str]] = {}
    for row in sorted(begun, key=lambda row: list(PHASES).index(row["phase"])):
        found.setdefault(sites[row["plan"]], []).append(row["phase"])
    return found


def _phase(
    row: Published, steps: Iterable[Published], names: Mapping[uuid.UUID, str]
) -> KnownPhase:
    in_order = sorted(steps, key=lambda step: (step["due"], step["code"]))
    return KnownPhase(
        code=row["phase"],
        label=PHASES[row["phase"]],
        state=PHASE_STATES[row["state"]],
        is_under_way=row["state"] in UNDER_WAY,
        started_on=_day_or_none(row["started_on"]),
        ended_on=_day_or_none(row["ended_on"]),
        steps=tuple(_step(step, names) for step in in_order),
    )


def _step(row: Published, names: Mapping[uuid.UUID, str]) -> KnownStep:
    amount, agency = row["amount"], row["agency"]
    return KnownStep(
        text=said_here(row["text"]),
        score=SCORES[row["score"]],
        amount="" if amount is None else f"{amount} {said_here(row['unit'])}".strip(),
        due=_day(row["due"]),
        agency=names.get(uuid.UUID(agency), "") if agency else "",
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _day_or_none(text: str | None) -> date | None:
    return _day(text) if text else None
