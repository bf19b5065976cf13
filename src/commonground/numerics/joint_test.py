"""One test of several outcomes at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, special

from commonground.numerics.calibration import Floats
from commonground.numerics.permutation import Alternative

R_ROW_GROUPS = 25
"""Groups that R microsynth splits its rows into for the omnibus test; a fixed default there."""

SINGULAR = 1e-10
"""Share of the largest eigenvalue below which a direction carries no variance of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Joint:
    """A joint test, for one or several sets.

    Parameters
    ----------
    statistic
        Shape (sets,): sum of standardised estimates (one-sided), Wald statistic (two-sided).
    p
        Shape (sets,); ``nan`` where too few observations show how the estimates vary together.
    rank
        Directions that carry variance, shape (sets,): fewer than ``size`` where the covariance is
        singular.
    size
        Estimates tested together.
    """

    statistic: Floats
    p: Floats
    rank: NDArray[np.intp]
    size: int


def joint_test(
    estimates: Floats,
    covariance: Floats,
    *,
    alternative: Alternative,
    freedom: Floats | float = np.inf,
) -> Joint:
    """Test several estimates together.

    One-sided, the sum of the standardised estimates (O'Brien 1984), which has a t distribution;
    two-sided, the Wald statistic, over the directions that carry variance where the covariance is
    singular. With ``m`` directions and ``df`` degrees of freedom that is Hotelling's:
    ``statistic (df - m + 1) / (m df)`` has an F distribution with ``m`` and ``df - m + 1``.

    Parameters
    ----------
    estimates, covariance
        Shapes (sets, q) and (sets, q, q).
    freedom
        Degrees of freedom of the covariance, of all sets or shape (sets,); infinite for normal and
        chi-square tails. There is no p with fewer than the directions.
    """
    known = np.isfinite(estimates).all(axis=1) & np.isfinite(covariance).all(axis=(1, 2))
    count, size = estimates.shape
    statistic, rank = np.full(count, np.nan), np.zeros(count, dtype=np.intp)
    for at in np.flatnonzero(known):
        values, vectors = np.linalg.eigh(covariance[at])
        carries = values > SINGULAR * max(values[-1], np.finfo(float).tiny)
        rank[at] = carries.sum()
        if not rank[at]:
            continue
        if alternative == "two-sided":
            along = vectors[:, carries].T @ estimates[at]
            statistic[at] = (along**2 / values[carries]).sum()
        else:
            statistic[at] = _sum_of_standardised(estimates[at], covariance[at])
    return Joint(statistic, _tail(statistic, rank, alternative, freedom), rank, size)


def grouped_relative_effects(
    counts: Floats,
    *,
    weights: Floats,
    treated: NDArray[np.intp],
    groups: NDArray[np.intp],
    group_count: int = R_ROW_GROUPS,
) -> Floats:
    """Return relative effects with one group of rows left out at a time, as R microsynth does.

    Parameters
    ----------
    counts
        Shape (n, periods, outcomes).
    weights, treated
        Shapes (sets, n) and (sets, size).
    groups
        Group of each row from 0, shape (n, periods).

    Returns
    -------
    numpy.ndarray
        Shape (sets, groups, outcomes): ``delta_g / mean_t alpha_tg`` of a weighted regression on
        treatment and period.
    """
    sets, (places, periods, outcomes) = len(weights), counts.shape
    one = np.zeros((sets, places))
    np.put_along_axis(one, treated, 1.0, axis=1)
    shape = (sets, group_count, periods, outcomes + 1)
    arms = [np.empty(shape), np.empty(shape)]
    for period in range(periods):
        columns = np.column_stack([np.ones(places), counts[:, period]])
        summing = _group_sums(columns, groups[:, period], group_count)
        for arm, arm_weights in enumerate((one, weights)):
            summed = np.asarray((summing.T @ arm_weights.T).T)
            summed = summed.reshape(sets, group_count, outcomes + 1)
            arms[arm][:, :, period] = summed.sum(axis=1, keepdims=True) - summed

    (weight_t, mean_t), (weight_c, mean_c) = (_means(arm) for arm in arms)
    harmonic = weight_t * weight_c / (weight_t + weight_c)
    effect = (harmonic * (mean_t - mean_c)).sum(axis=2) / harmonic.sum(axis=2)
    share = weight_t / (weight_t + weight_c)
    pooled = share * mean_t + (1 - share) * mean_c
    level = (pooled - effect[:, :, None] * share).mean(axis=2)
    relative: Floats = effect / level
    return relative


def jackknife_moments(replicates: Floats) -> tuple[Floats, Floats]:
    """Return mean and jackknife covariance of replicate estimates.

    Parameters
    ----------
    replicates
        Shape (sets, groups, outcomes); ``(G - 1) / G`` times the sum of squares about their mean.
    """
    mean = replicates.mean(axis=1)
    apart = replicates - mean[:, None, :]
    groups = replicates.shape[1]
    spread = np.einsum("bgv,bgu->bvu", apart, apart) * (groups - 1) / groups
    return mean, spread


def _sum_of_standardised(estimates: Floats, covariance: Floats) -> float:
    scale = np.sqrt(np.diag(covariance))
    standard = np.divide(1.0, scale, out=np.zeros_like(scale), where=scale > 0)
    spread = float(standard @ covariance @ standard)
    return float(standard @ estimates) / np.sqrt(spread) if spread > 0 else np.nan


def _tail(
    statistic: Floats, rank: NDArray[np.intp], alternative: Alternative, freedom: Floats | float
) -> Floats:
    directions = np.maximum(rank, 1)
    is_normal = np.isinf(freedom)
    df = np.where(is_normal, 1.0, np.nan_to_num(freedom))
    if alternative == "two-sided":
        left = df - directions + 1
        f = statistic * left / (directions * np.maximum(df, 1.0))
        small = np.where(left < 1, np.nan, special.fdtrc(directions, np.maximum(left, 1.0), f))
        p = np.where(is_normal, special.chdtrc(directions, statistic), small)
    else:
        below = statistic if alternative == "lower" else -statistic
        small = np.where(df < 1, np.nan, special.stdtr(np.maximum(df, 1.0), below))
        p = np.where(is_normal, special.ndtr(below), small)
    return np.asarray(p, dtype=np.float64)


def _group_sums(
    columns: Floats, groups: NDArray[np.intp], group_count: int
) -> sparse.csr_array[np.float64]:
    """Return a matrix that adds up weighted columns by group, shape (n, groups x columns)."""
    places, width = columns.shape
    where = groups[:, None] * width + np.arange(width)
    return sparse.csr_array(
        (columns.ravel(), where.ravel(), np.arange(places + 1) * width),
        shape=(places, group_count * width),
    )


def _means(summed: Floats) -> tuple[Floats, Floats]:
    weight = summed[..., :1]
    return weight, summed[..., 1:] / weight
