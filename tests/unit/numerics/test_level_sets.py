"""How far down a surface a cluster reaches, by hand and by trying every level."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.numerics.level_sets import likeliest_level, log_likelihood_ratio
from tests.unit.numerics.problems import QUICK

SUMS = 1e-12
"""Both sides are the same sums, in another order."""


def test_equals_the_formula() -> None:
    found = log_likelihood_ratio(np.array([10.0, 2.0]), expected=np.array([4.0, 4.0]), total=100.0)

    assert found[0] == pytest.approx(10 * np.log(10 / 4) + 90 * np.log(90 / 96), rel=SUMS)
    assert found[1] == 0.0


def test_takes_all_cases_without_dividing_by_nothing() -> None:
    found = log_likelihood_ratio(np.array([8.0]), expected=np.array([2.0]), total=8.0)

    assert found[0] == pytest.approx(8 * np.log(4), rel=SUMS)


def test_stops_where_cases_end() -> None:
    inside = likeliest_level(
        np.array([1.0, 9.0, 8.0, 2.0]),
        cases=np.array([0.0, 6.0, 5.0, 0.0]),
        expected=np.ones(4),
        total=40.0,
    )

    assert inside.tolist() == [False, True, True, False]


@QUICK
@given(seed=st.integers(0, 10_000), count=st.integers(1, 12))
def test_is_the_best_of_every_level(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    heights = random.permutation(count).astype(np.float64)
    cases = random.integers(0, 9, count).astype(np.float64) + 0.5
    expected, total = np.full(count, 0.7), float(cases.sum() + 20)

    inside = likeliest_level(heights, cases=cases, expected=expected, total=total)

    def ratio(members: np.ndarray) -> float:
        got, due = cases[members].sum(), expected[members].sum()
        return float(
            log_likelihood_ratio(np.array([got]), expected=np.array([due]), total=total)[0]
        )

    best = max(ratio(heights >= level) for level in heights)
    assert ratio(inside) == pytest.approx(best, rel=SUMS)
    assert heights[inside].min() > heights[~inside].max(initial=-1.0)
