"""Many sets at once: the same weights as one at a time."""

import numpy as np
import pytest
from hypothesis import given

from commonground.numerics.batch_calibration import Pool, TargetSet, batch_size, batch_weights
from commonground.numerics.calibration import calibrate
from commonground.numerics.feasibility import independent_columns
from tests.unit.numerics.problems import QUICK, Case, cases

EXACT = 1e-9
"""Relative misfit that every solved set keeps (issue 2, F.2)."""
SAME = 1e-6
"""Two paths to one optimum, relative to the largest weight; columns of 1e6 beside columns of 1."""


def _set(values: np.ndarray, treated: np.ndarray) -> TargetSet:
    return TargetSet(
        targets=values[treated].sum(axis=0),
        base_weight=len(treated) / (len(values) - len(treated)),
        excluded=treated,
    )


def test_solves_a_case_by_hand() -> None:
    values = np.array([[1.0, 1.0], [1.0, 0.0], [1.0, -1.0], [1.0, 0.5]])

    found = batch_weights(Pool.of(values), [_set(values, np.array([3]))])

    # The most equal (a, b, c) with sum 1 and a - c = 0.5.
    assert found.weights[0] == pytest.approx([7 / 12, 1 / 3, 1 / 12, 0.0], abs=1e-12)
    assert found.is_exact.all()


@QUICK
@given(case=cases())
def test_finds_the_weights_of_each_set_on_its_own(case: Case) -> None:
    values = case.values[:, independent_columns(case.values)]
    halves = [case.treated, case.treated[: max(1, len(case.treated) // 2)]]

    found = batch_weights(Pool.of(values), [_set(values, half) for half in halves])

    for at, half in enumerate(halves):
        donors = np.setdiff1d(np.arange(len(values)), half)
        alone = calibrate(
            donors=values[donors],
            targets=values[half].sum(axis=0),
            base_weight=len(half) / len(donors),
        )
        assert (found.weights[at] >= 0).all()
        if found.is_exact[at]:
            assert found.misfit[at] <= EXACT
            assert abs(found.gap[at]) <= SAME
        if found.is_exact[at] and alone.is_exact:
            apart = np.abs(found.weights[at][donors] - alone.weights).max()
            assert apart <= SAME * (1 + alone.weights.max())


def test_gives_no_weight_where_a_target_of_zero_forbids_it() -> None:
    values = np.column_stack([np.ones(6), [0.0, 0, 0, 2, 0, 1], [3.0, 1, 2, 4, 5, 6]])

    found = batch_weights(Pool.of(values), [_set(values, np.array([0]))])

    assert found.is_exact[0]
    assert found.weights[0, [3, 5]].tolist() == [0.0, 0.0]


def test_marks_a_set_without_weights_and_solves_the_others() -> None:
    values = np.column_stack([np.ones(5), [1.0, 2, 3, 4, 9]])

    found = batch_weights(Pool.of(values), [_set(values, np.array([at])) for at in range(5)])

    assert found.is_exact.tolist() == [False, True, True, True, False]


def test_stands_a_set_that_rules_out_every_place() -> None:
    values = np.column_stack([np.ones(3), [0.0, 1, 1]])

    found = batch_weights(Pool.of(values), [_set(values, np.array([0]))])

    assert not found.is_exact[0]


@QUICK
@given(case=cases())
def test_gives_the_same_digits_twice(case: Case) -> None:
    pool, asked = Pool.of(case.values), [_set(case.values, case.treated)]

    one, other = batch_weights(pool, asked), batch_weights(pool, asked)

    assert np.array_equal(one.weights, other.weights)


def test_makes_batches_by_the_number_of_places_alone() -> None:
    assert batch_size(100) == 64
    assert batch_size(1_000_000) == 8
    assert batch_size(10**9) == 1
