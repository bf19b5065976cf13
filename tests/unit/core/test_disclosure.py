"""Small counts are withheld, and one more where a total would give one away."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from commonground.core.disclosure import FEWEST_HEALTH, suppress


def withheld(counts: list[int], *, fewest: int = FEWEST_HEALTH) -> list[int | None]:
    shown = suppress(pd.DataFrame({"helped": counts}), fewest=fewest)["helped"]
    return [None if pd.isna(value) else int(value) for value in shown]


def test_shows_zeros_and_large_counts() -> None:
    assert withheld([0, 11, 40]) == [0, 11, 40]


def test_withholds_two_small_counts_and_no_more() -> None:
    assert withheld([3, 7, 40]) == [None, None, 40]


def test_withholds_the_next_smallest_beside_a_single_one() -> None:
    assert withheld([3, 40, 15, 0]) == [None, 40, None, 0]


def test_changes_nothing_in_place() -> None:
    counts = pd.DataFrame({"helped": [3, 40, 15]})

    suppress(counts, fewest=11)

    assert counts["helped"].tolist() == [3, 40, 15]


@given(st.lists(st.integers(min_value=0, max_value=60), min_size=2, max_size=12))
def test_never_shows_a_small_count_nor_hides_just_one(counts: list[int]) -> None:
    shown = withheld(counts)

    assert all(value is None or value == 0 or value >= FEWEST_HEALTH for value in shown)
    hidden, positive = shown.count(None), sum(count > 0 for count in counts)
    assert hidden != 1 or positive == 1
