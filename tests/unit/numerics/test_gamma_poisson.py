"""Rates drawn towards what is usual, against the integral and by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from commonground.numerics.gamma_poisson import (
    GammaPrior,
    exceedance,
    fewest_exceeding,
    prior_by_moments,
    rate_interval,
)
from tests.unit.numerics.problems import QUICK

INTEGRAL = 1e-7
"""What the quadrature promises."""

INVERSE = 1e-6
"""The special function is inverted by search, to about this."""


def test_takes_chance_off_the_spread_of_rates() -> None:
    counts = np.array([0.0, 2.0, 4.0, 10.0])

    prior = prior_by_moments(counts, exposure=2.0, weights=np.ones(4))

    rates = counts / 2  # mean 2, variance 3.5, of which 2 / 2 is chance
    assert prior.shape / prior.rate == rates.mean()
    assert prior.shape / prior.rate**2 == pytest.approx(3.5 - 1.0, rel=1e-12)


def test_finds_one_rate_where_chance_explains_all() -> None:
    prior = prior_by_moments(np.array([4.0, 5.0, 6.0]), exposure=1.0, weights=np.ones(3))

    assert exceedance(np.array([30.0]), exposure=1.0, prior=prior, rate=5.1)[0] < 0.01


def test_equals_the_integral_over_the_posterior() -> None:
    prior = GammaPrior(shape=0.7, rate=2.0)

    found = exceedance(np.array([3.0]), exposure=1.5, prior=prior, rate=0.8)[0]

    def density(rate: float) -> float:
        return float(
            stats.gamma.pdf(rate, prior.shape, scale=1 / prior.rate)
            * stats.poisson.pmf(3, 1.5 * rate)
        )

    above, all_of_it = (integrate.quad(density, low, 40.0)[0] for low in (0.8, 0.0))
    assert found == pytest.approx(above / all_of_it, abs=INTEGRAL)


@QUICK
@given(
    shape=st.floats(0.05, 5),
    prior_rate=st.floats(0.05, 5),
    exposure=st.floats(0.1, 50),
    rate=st.floats(0.1, 20),
    probability=st.floats(0.3, 0.99),
)
def test_reaches_the_probability_at_the_fewest(  # noqa: PLR0917  drawn by name
    shape: float, prior_rate: float, exposure: float, rate: float, probability: float
) -> None:
    prior = GammaPrior(shape, prior_rate)

    fewest = fewest_exceeding(exposure=exposure, prior=prior, rate=rate, probability=probability)

    at = exceedance(np.array([fewest]), exposure=exposure, prior=prior, rate=rate)[0]
    assert at >= probability - INVERSE
    assert fewest == 0 or at <= probability + INVERSE


def test_holds_the_rate_between_quantiles_of_the_posterior() -> None:
    counts, prior = np.array([0.0, 3.0, 40.0]), GammaPrior(shape=0.7, rate=2.0)

    low, high = rate_interval(counts, exposure=5.0, prior=prior, level=0.8)

    posterior = stats.gamma(prior.shape + counts, scale=1 / (prior.rate + 5.0))
    assert low == pytest.approx(posterior.ppf(0.1), rel=1e-9)
    assert high == pytest.approx(posterior.ppf(0.9), rel=1e-9)


def test_refuses_a_city_without_events() -> None:
    with pytest.raises(ValueError, match="No place has an event"):
        prior_by_moments(np.zeros(3), exposure=1.0, weights=np.ones(3))
