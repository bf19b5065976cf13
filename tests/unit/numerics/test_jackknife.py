"""The jackknife: cases by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.numerics.jackknife import jackknife_groups, jackknifed
from tests.unit.numerics.problems import QUICK


def test_knows_a_case_by_hand() -> None:
    found = jackknifed(
        mean_treated=np.array([[2.0], [4.0]]),
        mean_weighted=np.array([[2.0], [2.0]]),
        full_treated=np.array([3.0]),
        full_weighted=np.array([2.0]),
    )

    # Differences 0 and 2 about 1: (1/2)(1 + 1) = 1. Log slopes -1/3 and 1/3: (1/2)(2/9) = 1/9.
    assert found.difference[0] == 1.0
    assert found.difference_se[0] == pytest.approx(1.0)
    assert found.log_covariance[0, 0] == pytest.approx(1 / 9)


def test_is_the_standard_error_of_a_mean_where_each_place_is_a_group() -> None:
    values = np.array([1.0, 4.0, 2.0, 7.0])
    replicates = np.array([np.delete(values, at).mean() for at in range(4)])

    found = jackknifed(
        mean_treated=replicates[:, None],
        mean_weighted=np.ones((4, 1)),
        full_treated=np.array([values.mean()]),
        full_weighted=np.ones(1),
    )

    assert found.difference_se[0] == pytest.approx(values.std(ddof=1) / 2)


def test_has_no_ratio_of_nothing() -> None:
    found = jackknifed(
        mean_treated=np.zeros((3, 1)),
        mean_weighted=np.ones((3, 1)),
        full_treated=np.zeros(1),
        full_weighted=np.ones(1),
    )

    assert np.isnan(found.log_covariance).all()


@QUICK
@given(
    treated=st.integers(2, 60),
    donors=st.integers(2, 200),
    groups=st.integers(2, 30),
    seed=st.integers(0, 99),
)
def test_splits_both_arms_evenly(treated: int, donors: int, groups: int, seed: int) -> None:
    for arm in jackknife_groups(treated, donors, groups=groups, seed=seed):
        sizes = np.bincount(arm, minlength=groups)
        assert sizes.max() - sizes.min() <= 1
