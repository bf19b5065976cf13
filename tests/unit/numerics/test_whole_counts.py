"""Counts that are whole, and values that are none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.numerics.whole_counts import LARGEST, whole_counts
from tests.unit.numerics.problems import QUICK


def test_takes_whole_numbers_of_any_type() -> None:
    for given_as in (np.int8, np.uint32, np.float32, np.float64):
        counts = whole_counts(np.array([[0, 3], [7, 1]], dtype=given_as))

        assert counts.dtype == np.int64
        assert counts.tolist() == [[0, 3], [7, 1]]
    assert whole_counts(np.array([True, False])).tolist() == [1, 0]
    assert whole_counts(np.array([])).tolist() == []


@QUICK
@given(st.lists(st.floats() | st.integers(0, 99).map(float), min_size=1))
def test_takes_just_what_is_whole(values: list[float]) -> None:
    fits = all(value >= 0 and value < LARGEST and value == int(value) for value in values)

    if fits:
        assert whole_counts(np.array(values)).tolist() == values
    else:
        with pytest.raises(ValueError, match="whole numbers from 0"):
            whole_counts(np.array(values))


def test_names_what_it_refuses() -> None:
    with pytest.raises(ValueError, match="sizes hold -2"):
        whole_counts(np.array([1, -2]), of="sizes")
    with pytest.raises(ValueError, match="of type <U1"):
        whole_counts(np.array(["3"]))
