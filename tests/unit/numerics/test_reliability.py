"""Stated probabilities put right, by hand and on cases whose truth is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.numerics.reliability import Reliability
from tests.unit.numerics.problems import QUICK

SEEN = 0.03
"""Four standard errors of a share of 4,000 cases."""

LEVELS = np.array([0.1, 0.3, 0.5, 0.7, 0.9])


def test_takes_the_share_that_came_about() -> None:
    found = Reliability.of(
        np.array([0.2, 0.8]), cases=np.array([2.0, 2.0]), came_about=np.array([0.0, 1.0])
    )

    assert found.put_right(np.array([0.2, 0.5, 0.8])) == pytest.approx([0.0, 0.25, 0.5])


def test_makes_them_ascend() -> None:
    found = Reliability.of(
        np.array([0.2, 0.4, 0.6]),
        cases=np.array([1.0, 1.0, 2.0]),
        came_about=np.array([1.0, 0.0, 2.0]),
    )

    assert found.put_right(np.array([0.2, 0.4, 0.6])).tolist() == [0.5, 0.5, 1.0]


def test_puts_right_what_is_too_sure() -> None:
    cases = np.full(5, 4_000.0)
    came_about = np.random.default_rng(3).binomial(4_000, 0.5 * LEVELS).astype(np.float64)

    found = Reliability.of(LEVELS, cases=cases, came_about=came_about)

    assert found.put_right(LEVELS) == pytest.approx(0.5 * LEVELS, abs=SEEN)


@QUICK
@given(seed=st.integers(0, 10_000))
def test_stays_between_0_and_1_and_ascends(seed: int) -> None:
    random = np.random.default_rng(seed)
    cases = random.integers(0, 9, 5).astype(np.float64) + np.array([1.0, 0, 0, 0, 0])
    came_about = random.binomial(cases.astype(int), 0.5).astype(np.float64)

    found = Reliability.of(LEVELS, cases=cases, came_about=came_about)

    at = found.put_right(np.linspace(0, 1, 21))
    assert ((at >= 0) & (at <= 1)).all()
    assert (np.diff(at) >= 0).all()


def test_refuses_to_learn_from_nothing() -> None:
    with pytest.raises(ValueError, match="no case to learn from"):
        Reliability.of(LEVELS, cases=np.zeros(5), came_about=np.zeros(5))
