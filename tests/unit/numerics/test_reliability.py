"""Stated probabilities put right, by hand and on cases whose truth is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.numerics.reliability import Reliability
from tests.unit.numerics.problems import QUICK

SEEN = 0.03
"""Four standard errors of a share of 4,000 cases."""


def test_takes_the_share_that_came_about() -> None:
    found = Reliability.of(np.array([0.2, 0.2, 0.8, 0.8]), np.array([0.0, 0.0, 1.0, 0.0]))

    assert found.put_right(np.array([0.2, 0.5, 0.8])) == pytest.approx([0.0, 0.25, 0.5])


def test_makes_them_ascend() -> None:
    found = Reliability.of(np.array([0.2, 0.4, 0.6, 0.6]), np.array([1.0, 0.0, 1.0, 1.0]))

    assert found.put_right(np.array([0.2, 0.4, 0.6])).tolist() == [0.5, 0.5, 1.0]


def test_puts_right_what_is_too_sure() -> None:
    random = np.random.default_rng(3)
    stated = random.choice([0.1, 0.3, 0.5, 0.7, 0.9], 20_000)
    truth = 0.5 * stated

    found = Reliability.of(stated, (random.random(20_000) < truth).astype(float))

    levels = np.array([0.1, 0.3, 0.5, 0.7, 0.9])
    assert found.put_right(levels) == pytest.approx(0.5 * levels, abs=SEEN)


@QUICK
@given(seed=st.integers(0, 10_000), cases=st.integers(1, 60))
def test_stays_between_0_and_1_and_ascends(seed: int, cases: int) -> None:
    random = np.random.default_rng(seed)
    stated = np.round(random.random(cases), 1)

    found = Reliability.of(stated, random.integers(0, 2, cases).astype(float))

    at = found.put_right(np.linspace(0, 1, 21))
    assert ((at >= 0) & (at <= 1)).all()
    assert (np.diff(at) >= 0).all()


def test_refuses_to_learn_from_nothing() -> None:
    with pytest.raises(ValueError, match="no case to learn from"):
        Reliability.of(np.array([]), np.array([]))
