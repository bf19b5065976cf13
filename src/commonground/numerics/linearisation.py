"""Linearised standard errors of a treated total against a weighted one, for many sets at once.

Three ways of counting what varies, each a sum over the treated and a sum over the donors:

``residual``
    A place's whole follow-up is one observation, and of it only what the constraints do not already
    explain: the residual of a regression on them. That is the variance of a calibration estimator
    (Deville and Särndal 1992, eq. 3.4), each donor's residual taken from the regression without it.
``clustered``
    A place's whole follow-up is one observation, as it stands.
``unclustered``
    Every period of a place is an observation of its own (as R microsynth has it).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from commonground.numerics.calibration import Floats

Linearisation = Literal["residual", "clustered", "unclustered"]

FULL_LEVERAGE = 1 - 1e-9
"""A donor that alone decides a regression coefficient; its residual without itself is undefined."""


@dataclass(frozen=True, slots=True, eq=False)
class FollowUp:
    """What was counted over one horizon, and what the constraints predict of it.

    Parameters
    ----------
    counts
        Shape (n, periods, outcomes).
    predicted
        Shape (n, outcomes): each place's sum over the periods, from a regression on the
        constraints that leaves the place itself out.
    """

    counts: Floats
    predicted: Floats

    @property
    def sums(self) -> Floats:
        """Each place's sum over the horizon, shape (n, outcomes)."""
        total: Floats = self.counts.sum(axis=1)
        return total


@dataclass(frozen=True, slots=True, eq=False)
class Linearised:
    """Totals of several sets over one horizon, with their linearised uncertainty.

    Parameters
    ----------
    treated, counterfactual
        Shape (sets, outcomes): total of the treated, and of the weighted donors.
    difference
        Treated minus counterfactual, that scaled to the number of treated places.
    log_ratio
        Log of treated over counterfactual mean; ``nan`` where either is not positive.
    difference_se
        Standard error of the difference.
    log_covariance
        Shape (sets, outcomes, outcomes): covariance of the log ratios.
    freedom
        Degrees of freedom (Satterthwaite), shape (sets, outcomes); infinite for a normal tail,
        ``nan`` where one treated place alone cannot show how such places vary: its error then
        serves only to rank placebo areas.
    """

    treated: Floats
    counterfactual: Floats
    difference: Floats
    log_ratio: Floats
    difference_se: Floats
    log_covariance: Floats
    freedom: Floats

    @property
    def t(self) -> Floats:
        """Difference over its standard error; ``nan`` where that is 0."""
        return quotient(self.difference, self.difference_se)

    @property
    def log_se(self) -> Floats:
        """Standard error of the log ratio, shape (sets, outcomes)."""
        return _root(_diagonal(self.log_covariance))


def left_out_predictions(constraints: Floats, sums: Floats, *, fitted: NDArray[np.intp]) -> Floats:
    """Predict each place's sums from its constraint values, by a regression without that place.

    Parameters
    ----------
    constraints
        Shape (n, k), columns independent among the fitted places.
    sums
        Shape (n, outcomes).
    fitted
        Places the regression is fitted to; the others get its plain prediction.
    """
    rows = constraints[fitted]
    inverse = np.linalg.pinv(rows.T @ rows, hermitian=True)
    predicted: Floats = constraints @ (inverse @ (rows.T @ sums[fitted]))
    leverage = np.minimum(np.einsum("ij,jk,ik->i", rows, inverse, rows), FULL_LEVERAGE)
    residual = (sums[fitted] - predicted[fitted]) / (1 - leverage)[:, None]
    predicted[fitted] = sums[fitted] - residual
    return predicted


def linearised(
    follow_up: FollowUp, *, weights: Floats, treated: NDArray[np.intp], kind: Linearisation
) -> Linearised:
    """Compare treated totals with weighted ones.

    Parameters
    ----------
    follow_up
        What was counted over one horizon.
    weights
        Shape (sets, n), 0 for treated places.
    treated
        Positions of the treated places, shape (sets, size).
    kind
        What counts as an observation.
    """
    sums = follow_up.sums
    arms = _Arms(
        treated=sums[treated].sum(axis=1),
        weighted=weights @ sums,
        size=float(treated.shape[1]),
        weight=weights.sum(axis=1),
    )
    if kind == "residual":
        spread_t, spread_c, freedom = _residual(follow_up, weights, treated, arms)
    elif kind == "clustered":
        spread_t, spread_c = _clustered(sums, weights, treated, arms)
        freedom = np.full(arms.treated.shape, np.inf if arms.size > 1 else np.nan)
    else:
        spread_t, spread_c = _unclustered(follow_up.counts, weights, treated, arms)
        freedom = np.full(arms.treated.shape, np.inf)

    return arms.compared(spread_t, spread_c, freedom)


