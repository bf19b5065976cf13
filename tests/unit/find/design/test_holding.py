"""Blocks, segments and points lie in the parts of a design by area, by length, or at all."""

import numpy as np
import pytest
import shapely

from commonground.find.design.holding import shares_within

PARTS = (shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100))


def test_measures_each_kind_of_place_its_own_way() -> None:
    places = np.array(
        [
            shapely.box(50, 0, 150, 50),
            shapely.LineString([(75, 50), (175, 50)]),
            shapely.Point(150, 50),
            shapely.box(900, 900, 950, 950),
        ]
    )

    shares = shares_within(places, PARTS)

    assert shares == pytest.approx(np.array([[0.5, 0.5], [0.25, 0.75], [0, 1], [0, 0]]))


def test_a_place_that_only_touches_a_part_is_not_in_it() -> None:
    beside = np.array([shapely.box(200, 0, 300, 100), shapely.LineString([(200, 0), (300, 0)])])

    assert not shares_within(beside, PARTS).any()


def test_no_parts_hold_nothing() -> None:
    assert shares_within(np.array([shapely.Point(0, 0)]), ()).shape == (1, 0)
