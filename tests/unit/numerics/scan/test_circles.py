"""What tables of counts need: positions of the few, and small types."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.numerics.scan.circles import few_true, smallest_type
from tests.unit.numerics.problems import QUICK


@QUICK
@given(size=st.integers(0, 70), share=st.sampled_from([0.0, 0.03, 1.0]), seed=st.integers(0, 99))
def test_sees_each_flag(size: int, share: float, seed: int) -> None:
    flags = np.random.default_rng(seed).random((size, 3)) < share

    assert few_true(flags).tolist() == np.flatnonzero(flags).tolist()


@pytest.mark.parametrize(
    ("most", "kind"),
    [(255, np.uint8), (256, np.uint16), (65_535, np.uint16), (65_536, np.int32)],
)
def test_takes_the_smallest_type_that_holds_a_number(most: int, kind: type[np.integer]) -> None:
    assert smallest_type(most) is kind
