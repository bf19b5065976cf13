"""Rates of rare events, each drawn towards what is usual: the gamma-Poisson model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincc, gammaincinv, gdtrib

from commonground.numerics.calibration import Floats

LEAST_SPREAD = 1e-9
"""Variance of rates below which they are taken to be one."""


@dataclass(frozen=True, slots=True)
class GammaPrior:
    """How rates are spread over a city: a gamma distribution.

    Parameters
    ----------
    shape, rate
        Its parameters; the mean is ``shape / rate``, in events a unit of exposure.
    """

    shape: float
    rate: float


def prior_by_moments(counts: Floats, *, exposure: float, weights: Floats) -> GammaPrior:
    """Return the prior whose mean and spread are those of the observed rates.

    What chance alone spreads Poisson counts by is taken off first (Marshall 1991, Applied
    Statistics 40:283-294, equations 4 and 5, with one exposure for all).

    Parameters
    ----------
    counts
        Events of each place, shape (places,); they may be kernel sums.
    exposure
        What each of them was exposed to, such as hectares times years.
    weights
        How much each place counts, such as its area, shape (places,).
    """
    share = weights / weights.sum()
    rates = counts / exposure
    mean = float(share @ rates)
    spread = max(float(share @ (rates - mean) ** 2) - mean / exposure, LEAST_SPREAD * mean**2)
    if mean <= 0:
        raise ValueError("No place has an event, so nothing is usual. Check what is counted.")
    return GammaPrior(shape=mean**2 / spread, rate=mean / spread)


def exceedance(counts: Floats, *, exposure: float, prior: GammaPrior, rate: float) -> Floats:
    """Return the posterior probability that each rate is above a given one.

    Parameters
    ----------
    counts
        Events of each place, shape (places,).
    exposure
        What each of them was exposed to.
    prior
        What is usual.
    rate
        The rate to exceed.
    """
    return np.asarray(gammaincc(prior.shape + counts, (prior.rate + exposure) * rate))


def rate_interval(
    counts: Floats, *, exposure: float, prior: GammaPrior, level: float = 0.9
) -> tuple[Floats, Floats]:
    """Return the ends of the posterior interval of each rate, as much below it as above.

    Parameters
    ----------
    counts, exposure, prior
        As for `exceedance`.
    level
        Probability that the interval holds the rate.
    """

    def end(probability: float) -> Floats:
        return np.asarray(gammaincinv(prior.shape + counts, probability) / (prior.rate + exposure))

    return end((1 - level) / 2), end((1 + level) / 2)


def fewest_exceeding(
    *, exposure: float, prior: GammaPrior, rate: float, probability: float
) -> float:
    """Return the smallest count at which `exceedance` reaches a probability.

    Parameters
    ----------
    exposure, prior, rate
        As for `exceedance`.
    probability
        What is to be reached, above 0 and below 1.
    """
    shape = gdtrib(1.0, 1.0 - probability, (prior.rate + exposure) * rate)
    return float(max(shape - prior.shape, 0.0))
