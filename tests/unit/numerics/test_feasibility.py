"""What can be matched, and proofs of what cannot."""

import numpy as np
import pytest
from hypothesis import given
from scipy import optimize

from commonground.numerics.calibration import calibrate
from commonground.numerics.feasibility import (
    conflict,
    independent_columns,
    reachable_range,
    ruled_out,
)
from tests.unit.numerics.problems import QUICK, Case, cases

PROOF = 1e-6
"""The linear programme's own tolerance, relative to the targets."""


def test_keeps_the_first_of_columns_that_say_the_same() -> None:
    one, two = np.ones(5), np.arange(5.0)

    kept = independent_columns(np.column_stack([one, two, 7 * two, one + two, np.zeros(5)]))

    assert kept.tolist() == [0, 1]


def test_takes_out_zero_targets() -> None:
    values = np.column_stack([np.ones(3), [0.0, 1.0, 0.0], [0.0, -1.0, 1.0]])

    out, met = ruled_out(values, np.array([1.0, 0.0, 0.0]))

    assert out.tolist() == [False, True, False]
    assert met.tolist() == [False, True, False]


def test_names_the_constraints_that_cannot_hold_together() -> None:
    # A mean of 5 from values up to 3 conflicts with the size; the other column is innocent.
    donors = np.column_stack([np.ones(3), [0.0, 1.0, 2.0], [1.0, 2.0, 3.0]])

    found = conflict(donors=donors, targets=np.array([1.0, 1.0, 5.0]))

    assert found is not None
    assert found.constraints.tolist() == [0, 2]


def test_says_nothing_of_targets_that_can_be_reached() -> None:
    donors = np.column_stack([np.ones(3), [1.0, 2.0, 3.0]])

    assert conflict(donors=donors, targets=np.array([1.0, 2.5])) is None


def test_counts_the_bounds_of_a_weight() -> None:
    donors = np.column_stack([np.ones(3), [1.0, 2.0, 3.0]])
    targets = np.array([1.0, 2.9])

    assert conflict(donors=donors, targets=targets) is None
    assert conflict(donors=donors, targets=targets, largest=0.5) is not None
    assert conflict(donors=donors, targets=targets, smallest=0.2) is not None


@QUICK
@given(case=cases())
def test_proves_a_conflict_or_leaves_one_to_solve(case: Case) -> None:
    donors, targets = case.values[case.donors], case.targets

    found = conflict(donors=donors, targets=targets)
    solved = calibrate(donors=donors, targets=targets, base_weight=case.base_weight)

    if found is None:
        assert _least_misfit(donors, targets) <= PROOF
        return
    rows, goal = donors[:, found.constraints], targets[found.constraints]
    size = np.abs(found.multipliers * (1 + goal)).max()
    assert not solved.is_exact
    assert (rows @ found.multipliers <= PROOF * size).all()
    assert goal @ found.multipliers > 0


@QUICK
@given(case=cases(most_columns=6))
def test_finds_no_smaller_conflict(case: Case) -> None:
    donors, targets = case.values[case.donors], case.targets

    found = conflict(donors=donors, targets=targets)

    for left_out in found.constraints if found else ():
        rest = found.constraints[found.constraints != left_out] if found else np.empty(0, int)
        assert not len(rest) or _least_misfit(donors[:, rest], targets[rest]) <= PROOF


def test_knows_how_far_equally_good_weights_can_reach() -> None:
    # Weights that sum to 1 with a mean of 2: from all on the middle to half on either end.
    donors = np.column_stack([np.ones(3), [1.0, 2.0, 3.0]])

    least, most = reachable_range(
        donors=donors,
        targets=np.array([1.0, 2.0]),
        values=np.array([10.0, 0.0, 30.0]),
        slack=np.zeros(2),
    )

    assert (least, most) == pytest.approx((0.0, 20.0))


def test_says_where_nothing_limits_the_range() -> None:
    least, most = reachable_range(
        donors=np.array([[1.0], [0.0]]),
        targets=np.array([1.0]),
        values=np.array([1.0, 1.0]),
        slack=np.zeros(1),
    )

    assert least == pytest.approx(1.0)
    assert most == np.inf


def _least_misfit(donors: np.ndarray, targets: np.ndarray) -> float:
    """Return the smallest summed relative misfit, by an independent formulation."""
    size = 1 + np.abs(targets)
    matrix, goal = donors.T / size[:, None], targets / size
    count, places = matrix.shape
    solved = optimize.linprog(
        np.concatenate([np.zeros(places), np.ones(count)]),
        A_ub=np.block([[matrix, -np.eye(count)], [-matrix, -np.eye(count)]]),
        b_ub=np.concatenate([goal, -goal]),
        method="highs-ipm",
    )
    return float(solved["fun"])
