"""Calibration where some constraints may be missed, as little as possible.

Of all weights that keep the exact constraints, those with the least ``1/2 sum_v miss_v^2 / s_v`` on
the soft ones; of these, the nearest to equal ones. A soft constraint is an exact one whose dual
carries a small quadratic term, so the solution is the limit of `calibrate` as that term vanishes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from commonground.numerics.calibration import Calibration, Floats, Ratio, calibrate

SOFTNESS = (1e0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9)
"""The vanishing term, step by step; a step that cannot be solved ends the path before it."""

REACHED = 1e-6
"""Relative miss at the end of the path below which all targets may be reached exactly."""


def calibrate_softly(
    *,
    donors: Floats,
    targets: Floats,
    is_exact: NDArray[np.bool_],
    tolerated: Floats,
    base_weight: float,
    ratio: Ratio | None = None,
) -> Calibration:
    """Find the weights that miss the soft targets least, and of these the most equal.

    Parameters
    ----------
    donors, targets
        Constraint values and totals, shapes (n, k) and (k,).
    is_exact
        Which constraints must hold, shape (k,).
    tolerated
        Scale ``s`` of a soft constraint's squared miss, shape (k,).
    base_weight, ratio
        As in `calibrate`.

    Returns
    -------
    Calibration
        ``is_exact`` says whether the *exact* constraints hold.
    """

    def solved_at(softness: float, start: Floats | None) -> Calibration:
        return calibrate(
            donors=donors,
            targets=targets,
            base_weight=base_weight,
            ratio=ratio,
            softness=np.where(is_exact, 0.0, softness * tolerated),
            start=start,
        )

    path = _Path()
    solved = solved_at(SOFTNESS[0], None)
    for harder, softness in pairwise(SOFTNESS):
        path.add(1 / harder, solved.multipliers)
        softer = solved_at(softness, path.ahead(1 / softness))
        if solved.is_exact and not softer.is_exact:
            break
        solved = softer

    miss = np.abs(solved.weights @ donors - targets) / (1 + np.abs(targets))
    whole = solved_at(0.0, solved.multipliers) if miss.max() <= REACHED else solved
    return whole if whole.is_exact else solved


@dataclass(slots=True)
class _Path:
    """Multipliers on the way: linear in one over the softness while the same donors have weight."""

    at: list[float] = field(default_factory=list)
    multipliers: list[Floats] = field(default_factory=list)

    def add(self, at: float, multipliers: Floats) -> None:
        self.at.append(at)
        self.multipliers.append(multipliers)

    def ahead(self, at: float) -> Floats | None:
        """Return where the next solution is expected."""
        if len(self.at) < 2:
            return self.multipliers[-1] if self.at else None
        slope = (self.multipliers[-1] - self.multipliers[-2]) / (self.at[-1] - self.at[-2])
        expected: Floats = self.multipliers[-1] + slope * (at - self.at[-1])
        return expected


def soft_misfit(
    *,
    donors: Floats,
    targets: Floats,
    is_exact: NDArray[np.bool_],
    tolerated: Floats,
    weights: Floats,
) -> float:
    """Return ``1/2 sum_v miss_v^2 / s_v`` over the soft constraints."""
    soft = ~is_exact
    miss = weights @ donors[:, soft] - targets[soft]
    return float((miss**2 / tolerated[soft]).sum() / 2)
