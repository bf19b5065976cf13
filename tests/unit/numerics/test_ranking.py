"""Draws, dispersion and ranks, held to hand calculations and plain loops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from commonground.numerics.gamma_poisson import GammaPrior
from commonground.numerics.ranking import (
    JEFFREYS,
    overdispersion,
    prior_of,
    ranks_drawn,
    rates_drawn,
)

DRAWS = 40_000
MONTE_CARLO = 0.02
"""Relative error of a mean or a variance of so many gamma draws, four times over."""


def test_says_how_many_times_more_sums_vary_than_chance() -> None:
    sums = np.array([[0.0, 6.0, 0.0, 6.0], [3.0, 3.0, 3.0, 3.0], [0.0, 0.0, 0.0, 0.0]])

    found = overdispersion(sums, chance=np.array([3.0, 3.0, 0.0]))

    of_all = (12.0 + 0.0 + 0.0) / 6.0
    np.testing.assert_allclose(found, [(4.0 + of_all) / 2, 1.0, (1.0 + of_all) / 2])


def test_finds_no_dispersion_in_independent_weighted_events() -> None:
    random = np.random.default_rng(1)
    light, heavy = random.poisson(2.0, (200, 500)), random.poisson(0.5, (200, 500))

    found = overdispersion(light + 10.0 * heavy, chance=(light + 100.0 * heavy).mean(axis=1))

    assert np.median(found) == pytest.approx(1.0, abs=0.03)


def test_draws_from_the_posterior_that_the_formula_gives() -> None:
    prior, counts, dispersion = GammaPrior(2.0, 0.5), np.array([0.0, 30.0]), np.array([1.0, 3.0])

    drawn = rates_drawn(
        np.broadcast_to(counts, (DRAWS, 2)),
        exposure=1.5,
        dispersion=dispersion,
        prior=prior,
        random=np.random.default_rng(2),
    )

    shape, rate = np.array([2.0, 12.0]), np.array([2.0, 1.0])
    np.testing.assert_allclose(drawn.mean(axis=0), shape / rate, rtol=MONTE_CARLO)
    np.testing.assert_allclose(drawn.var(axis=0), shape / rate**2, rtol=3 * MONTE_CARLO)


@pytest.mark.parametrize(
    "counts",
    [[3.0, 40.0, 9.0, 12.0], [0.0] * 8, [7.0] * 8],
    ids=["too few places", "no event", "no spread"],
)
def test_takes_no_prior_from_what_cannot_show_one(counts: list[float]) -> None:
    held = np.array(counts)

    assert prior_of(held, exposure=1.0, dispersion=np.ones(len(held))) == JEFFREYS


def test_takes_off_the_spread_that_operations_bring() -> None:
    counts, dispersion = np.array([10.0, 50.0, 30.0, 70.0, 40.0]), np.array([1.0, 3, 2, 4, 2])

    prior = prior_of(counts, exposure=2.0, dispersion=dispersion)

    mean = counts.mean() / 2
    spread = (counts / 2).var() - (counts * dispersion).mean() / 2**2
    known = 2 / 4
    assert prior.shape / prior.rate == pytest.approx(mean)
    assert prior.shape / prior.rate**2 == pytest.approx(spread / known)


@given(
    arrays(
        np.float64,
        st.tuples(st.integers(1, 6), st.integers(1, 7)),
        elements=st.floats(0, 1e6),
        unique=True,
    )
)
def test_ranks_as_a_plain_loop_does(values: np.ndarray) -> None:
    ranks = ranks_drawn(values, random=np.random.default_rng(0))

    for row, given_ranks in zip(values, ranks, strict=True):
        assert list(given_ranks) == [1 + sum(other > one for other in row) for one in row]


def test_puts_equal_ones_in_random_order() -> None:
    ranks = ranks_drawn(np.zeros((DRAWS, 4)), random=np.random.default_rng(3))

    np.testing.assert_allclose((ranks == 1).mean(axis=0), 0.25, atol=0.01)
    assert (np.sort(ranks, axis=1) == [1, 2, 3, 4]).all()
