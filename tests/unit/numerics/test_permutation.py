"""Placebo areas and ranks, by enumeration."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.numerics.permutation import (
    ALL_SETS,
    placebo_areas,
    placebo_patches,
    rank_interval,
    rank_p,
)
from tests.unit.numerics.problems import QUICK


def test_takes_all_sets_once_where_they_are_few() -> None:
    sets = placebo_areas(np.array([7, 3, 5, 9]), size=2, count=1000, seed=0)

    assert sets.tolist() == [list(pair) for pair in combinations([3, 5, 7, 9], 2)]


@QUICK
@given(seed=st.integers(0, 1000), size=st.integers(1, 20))
def test_draws_distinct_eligible_places(seed: int, size: int) -> None:
    eligible = np.arange(100, 400)

    sets = placebo_areas(eligible, size=size, count=ALL_SETS, seed=seed)

    assert np.isin(sets, eligible).all()
    assert all(len(set(row)) == size for row in sets.tolist())
    again = placebo_areas(eligible, size=size, count=ALL_SETS, seed=seed)
    assert np.array_equal(sets, again)


def test_grows_patches_that_hang_together() -> None:
    starts, others = _grid(6)

    patches = placebo_patches(
        np.arange(1, 36), starts=starts, others=others, size=5, count=50, seed=4
    )

    assert patches.shape == (50, 5)
    assert 0 not in patches
    for patch in patches.tolist():
        reached = {patch[0]}
        for _ in patch:
            near = {n for p in reached for n in others[starts[p] : starts[p + 1]].tolist()}
            reached |= near & set(patch)
        assert reached == set(patch)


def test_grows_no_patch_where_places_lie_apart() -> None:
    nobody = np.zeros(11, dtype=np.intp)

    patches = placebo_patches(
        np.arange(10),
        starts=nobody,
        others=np.empty(0, dtype=np.intp),
        size=2,
        count=5,
        seed=0,
    )

    assert patches.shape == (0, 2)


@QUICK
@given(
    placebo=st.lists(st.integers(-3, 3), min_size=1, max_size=30),
    observed=st.integers(-3, 3),
)
def test_ranks_by_counting(placebo: list[int], observed: int) -> None:
    drawn, seen = np.array(placebo, dtype=float)[:, None], np.array([float(observed)])
    as_low = sum(one <= observed for one in placebo)
    as_high = sum(one >= observed for one in placebo)
    total = len(placebo) + 1

    lower, upper, two_sided = (
        rank_p(drawn, seen, alternative=a)[0] for a in ("lower", "upper", "two-sided")
    )

    assert lower == pytest.approx((1 + as_low) / total)
    assert upper == pytest.approx((1 + as_high) / total)
    assert two_sided == pytest.approx(min(1.0, 2 * min(lower, upper)))


def test_is_uniform_when_the_observed_set_is_one_of_all() -> None:
    everyone = np.random.default_rng(1).normal(size=20)

    p = [
        rank_p(np.delete(everyone, at)[:, None], everyone[[at]], alternative="lower")[0]
        for at in range(20)
    ]

    assert sorted(p) == pytest.approx([(at + 1) / 20 for at in range(20)])


def test_ranks_as_r_does_on_request() -> None:
    drawn = np.array([[-1.0], [0.0], [1.0], [2.0]])

    lower, upper = (
        rank_p(drawn, np.array([0.0]), alternative=a, add_one=False)[0] for a in ("lower", "upper")
    )

    assert (lower, upper) == (0.25, 0.75)


def test_does_not_count_sets_without_a_statistic() -> None:
    drawn = np.array([[-1.0], [np.nan], [1.0]])

    assert rank_p(drawn, np.array([-2.0]), alternative="lower")[0] == pytest.approx(1 / 3)
    assert np.isnan(rank_p(drawn, np.array([np.nan]), alternative="lower")[0])
    nothing = np.full((3, 1), np.nan)
    assert np.isnan(rank_p(nothing, np.zeros(1), alternative="lower", add_one=False)[0])


def test_takes_the_ends_from_order_statistics() -> None:
    null = np.arange(-9.0, 10.0)[:, None]

    low, high = rank_interval(null, estimate=np.array([1.0]), se=np.array([2.0]), confidence=0.9)

    # 19 sets and 5 % in either tail: the first and the last of them.
    assert (low[0], high[0]) == (1.0 - 2 * 9, 1.0 + 2 * 9)


def test_has_no_ends_where_there_are_too_few_sets() -> None:
    low, high = rank_interval(np.zeros((5, 1)), estimate=np.zeros(1), se=np.ones(1), confidence=0.9)

    assert (low[0], high[0]) == (-np.inf, np.inf)


def test_interpolates_as_r_does_on_request() -> None:
    null = np.array([[0.0], [1.0], [2.0], [3.0], [np.nan]])

    low, high = rank_interval(
        null, estimate=np.zeros(1), se=np.ones(1), confidence=0.8, interpolate=True
    )

    assert (low[0], high[0]) == pytest.approx((-2.7, -0.3))


def _grid(side: int) -> tuple[np.ndarray, np.ndarray]:
    near = [
        [
            r * side + c
            for r, c in ((row - 1, column), (row, column - 1), (row, column + 1), (row + 1, column))
            if 0 <= r < side and 0 <= c < side
        ]
        for row in range(side)
        for column in range(side)
    ]
    starts = np.concatenate([[0], np.cumsum([len(one) for one in near])])
    return starts, np.concatenate(near)
