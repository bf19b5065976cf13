"""Rings lie around an area, one outside the other, and reach across no barrier."""

import math

import pytest
import shapely

from commonground.core.market import Shape
from commonground.find.design.land import Land, ground

AREA = shapely.box(0, 0, 200, 100)
NOTHING = shapely.Polygon()

ROUND_SHARE = 0.01
"""Corners are drawn as polygons, which are a little smaller than circles."""


def around(reach: float) -> float:
    """Return how much lies within a distance of the area, by hand."""
    return 2 * (200 + 100) * reach + math.pi * reach**2


def rings(land: Land, without: Shape = NOTHING) -> list[Shape]:
    drawn = land.rings(AREA, distances_m=(150.0, 300.0), without=without)
    assert [name for name, _ in drawn] == ["0-150 m", "150-300 m"]
    return [shape for _, shape in drawn]


def test_rings_have_the_area_of_the_formula() -> None:
    inner, outer = rings(Land.of(None))

    assert inner.area == pytest.approx(around(150), rel=ROUND_SHARE)
    assert outer.area == pytest.approx(around(300) - around(150), rel=ROUND_SHARE)


def test_rings_overlap_neither_each_other_nor_what_is_left_out() -> None:
    other = shapely.box(100, 50, 400, 90)

    inner, outer = rings(Land.of(None), without=other)

    for one, two in ((inner, outer), (inner, AREA), (inner, other), (outer, other)):
        assert shapely.intersection(one, two).area == pytest.approx(0, abs=0.1)


def test_the_city_clips_rings() -> None:
    city = shapely.box(-1_000, 0, 1_000, 1_000)

    assert all(city.buffer(0.02).covers(ring) for ring in rings(Land.of(city)))


@pytest.mark.parametrize(
    "barrier",
    [
        shapely.LineString([(-5_000, 150), (5_000, 150)]),
        shapely.box(-5_000, 150, 5_000, 180),
        shapely.MultiLineString([[(-5_000, 150), (0, 150)], [(0, 150), (5_000, 150)]]),
    ],
)
def test_no_ring_reaches_across_a_barrier(barrier: Shape) -> None:
    clipped = rings(Land.of(None, [barrier, shapely.Point(9_000, 9_000)]))

    assert all(ring.bounds[3] <= 150 for ring in clipped)
    assert clipped[0].bounds[1] == pytest.approx(-150, abs=0.02)


def test_ground_behind_a_barrier_counts_where_one_can_walk_around_it() -> None:
    short = shapely.LineString([(90, 120), (110, 120)])

    inner = rings(Land.of(None, [short]))[0]

    assert inner.covers(shapely.Point(100, 130))
    assert not inner.covers(shapely.Point(100, 120))


def test_a_ring_with_nothing_left_is_empty() -> None:
    inner, outer = rings(Land.of(AREA))

    assert inner.is_empty
    assert outer.is_empty


def test_ground_is_drawn_to_the_centimetre_and_in_one_order() -> None:
    ragged = shapely.Polygon([(0, 0), (10.1234, 0), (10.1234, 10), (0, 10)])
    turned = shapely.Polygon([(10.1234, 10), (10.1234, 0), (0, 0), (0, 10)])

    assert ground(ragged).wkb == ground(turned).wkb
    assert ground(ragged).bounds == (0, 0, 10.12, 10)