@dataclass(frozen=True, slots=True, eq=False)
class _Arms:
    """Totals of the two arms; the weighted one is scaled to the treated one on the way out."""

    treated: Floats
    weighted: Floats
    size: float
    weight: Floats

    @property
    def scale(self) -> Floats:
        return self.size / self.weight[:, None]

    @property
    def ratio(self) -> Floats:
        return quotient(self.treated, self.weighted * self.scale)

    def compared(self, spread_t: Floats, spread_c: Floats, freedom: Floats) -> Linearised:
        spread_c = spread_c * (self.scale**2)[:, :, None]
        counterfactual = self.weighted * self.scale
        positive = (self.treated > 0) & (counterfactual > 0)
        observed = np.where(positive, self.treated, np.nan)
        expected = np.where(positive, counterfactual, np.nan)
        return Linearised(
            treated=self.treated,
            counterfactual=self.weighted,
            difference=self.treated - counterfactual,
            log_ratio=np.log(observed / expected),
            difference_se=_root(_diagonal(spread_t + spread_c)),
            log_covariance=spread_t / _outer(observed) + spread_c / _outer(expected),
            freedom=freedom,
        )


def _residual(
    follow_up: FollowUp, weights: Floats, treated: NDArray[np.intp], arms: _Arms
) -> tuple[Floats, Floats, Floats]:
    sums, predicted = follow_up.sums, follow_up.predicted
    size = treated.shape[1]
    scaled = predicted[treated] * np.nan_to_num(arms.ratio)[:, None, :]
    miss = sums[treated] - scaled
    miss = miss - miss.mean(axis=1, keepdims=True)
    correction = size / (size - 1) if size > 1 else 1.0
    spread_t = correction * np.einsum("biv,biu->bvu", miss, miss)
    spread_c = _square_sum(weights**2, sums - predicted)
    effective = arms.weight**2 / (weights**2).sum(axis=1)
    freedom = _satterthwaite(
        _diagonal(spread_t), size - 1, _diagonal(spread_c), np.maximum(effective - 1, 1)[:, None]
    )
    return spread_t, spread_c, freedom if size > 1 else np.full_like(freedom, np.nan)


def _clustered(
    sums: Floats, weights: Floats, treated: NDArray[np.intp], arms: _Arms
) -> tuple[Floats, Floats]:
    places = len(sums)
    mean_t = (arms.treated / arms.size)[:, None, :]
    mean_c = arms.weighted / arms.weight[:, None]
    apart = sums[treated] - mean_t
    spread_t = np.einsum("biv,biu->bvu", apart, apart)
    spread_c = _square_sum_about(weights**2, sums, mean_c)
    correction = places / (places - 1)
    return correction * spread_t, correction * spread_c


def _unclustered(
    counts: Floats, weights: Floats, treated: NDArray[np.intp], arms: _Arms
) -> tuple[Floats, Floats]:
    places, periods, outcomes = counts.shape
    by_period_t = counts[treated].mean(axis=1)
    by_period_c = (
        np.einsum("bn,ntv->btv", weights, counts, optimize=True) / arms.weight[:, None, None]
    )
    share_t = (arms.size / (arms.size + arms.weight))[:, None, None]
    effect = (by_period_t - by_period_c).mean(axis=1, keepdims=True)
    level = share_t * by_period_t + (1 - share_t) * by_period_c - effect * share_t
    spread_t = np.zeros((len(weights), outcomes, outcomes))
    spread_c = np.zeros_like(spread_t)
    for period in range(periods):
        apart = counts[treated, period] - (level + effect)[:, period][:, None, :]
        spread_t += np.einsum("biv,biu->bvu", apart, apart)
        spread_c += _square_sum_about(weights**2, counts[:, period], level[:, period])
    rows = places * periods
    correction = rows / (rows - 1)
    return correction * spread_t, correction * spread_c


def _square_sum(squared: Floats, values: Floats) -> Floats:
    """Return ``sum_i w_i^2 x_iv x_iu`` for every set, shape (sets, outcomes, outcomes)."""
    outcomes = values.shape[1]
    one, other = np.triu_indices(outcomes)
    pairs = squared @ (values[:, one] * values[:, other])
    out = np.empty((len(squared), outcomes, outcomes))
    out[:, one, other] = out[:, other, one] = pairs
    return out


def _square_sum_about(squared: Floats, values: Floats, centre: Floats) -> Floats:
    """Return ``sum_i w_i^2 (x_iv - c_v)(x_iu - c_u)`` for every set."""
    first = (squared @ values)[:, :, None] * centre[:, None, :]
    whole = squared.sum(axis=1)[:, None, None] * _outer(centre)
    about: Floats = _square_sum(squared, values) - first - np.swapaxes(first, 1, 2) + whole
    return about


def _satterthwaite(one: Floats, one_df: float, other: Floats, other_df: Floats) -> Floats:
    spread = one**2 / max(one_df, 1) + other**2 / other_df
    freedom = (one + other) ** 2 / np.where(spread > 0, spread, 1.0)
    return np.asarray(np.where(spread > 0, freedom, np.inf), dtype=np.float64)


def _diagonal(matrices: Floats) -> Floats:
    return np.asarray(np.einsum("bvv->bv", matrices), dtype=np.float64)


def _root(variances: Floats) -> Floats:
    """Return square roots, of what rounding left below 0 as well."""
    root: Floats = np.sqrt(np.maximum(variances, 0.0))
    return root


def _outer(vectors: Floats) -> Floats:
    return vectors[:, :, None] * vectors[:, None, :]


def quotient(above: Floats, below: Floats) -> Floats:
    """Return ``above / below``, ``nan`` where ``below`` is 0."""
    return above / np.where(below == 0, np.nan, below)
