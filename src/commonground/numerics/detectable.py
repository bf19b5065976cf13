"""Detectable: the smallest change that counts of a target, its rings and controls could show."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from commonground.numerics.calibration import Floats


def detectable_change(  # noqa: PLR0913  the counts of four areas, and the test
    target: Floats,
    *,
    control: Floats,
    ring: Floats | None = None,
    control_ring: Floats | None = None,
    dispersion: Floats | float = 1.0,
    alpha: float = 0.05,
    power: float = 0.8,
) -> Floats:
    """Return the smallest change that the weighted displacement difference would find.

    The difference is what the target and its rings lost beyond what the controls and theirs did:
    dT - w dC + dD - v dCd (Wheeler and Ratcliffe 2018, Crime Science 7:11). The controls are
    scaled to the target, w = T / C and v = D / Cd, for they are seldom of one size. Counts vary as
    Poisson counts do, or ``dispersion`` times as much, and as many are expected after as before:
    the standard error is that of eight counts, of which four have a weight. A change is found with
    probability ``power`` if it is z(1 - alpha / 2) + z(power) standard errors large.

    Parameters
    ----------
    target, control
        Counts before the start, of any one shape.
    ring, control_ring
        Counts of the rings; both or neither. Without, the difference is dT - w dC.
    dispersion
        Variance of a count over its mean, at least 1; see `dispersion`.
    alpha
        Level of the two-sided test.
    power
        Probability of finding such a change.

    Returns
    -------
    numpy.ndarray
        The change as a share of the target's count before, same shape; infinite where a count that
        is needed is 0. A fall of more than the whole cannot be: from 1 on nothing can be shown.
    """
    variance = _of_difference(target, control)
    if ring is not None and control_ring is not None:
        variance = variance + _of_difference(ring, control_ring)
    errors = ndtri(1 - alpha / 2) + ndtri(power)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = errors * np.sqrt(variance * dispersion) / target
    return np.where(np.asarray(target) > 0, share, np.inf)


def dispersion(counts: Floats) -> float:
    """Return how much more counts vary from period to period than Poisson counts would, at least 1.

    What all areas share, be it a season or a campaign of the police, cancels out of a comparison.
    So counts are held against what the totals of area and period foretell: Pearson's chi-squared
    over its degrees of freedom (McCullagh and Nelder 1989, Generalized Linear Models, 4.5.2).

    Parameters
    ----------
    counts
        Counts before the start, shape (areas, periods).

    Returns
    -------
    float
        1 where fewer than two areas, or two periods, have any count.
    """
    held = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    freedom = (held.shape[0] - 1) * (held.shape[1] - 1)
    if freedom < 1:
        return 1.0
    expected = np.outer(held.sum(axis=1), held.sum(axis=0)) / held.sum()
    return max(1.0, float(((held - expected) ** 2 / expected).sum() / freedom))


def _of_difference(one: Floats, other: Floats) -> Floats:
    """Return the variance of one count's change less that of another, scaled to it."""
    one, other = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        both: Floats = 2 * (one + one**2 / other)
    return np.where(one > 0, both, 0.0)
