"""Ranks of uncertain rates: posterior draws, how much more than chance sums vary, and orders."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonground.numerics.calibration import Floats
from commonground.numerics.gamma_poisson import GammaPrior, prior_by_moments

JEFFREYS = GammaPrior(shape=0.5, rate=0.0)
"""Says next to nothing of a rate."""

FEWEST_FOR_A_PRIOR = 5
"""From fewer places than this, nobody can tell how rates are spread."""

NO_SPREAD = 1e6
"""A prior of this shape says that all rates are one, which so few counts cannot show."""


def overdispersion(sums: Floats, *, chance: Floats) -> Floats:
    """Return how many times more sums vary from period to period than independent events would.

    The quasi-Poisson dispersion (McCullagh and Nelder 1989, Generalized Linear Models, section
    6.2.3), never below 1. That of one place is known from few periods, so it is the mean of its own
    and of that of all places together.

    Parameters
    ----------
    sums
        Sum of each place and period, shape (places, periods).
    chance
        Variance of a period's sum if its events were independent, shape (places,).
    """
    observed = sums.var(axis=1, ddof=1)
    own = np.divide(observed, chance, out=np.ones_like(observed), where=chance > 0)
    of_all = float(observed.sum()) / float(chance.sum()) if chance.any() else 1.0
    return np.asarray(np.maximum((own + of_all) / 2, 1.0))


def prior_of(counts: Floats, *, exposure: float, dispersion: Floats) -> GammaPrior:
    """Return how rates are spread over places; Jeffreys' prior where counts cannot show it.

    A spread that is itself estimated from few places draws rates together too much, so the prior
    counts for (places - 3) / (places - 1) of itself (Morris 1983, Journal of the American
    Statistical Association 78:47-55).

    Parameters
    ----------
    counts
        Events of each place, shape (places,).
    exposure
        What each of them was exposed to, such as years.
    dispersion
        How many times more each count varies than a Poisson count, shape (places,).
    """
    total = float(counts.sum())
    if len(counts) < FEWEST_FOR_A_PRIOR or total <= 0:
        return JEFFREYS
    usual = float(counts @ dispersion) / total
    prior = prior_by_moments(
        counts / usual, exposure=exposure / usual, weights=np.ones(len(counts))
    )
    if prior.shape >= NO_SPREAD:
        return JEFFREYS
    known = (len(counts) - 3) / (len(counts) - 1)
    return GammaPrior(shape=known * prior.shape, rate=known * prior.rate)


def rates_drawn(
    counts: Floats,
    *,
    exposure: float,
    dispersion: Floats,
    prior: GammaPrior,
    random: np.random.Generator,
) -> Floats:
    """Draw rates from their gamma posterior; dispersion divides what a count tells.

    Parameters
    ----------
    counts
        Events of each draw and place, shape (draws, places).
    exposure
        What each place was exposed to.
    dispersion
        How many times more each count varies than a Poisson count, shape (places,).
    prior
        How rates are spread.
    random
        Where random numbers come from.

    Returns
    -------
    numpy.ndarray
        Events a unit of exposure, shape (draws, places).
    """
    drawn = random.standard_gamma(prior.shape + counts / dispersion)
    return np.asarray(drawn / (prior.rate + exposure / dispersion))


def ranks_drawn(values: Floats, *, random: np.random.Generator) -> NDArray[np.intp]:
    """Return the rank of each value in its draw: 1 for the largest, equal ones in random order.

    Parameters
    ----------
    values
        Shape (draws, places).
    random
        Decides between equal values.
    """
    order = np.lexsort((random.random(values.shape), -values), axis=1)
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, values.shape[1] + 1)[None, :], axis=1)
    return ranks
