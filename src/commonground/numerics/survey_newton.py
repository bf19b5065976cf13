"""Calibration as R's survey package does it, for those who must reproduce its digits.

The same linear, non-negative calibration as in `calibration`, by plain Newton steps from equal
weights, stopped as soon as the relative misfit is below 1e-4, or after 250 steps whatever it is.
"""

from __future__ import annotations

import numpy as np

from commonground.numerics.calibration import Calibration, Floats

LOOSE = 1e-4
MOST_STEPS = 250
PSEUDO_INVERSE = 256 * np.finfo(float).eps


def calibrate_as_survey(*, donors: Floats, targets: Floats, base_weight: float) -> Calibration:
    """Return the weights that R's stopping rule stops at.

    Parameters
    ----------
    donors, targets, base_weight
        As in `calibration.calibrate`.
    """
    multipliers = np.zeros(len(targets))
    weights = np.full(len(donors), base_weight)
    miss = targets - weights @ donors
    steps, misfit = 0, np.inf
    while steps < MOST_STEPS and misfit >= LOOSE:
        rows = donors[weights > 0]
        curvature = base_weight * (rows.T @ rows)
        inverse = np.linalg.pinv(curvature, rcond=PSEUDO_INVERSE, hermitian=True)
        multipliers = multipliers + inverse @ miss
        weights = base_weight * np.maximum(0.0, 1 + donors @ multipliers)
        miss = targets - weights @ donors
        misfit = float((np.abs(miss) / (1 + np.abs(targets))).max())
        steps += 1
    return Calibration(
        weights=weights,
        multipliers=multipliers,
        misfit=misfit,
        gap=np.nan,
        steps=steps,
        is_exact=misfit < LOOSE,
    )
