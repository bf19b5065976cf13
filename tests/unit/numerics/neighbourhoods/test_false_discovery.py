"""Discoveries, by the step-up rule written out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.numerics.neighbourhoods.false_discovery import discoveries
from tests.unit.numerics.problems import QUICK


def test_finds_four_of_the_fifteen_of_benjamini_and_hochberg() -> None:
    # Their section 3.2: .0095 <= 4/15 x .05, and nothing above.
    found = [0.0001, 0.0004, 0.0019, 0.0095]
    other = [0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]

    selected = discoveries(np.array(found + other), rate=0.05)

    assert selected.tolist() == [True] * 4 + [False] * 11


@QUICK
@given(st.lists(st.integers(0, 1000).map(lambda p: p / 1000), min_size=1), st.integers(1, 40))
def test_keeps_the_rule(p: list[float], per_cent: int) -> None:
    rate = per_cent / 100 + 1e-6

    found = discoveries(np.array(p), rate=rate)

    ranked = sorted(p)
    fits = [one for rank, one in enumerate(ranked, start=1) if one <= rank / len(p) * rate]
    cut = max(fits, default=-1.0)
    assert found.tolist() == [one <= cut for one in p]


def test_counts_no_missing_test() -> None:
    p = np.array([[0.02, np.nan], [np.nan, np.nan]])

    assert discoveries(p, rate=0.05).tolist() == [[True, False], [False, False]]
    assert not discoveries(np.full(3, np.nan), rate=0.05).any()


def test_refuses_what_is_no_probability() -> None:
    with pytest.raises(ValueError, match="rate of 5"):
        discoveries(np.array([0.1]), rate=5)
    with pytest.raises(ValueError, match="between 0 and 1"):
        discoveries(np.array([1.1]), rate=0.05)
