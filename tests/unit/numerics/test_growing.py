"""Regions grow from a peak over its highest neighbours, and peaks are where nothing is higher."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import ndimage

from commonground.numerics.growing import grown_region, peaks_of

SURFACE = np.array(
    [
        [1.0, 2, 3, 2],
        [2.0, 9, 8, 1],
        [1.0, 7, 1, 6],
    ]
)
EVERYWHERE = np.ones(SURFACE.shape, dtype=bool)

surfaces = arrays(np.float64, (6, 7), elements=st.integers(0, 5).map(float))
masks = arrays(np.bool_, (6, 7))


def by_hand(heights: np.ndarray, *, start: int, most: int, allowed: np.ndarray) -> list[int]:
    """Grow by looking at every square beside the region each time."""
    columns = heights.shape[1]
    if not allowed.ravel()[start]:
        return []
    region = [start]
    while len(region) < most:
        inside = np.zeros(heights.shape, dtype=bool)
        inside.ravel()[region] = True
        beside = np.flatnonzero(ndimage.binary_dilation(inside) & ~inside & allowed)
        if not len(beside):
            break
        region.append(int(min(beside, key=lambda at: (-heights[at // columns, at % columns], at))))
    return region


def test_takes_the_highest_neighbour_next() -> None:
    region = grown_region(SURFACE, start=5, most=4, allowed=EVERYWHERE)

    assert region.tolist() == [5, 6, 9, 2]


def test_goes_no_farther_from_its_start_than_it_may() -> None:
    ridge = np.ones((3, 40))

    region = grown_region(ridge, start=45, most=120, allowed=ridge > 0, reach=2.0)

    rows, columns = np.divmod(region, 40)
    away = np.hypot(rows - 1, columns - 5)
    assert away.max() == 2.0
    assert len(region) == 11


def test_does_not_cross_what_may_not_be_taken() -> None:
    wall = EVERYWHERE.copy()
    wall[:, 2] = False

    region = grown_region(SURFACE, start=5, most=12, allowed=wall)

    assert sorted(region.tolist()) == [0, 1, 4, 5, 8, 9]
    assert not len(grown_region(SURFACE, start=6, most=3, allowed=wall))


@given(heights=surfaces, allowed=masks, start=st.integers(0, 41), most=st.integers(1, 42))
def test_grows_as_looking_at_every_square_would(
    heights: np.ndarray, allowed: np.ndarray, start: int, most: int
) -> None:
    region = grown_region(heights, start=start, most=most, allowed=allowed)

    assert region.tolist() == by_hand(heights, start=start, most=most, allowed=allowed)


@given(heights=surfaces, allowed=masks, most=st.integers(2, 20))
def test_a_smaller_region_is_the_beginning_of_a_larger_one(
    heights: np.ndarray, allowed: np.ndarray, most: int
) -> None:
    larger = grown_region(heights, start=17, most=most, allowed=allowed)
    smaller = grown_region(heights, start=17, most=most // 2, allowed=allowed)

    assert larger[: most // 2].tolist() == smaller.tolist()


def test_peaks_are_where_nothing_near_is_higher() -> None:
    assert peaks_of(SURFACE, apart=1, allowed=EVERYWHERE).tolist() == [5]
    assert peaks_of(SURFACE, apart=3, allowed=EVERYWHERE).tolist() == [5]
    assert not len(peaks_of(np.zeros((3, 4)), apart=1, allowed=EVERYWHERE))


def test_a_peak_that_may_not_be_taken_hides_no_other() -> None:
    allowed = SURFACE < 8

    assert peaks_of(SURFACE, apart=1, allowed=allowed).tolist() == [9, 11, 2]
