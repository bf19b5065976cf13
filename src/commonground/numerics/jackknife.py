"""The jackknife: what the estimate would have been without each group of places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.numerics.calibration import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Jackknifed:
    """Jackknife uncertainty of one estimate of each outcome.

    Parameters
    ----------
    difference, difference_se
        Difference of means and its standard error, shape (outcomes,).
    log_covariance
        Covariance of the log ratios, shape (outcomes, outcomes).
    replicates
        Groups that gave an estimate.
    """

    difference: Floats
    difference_se: Floats
    log_covariance: Floats
    replicates: int


def jackknife_groups(
    size_treated: int, size_donors: int, *, groups: int, seed: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Split both arms at random into groups of nearly equal size.

    Returns
    -------
    tuple
        Group from 0 of each treated place, and of each donor.
    """
    random = np.random.default_rng(seed)
    return (
        random.permutation(np.arange(size_treated) % groups),
        random.permutation(np.arange(size_donors) % groups),
    )


def jackknifed(
    *, mean_treated: Floats, mean_weighted: Floats, full_treated: Floats, full_weighted: Floats
) -> Jackknifed:
    """Return jackknife uncertainty about the estimate from replicate means (Lohr 2010, sec. 9.3).

    Parameters
    ----------
    mean_treated, mean_weighted
        Shape (replicates, outcomes): mean of the treated and weighted mean of the donors, without
        each group.
    full_treated, full_weighted
        The same of the whole sample, shape (outcomes,).
    """
    count = len(mean_treated)
    factor = (count - 1) / count if count else np.nan
    apart = (mean_treated - mean_weighted) - (full_treated - full_weighted)
    positive = (full_treated > 0) & (full_weighted > 0)
    observed = np.where(positive, full_treated, np.nan)
    expected = np.where(positive, full_weighted, np.nan)
    slope = (mean_treated - observed) / observed - (mean_weighted - expected) / expected
    return Jackknifed(
        difference=full_treated - full_weighted,
        difference_se=np.sqrt(factor * (apart**2).sum(axis=0)),
        log_covariance=factor * slope.T @ slope,
        replicates=count,
    )
