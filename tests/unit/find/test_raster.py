"""Squares that boundaries run in."""

from itertools import pairwise

import numpy as np
import pytest
import shapely

from commonground.find.raster import Raster, TooWide

FIVE = Raster(west=1_000.0, south=2_000.0, step_m=25.0, shape=(4, 5))


def test_covers_points_with_a_margin_from_a_round_number_on() -> None:
    found = Raster.over(np.array([103.0, 240.0]), np.array([57.0, 61.0]), step_m=25, margin_m=10)

    assert (found.west, found.south) == (75.0, 25.0)
    assert found.shape == (2, 8)


def test_puts_a_point_into_one_square_and_knows_its_middle() -> None:
    square = FIVE.positions(np.array([1_025.0]), np.array([2_049.9]))

    assert square.tolist() == [6]
    assert [at.tolist() for at in FIVE.centres(square)] == [[1_037.5], [2_037.5]]


def test_outlines_squares_with_their_holes() -> None:
    ring = np.array([0, 1, 2, 5, 7, 10, 11, 12])

    shape = FIVE.outline(ring)

    assert shape.area == 8 * 625
    assert len(shape.interiors) == 1
    assert shape.bounds == (1_000.0, 2_000.0, 1_075.0, 2_075.0)


def test_knows_the_squares_whose_middle_lies_in_a_shape() -> None:
    squares = np.array([0, 1, 6, 7, 13])

    assert FIVE.within(FIVE.outline(squares)).tolist() == squares.tolist()
    assert FIVE.within(shapely.Point(1_012.5, 2_012.5).buffer(1)).tolist() == [0]
    assert FIVE.within(shapely.box(-9_000, -9_000, 9_000, 9_000)).tolist() == list(range(20))
    assert not len(FIVE.within(shapely.box(5_000, 5_000, 5_100, 5_100)))
    assert not len(FIVE.within(shapely.Polygon()))


def test_outlines_nothing_as_nothing() -> None:
    assert FIVE.outline(np.array([], dtype=np.intp)).is_empty


def test_finds_neighbours_with_corners_and_not_around_the_edge() -> None:
    starts, others = FIVE.neighbours(np.array([4, 5, 8, 9, 14]))

    near = [others[low:high].tolist() for low, high in pairwise(starts)]
    assert near == [[2, 3], [], [0, 3, 4], [0, 2, 4], [2, 3]]


def test_refuses_a_continent() -> None:
    with pytest.raises(TooWide, match="which is no city"):
        Raster.over(np.array([0.0, 9e5]), np.array([0.0, 9e5]), step_m=25, margin_m=0)


def test_gives_shapes_that_are_valid() -> None:
    assert shapely.is_valid(FIVE.outline(np.array([0, 6, 12])))
