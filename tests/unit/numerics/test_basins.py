"""Basins of a surface, by hand and on random ones."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from commonground.numerics.basins import merged_basins, peak_basins
from tests.unit.numerics.grids import queen
from tests.unit.numerics.problems import QUICK

LINE = (np.array([0, 1, 3, 5, 7, 8]), np.array([1, 0, 2, 1, 3, 2, 4, 3]))
"""Five places in a row, as compressed sparse rows."""


def _merged(heights: list[float], *, largest: float, smallest: float = 0.0) -> NDArray[np.intp]:
    starts, others = LINE
    values = np.array(heights)
    return merged_basins(
        peak_basins(values, starts=starts, others=others),
        heights=values,
        sizes=np.ones(len(values)),
        starts=starts,
        others=others,
        largest=largest,
        smallest=smallest,
    )


def test_steps_up_to_the_peak() -> None:
    found = peak_basins(np.array([3.0, 1.0, 2.0, 5.0, 4.0]), starts=LINE[0], others=LINE[1])

    assert found.tolist() == [0, 0, 3, 3, 3]


def test_gives_a_plain_to_its_first_place() -> None:
    found = peak_basins(np.ones(5), starts=LINE[0], others=LINE[1])

    assert found.tolist() == [0, 0, 0, 0, 0]


def test_joins_two_basins_that_fit() -> None:
    assert _merged([3.0, 1.0, 2.0, 5.0, 4.0], largest=5).tolist() == [0, 0, 0, 0, 0]


def test_keeps_apart_what_would_be_too_large() -> None:
    assert _merged([3.0, 1.0, 2.0, 5.0, 4.0], largest=4).tolist() == [1, 1, 0, 0, 0]


def test_fills_the_shallowest_valley_first() -> None:
    heights = [5.0, 4.5, 4.9, 1.0, 4.0]  # a dip of a tenth, then one of three quarters

    assert _merged(heights, largest=4).tolist() == [0, 0, 0, 0, 1]


def test_joins_what_is_too_small_across_a_deep_valley() -> None:
    heights = [5.0, 0.1, 5.0, 4.9, 4.95]

    assert _merged(heights, largest=4).tolist() == [0, 0, 1, 1, 1]
    assert _merged(heights, largest=5, smallest=3).tolist() == [0, 0, 0, 0, 0]


@QUICK
@given(seed=st.integers(0, 10_000), largest=st.integers(1, 40))
def test_parts_a_surface_into_whole_basins(seed: int, largest: int) -> None:
    heights = np.random.default_rng(seed).random(48) + 0.01
    starts, others = queen(6, 8)
    peaks = peak_basins(heights, starts=starts, others=others)

    found = merged_basins(
        peaks,
        heights=heights,
        sizes=np.ones(48),
        starts=starts,
        others=others,
        largest=largest,
        smallest=2,
    )

    biggest_alone = int(np.bincount(peaks).max())
    assert np.bincount(found).max() <= max(largest, biggest_alone)
    assert all(len(set(found[peaks == peak].tolist())) == 1 for peak in np.unique(peaks))
    tops = [heights[found == part].max() for part in range(found.max() + 1)]
    assert tops == sorted(tops, reverse=True)
