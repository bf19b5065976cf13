"""Calibration: cases by hand, a duality certificate, and another solver."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from commonground.numerics.calibration import Distance, Ratio, calibrate, column_scale
from tests.unit.numerics.problems import QUICK, Case, cases, least_quadratic

EXACT = 1e-9
"""Relative misfit that every solved set keeps (issue 2, F.2)."""
NO_GAP = 1e-6
"""Duality gap of a solution, relative; rounding of sums of 60 terms up to 1e6."""
ORACLE = 1e-5
"""Clarabel stops at 1e-11 in its own scaling, where columns of 1e6 stand beside columns of 1."""


def test_gives_equal_weights_where_they_do() -> None:
    donors = np.column_stack([np.ones(4), [1.0, 2.0, 3.0, 4.0]])

    solved = calibrate(donors=donors, targets=np.array([2.0, 5.0]), base_weight=0.5)

    assert solved.is_exact
    assert solved.weights == pytest.approx([0.5, 0.5, 0.5, 0.5], abs=1e-12)


def test_knows_a_case_by_hand() -> None:
    # min sum w^2 with w1 + w2 + w3 = 3 and w1 - w3 = 2: (2, 1, 0), on the edge of the bound.
    donors = np.array([[1.0, 1.0], [1.0, 0.0], [1.0, -1.0]])

    solved = calibrate(donors=donors, targets=np.array([3.0, 2.0]), base_weight=1.0)

    assert solved.weights == pytest.approx([2.0, 1.0, 0.0], abs=1e-12)


def test_keeps_weights_from_falling_below_zero() -> None:
    # Without the bound the answer is (2.25, 1, -0.25); with it w3 = 0 and the rest is determined.
    donors = np.array([[1.0, 1.0], [1.0, 0.0], [1.0, -1.0]])

    solved = calibrate(donors=donors, targets=np.array([3.0, 2.5]), base_weight=1.0)

    assert solved.weights == pytest.approx([2.5, 0.5, 0.0], abs=1e-12)


def test_gives_the_weights_of_entropy_balancing() -> None:
    x = np.array([0.0, 1.0, 2.0])
    slope = optimize.brentq(lambda b: (x - 1.5) @ np.exp(b * x), -10, 10)
    expected = 3 * np.exp(slope * x) / np.exp(slope * x).sum()

    solved = calibrate(
        donors=np.column_stack([np.ones(3), x]),
        targets=np.array([3.0, 4.5]),
        base_weight=1.0,
        ratio=Ratio("raking"),
    )

    assert solved.weights == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    "ratio",
    [Ratio("linear", 0.0, 2.0), Ratio("raking", 0.2, 2.0), Ratio("logit", 0.2, 2.0)],
    ids=lambda r: r.distance,
)
def test_keeps_the_bounds(ratio: Ratio) -> None:
    x = np.arange(6.0)

    solved = calibrate(
        donors=np.column_stack([np.ones(6), x]),
        targets=np.array([6.0, 20.0]),
        base_weight=1.0,
        ratio=ratio,
    )

    assert solved.is_exact
    assert solved.weights.min() >= ratio.lower - 1e-12
    assert solved.weights.max() <= ratio.upper + 1e-12
    assert abs(solved.gap) < NO_GAP


def test_says_that_unreachable_targets_were_not_reached() -> None:
    donors = np.column_stack([np.ones(3), [1.0, 2.0, 3.0]])

    solved = calibrate(donors=donors, targets=np.array([1.0, 4.0]), base_weight=1 / 3)

    assert not solved.is_exact
    assert solved.misfit > 0.1


def test_stands_no_donors_at_all() -> None:
    solved = calibrate(donors=np.empty((0, 1)), targets=np.array([2.0]), base_weight=1.0)

    assert not solved.is_exact


@pytest.mark.parametrize(
    ("distance", "lower", "upper"),
    [("linear", 1.5, 2.0), ("linear", 0.0, 0.5), ("logit", 0.0, np.inf)],
)
def test_refuses_bounds_that_exclude_the_equal_weight(
    distance: Distance, lower: float, upper: float
) -> None:
    with pytest.raises(ValueError, match="bound"):
        Ratio(distance, lower, upper)


@QUICK
@given(case=cases())
def test_finds_the_most_equal_weights_and_proves_it(case: Case) -> None:
    donors, targets, base = case.values[case.donors], case.targets, case.base_weight

    solved = calibrate(donors=donors, targets=targets, base_weight=base)

    if solved.is_exact:
        assert solved.weights.min() >= 0
        assert solved.misfit <= EXACT
        assert abs(solved.gap) <= NO_GAP


@QUICK
@given(case=cases(most_columns=5))
def test_agrees_with_another_solver(case: Case) -> None:
    donors, targets, base = case.values[case.donors], case.targets, case.base_weight
    scale = column_scale(donors)

    ours = calibrate(donors=donors, targets=targets, base_weight=base)

    count = len(donors)
    other = least_quadratic(
        np.eye(count) / base, -np.ones(count), equal=(donors / scale).T, to=targets / scale
    )
    if ours.is_exact and other is not None:
        assert np.abs(ours.weights - other[0]).max() <= ORACLE * (1 + ours.weights.max())


@QUICK
@given(
    ratio=st.sampled_from(
        [Ratio(), Ratio("linear", 0.1, 5), Ratio("raking"), Ratio("logit", 0.1, 9)]
    ),
    u=st.floats(-3, 3),
)
def test_has_slope_and_integral_of_the_same_function(ratio: Ratio, u: float) -> None:
    step = 1e-6
    before, here, after = (ratio.at(np.array([at])) for at in (u - step, u, u + step))
    bend = [ratio.lower - 1, ratio.upper - 1]

    assert (after[2] - before[2])[0] / (2 * step) == pytest.approx(here[0][0], abs=1e-4)
    if min(abs(u - edge) for edge in bend) > 2 * step:
        assert (after[0] - before[0])[0] / (2 * step) == pytest.approx(here[1][0], abs=1e-4)


def test_does_not_overflow_far_from_the_solution() -> None:
    for ratio in (Ratio(), Ratio("raking"), Ratio("logit", 0.0, 9.0)):
        for part in ratio.at(np.array([-1e300, 0.0, 1e300])):
            assert np.isfinite(part).all()
