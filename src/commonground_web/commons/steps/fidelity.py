"""Fidelity: how closely a site does what the model asks, phase by phase, beside its shut gates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commonground_web.commons.model.shape import Item, Model, Phase
from commonground_web.commons.steps.gates.gate import Gate, Open, Shut
from commonground_web.commons.steps.gates.named import GATES
from commonground_web.commons.steps.models import PlanItem, Score


@dataclass(frozen=True, slots=True)
class PhaseFidelity:
    """How one phase stands; the share is never shown without what is missing and shut."""

    phase: Phase
    as_planned: int
    unconfirmed: int
    """Scored as planned, on which a gate hangs, and not yet confirmed by a second person."""
    partly: int
    not_done: int
    waived: int
    share: float | None
    """Weighted share of the items that are not waived, 0 to 1; None where all are waived."""
    missing: tuple[Item, ...]
    shut: tuple[Gate, ...]

    @property
    def percent(self) -> int | None:
        """The share in per cent, rounded down: 100 is everything."""
        return None if self.share is None else int(self.share * 100)


def fidelity(
    model: Model, items: Iterable[PlanItem], *, looks: Mapping[str, Open | Shut]
) -> tuple[PhaseFidelity, ...]:
    """Return how each phase stands.

    An item counts with its weight: as planned 1, partly a half, not done nothing. One that a gate
    hangs on counts as partly done until a second person has confirmed it. Waived items leave the
    sum. Weights are ours.

    Parameters
    ----------
    model
        The version of the model that the plan follows.
    items
        The items of the plan.
    looks
        The plan's gates, by code.
    """
    kept = {item.code: item for item in items}
    return tuple(_of_phase(model, phase, kept, looks) for phase in Phase)


def _of_phase(
    model: Model, phase: Phase, kept: Mapping[str, PlanItem], looks: Mapping[str, Open | Shut]
) -> PhaseFidelity:
    asked = [(item, kept.get(item.code)) for item in model.items_of(phase)]
    counted = [pair for pair in asked if not (pair[1] and pair[1].is_waived)]
    parts = [(item, part_done(item, held)) for item, held in counted]
    weight = sum(item.weight for item, _ in parts)
    unconfirmed = sum(awaits_second(item, held) for item, held in counted)
    return PhaseFidelity(
        phase=phase,
        as_planned=sum(part == 1 for _, part in parts),
        unconfirmed=unconfirmed,
        partly=sum(part == 0.5 for _, part in parts) - unconfirmed,
        not_done=sum(part == 0 for _, part in parts),
        waived=len(asked) - len(counted),
        share=sum(item.weight * part for item, part in parts) / weight if weight else None,
        missing=tuple(item for item, part in parts if part < 1),
        shut=tuple(g for g in GATES if g.phase == phase and not looks[g.code].is_open),
    )


def part_done(asked: Item, held: PlanItem | None) -> float:
    """Return how much of an item counts as done: 0, a half or 1."""
    if held is None:
        return 0
    return 0.5 if awaits_second(asked, held) else held.score / Score.AS_PLANNED


def awaits_second(asked: Item, held: PlanItem | None) -> bool:
    """Say whether an item waits for the second person: as planned, with a gate hanging on it."""
    return (
        held is not None
        and bool(asked.gate)
        and held.score == Score.AS_PLANNED
        and held.confirmed_by is None
    )
