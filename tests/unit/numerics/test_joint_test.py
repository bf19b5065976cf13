"""The joint test: by hand, and row groups by explicit regressions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from commonground.numerics.joint_test import grouped_relative_effects, jackknife_moments, joint_test
from commonground.numerics.permutation import Alternative
from tests.unit.numerics.problems import QUICK

SAME = 1e-9
"""The same regression by closed form and by normal equations, relative."""


def test_adds_up_standardised_estimates_one_sided() -> None:
    found = joint_test(
        np.array([[-1.0, -4.0]]), np.array([[[1.0, 0.0], [0.0, 4.0]]]), alternative="lower"
    )

    # (-1 / 1) + (-4 / 2) = -3, of variance 2.
    assert found.statistic[0] == pytest.approx(-3 / np.sqrt(2))
    assert found.p[0] == pytest.approx(stats.norm.cdf(-3 / np.sqrt(2)))
    assert found.rank[0] == 2


def test_is_the_wald_test_two_sided() -> None:
    found = joint_test(
        np.array([[1.0, 2.0]]), np.array([[[1.0, 0.0], [0.0, 4.0]]]), alternative="two-sided"
    )

    assert found.statistic[0] == pytest.approx(2.0)
    assert found.p[0] == pytest.approx(stats.chi2.sf(2.0, 2))


def test_is_hotellings_test_where_few_places_gave_the_covariance() -> None:
    estimates, covariance = np.array([[1.0, 2.0]]), np.array([[[1.0, 0.0], [0.0, 4.0]]])

    two_sided = joint_test(estimates, covariance, alternative="two-sided", freedom=5)
    lower = joint_test(estimates, covariance, alternative="lower", freedom=5)

    # T^2 = 2 of rank 2 and 5 degrees of freedom: F = 2 * 4 / (2 * 5) with 2 and 4.
    assert two_sided.statistic[0] == pytest.approx(2.0)
    assert two_sided.p[0] == pytest.approx(stats.f.sf(0.8, 2, 4))
    assert lower.p[0] == pytest.approx(stats.t.cdf(np.sqrt(2), 5))


@pytest.mark.parametrize(("alternative", "freedom"), [("two-sided", 1), ("lower", 0)])
def test_gives_no_p_with_fewer_places_than_directions(
    alternative: Alternative, freedom: int
) -> None:
    found = joint_test(
        np.array([[1.0, 2.0]]), np.eye(2)[None], alternative=alternative, freedom=freedom
    )

    assert np.isfinite(found.statistic[0])
    assert np.isnan(found.p[0])


def test_counts_an_outcome_given_twice_once() -> None:
    estimates, covariance = np.array([[2.0, 2.0]]), np.ones((1, 2, 2))

    two_sided = joint_test(estimates, covariance, alternative="two-sided")
    upper = joint_test(estimates, covariance, alternative="upper")

    assert two_sided.rank[0] == 1
    assert two_sided.statistic[0] == pytest.approx(4.0)
    assert two_sided.p[0] == pytest.approx(stats.chi2.sf(4.0, 1))
    assert upper.statistic[0] == pytest.approx(2.0)


def test_gives_no_test_where_an_estimate_is_missing() -> None:
    found = joint_test(np.array([[1.0, np.nan]]), np.eye(2)[None], alternative="lower")

    assert np.isnan(found.statistic[0])
    assert np.isnan(found.p[0])


@pytest.mark.parametrize("alternative", ["lower", "two-sided"])
def test_gives_no_test_where_nothing_varies(alternative: Alternative) -> None:
    found = joint_test(np.array([[0.0, 0.0]]), np.zeros((1, 2, 2)), alternative=alternative)

    assert np.isnan(found.p[0])


@QUICK
@given(seed=st.integers(0, 2**32 - 1))
def test_leaves_groups_of_rows_out_of_a_weighted_regression(seed: int) -> None:
    random = np.random.default_rng(seed)
    places, periods, size, group_count = 24, 2, 6, 4
    counts = 1.0 + random.poisson(3.0, (places, periods, 1)).astype(np.float64)
    treated = np.arange(size)
    weights = np.where(np.arange(places) < size, 0.0, random.uniform(0.1, 1.0, places))
    groups = np.array([random.permutation(np.arange(places) % group_count) for _ in range(periods)])

    found = grouped_relative_effects(
        counts,
        weights=weights[None],
        treated=treated[None],
        groups=groups.T,
        group_count=group_count,
    )

    is_treated = (np.arange(places) < size).astype(float)
    design = np.column_stack(
        [np.repeat(is_treated, periods), np.tile(np.eye(periods), (places, 1))]
    )
    weight = np.repeat(np.where(is_treated > 0, 1.0, weights), periods)
    for group in range(group_count):
        kept = np.where(groups.T.ravel() == group, 0.0, weight)
        slope, *level = np.linalg.solve(
            design.T @ (design * kept[:, None]), design.T @ (kept * counts.ravel())
        )
        assert found[0, group, 0] == pytest.approx(slope / np.mean(level), rel=SAME, abs=SAME)


def test_spreads_replicates_about_their_mean() -> None:
    mean, spread = jackknife_moments(np.array([[[1.0], [2.0], [3.0]]]))

    assert mean[0, 0] == 2.0
    assert spread[0, 0, 0] == pytest.approx(2 / 3 * 2.0)
