"""Detecting: the smallest change at a target that its records could show, before anybody acts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.find.design.counting import OUTCOMES
from commonground.find.design.designing import Designing
from commonground.numerics.calibration import Floats
from commonground.numerics.detectable import detectable_change, dispersion

Counts = NDArray[np.int64]
"""Incidents by outcome and month, the last month first; shape (outcomes, months)."""


@dataclass(frozen=True, slots=True)
class Detectable:
    """The smallest change of one outcome that could be told from chance.

    Parameters
    ----------
    outcome
        ``drug``, ``any_crime`` or ``violent``.
    months
        Length of the time before the start, and of that after it.
    with_rings
        Whether what moves into the rings, or leaves them, is counted in.
    target, control, ring, control_ring
        Incidents in that time before the start; in all controls together.
    dispersion
        How much more monthly counts vary than by chance alone, at least 1: in target and controls,
        or with their rings, whichever is more.
    by_chance
        The change as a share of the target's count, did counts vary by chance alone.
    change
        The same as they do vary here. From 1 on nothing could be shown.
    """

    outcome: str
    months: int
    with_rings: bool
    target: int
    control: int
    ring: int
    control_ring: int
    dispersion: float
    by_chance: float
    change: float

    @property
    def can_be_shown(self) -> bool:
        """Whether there is a fall that could be told from chance."""
        return self.change < 1


def detectable_of(
    target: Counts,
    *,
    rings: Counts,
    controls: Sequence[tuple[Counts, Counts]],
    outcomes: Sequence[str],
    plan: Designing,
) -> tuple[Detectable, ...]:
    """Return the detectable changes of a design; none where there is no control.

    Parameters
    ----------
    target, rings
        Counts in the target, and in all its rings together.
    controls
        The same of each control.
    outcomes
        Outcomes to look at, of `OUTCOMES`; those of which nothing was recorded are passed over.
    plan
        Lengths of time, power and level.
    """
    if not controls:
        return ()
    covered = target.shape[1]
    lengths = [months for months in plan.months if months <= covered] or [covered]
    areas = np.stack([target, rings, *(one for both in controls for one in both)]).astype(float)
    return tuple(
        one
        for outcome in outcomes
        if areas[:, OUTCOMES.index(outcome)].any()
        for months in lengths
        for one in _both(outcome, months, areas[:, OUTCOMES.index(outcome), :months], plan)
    )


def _both(outcome: str, months: int, areas: Floats, plan: Designing) -> Iterator[Detectable]:
    """Yield the change without rings, and with them; areas are target, rings, then controls."""
    total = areas.sum(axis=1)
    target, ring = total[:1], total[1:2]
    control, control_ring = (total[at::2].sum(keepdims=True) for at in (2, 3))
    varied = max(dispersion(areas), dispersion(areas[::2]))
    for with_rings in (False, True):
        by_chance, change = (
            detectable_change(
                target,
                control=control,
                ring=ring if with_rings else None,
                control_ring=control_ring if with_rings else None,
                dispersion=times,
                alpha=plan.alpha,
                power=plan.power,
            )
            for times in (1.0, varied)
        )
        yield Detectable(
            outcome=outcome,
            months=months,
            with_rings=with_rings,
            target=int(target[0]),
            control=int(control[0]),
            ring=int(ring[0]),
            control_ring=int(control_ring[0]),
            dispersion=varied,
            by_chance=float(by_chance[0]),
            change=float(change[0]),
        )
