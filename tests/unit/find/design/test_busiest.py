"""Ground for controls keeps to one side of every barrier."""

import numpy as np
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from commonground.find.design.busiest import crossed
from commonground.find.design.land import Land
from commonground.find.raster import Raster

SQUARES = 24
RASTER = Raster(west=0.0, south=0.0, step_m=25.0, shape=(SQUARES, SQUARES))

along = st.integers(-10_000, 70_000).map(lambda centimetres: centimetres / 100)


@settings(max_examples=60, deadline=None)
@given(along, along, along, along)
def test_knows_every_square_that_a_barrier_touches(
    x: float, y: float, to_x: float, to_y: float
) -> None:
    assume((x, y) != (to_x, to_y))
    barrier = shapely.LineString([(x, y), (to_x, to_y)])
    row, column = np.divmod(np.arange(SQUARES**2), SQUARES)
    boxes = shapely.box(column * 25.0, row * 25.0, column * 25.0 + 25.0, row * 25.0 + 25.0)

    found = crossed(RASTER, Land.of(None, [barrier]))

    assert set(np.flatnonzero(shapely.crosses(barrier, boxes))) <= set(found)
    assert set(found) <= set(np.flatnonzero(shapely.intersects(barrier, boxes)))


def test_passes_over_barriers_without_length() -> None:
    dot = shapely.LineString([(100.0, 100.0), (100.0, 100.0)])
    river = shapely.LineString([(0.0, 10.0), (600.0, 10.0)])

    found = crossed(RASTER, Land.of(None, [dot, shapely.MultiLineString([dot, river])]))

    assert found.tolist() == list(range(SQUARES))
