"""Calibration where some constraints may be missed, as little as possible.

Of all weights that keep the exact constraints, those with the least ``1/2 sum_v miss_v^2 / s_v`` on
the soft ones; of these, the nearest to equal ones. A soft constraint is an exact one whose dual
carries a small quadratic term, so the solution is the limit of `calibrate` as that term vanishes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from commonground.numerics.calibration import Calibration, Floats, Ratio, calibrate

SOFTNESS = 10.0 ** np.arange(0, -9.5, -1)
"""The vanishing term, step by step; a step that cannot be solved ends the path before it."""


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
    whole = calibrate(donors=donors, targets=targets, base_weight=base_weight, ratio=ratio)
    if whole.is_exact:
        return whole

    best, path = whole, _Path()
    for softness in SOFTNESS:
        solved = calibrate(
            donors=donors,
            targets=targets,
            base_weight=base_weight,
            ratio=ratio,
            softness=np.where(is_exact, 0.0, softness * tolerated),
            start=path.ahead(1 / softness),
        )
        if best.is_exact and not solved.is_exact:
            break
        best = solved
        path.add(1 / softness, solved.multipliers)
    return best


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
