"""The ground of a synthetic city is a map: nothing overlaps, and every door is in its block."""

import numpy as np
import pytest
import shapely

from commonground.ingest.synthetic.plan import CityPlan
from commonground.ingest.synthetic.streets import DOORS, Ground, ground

PLAN = CityPlan(columns=30, rows=20)
OVERLAP_SHARE = 1e-6
"""Corners are rounded to 0.1 m alike for all blocks; only the river's edge leaves slivers."""


@pytest.fixture(scope="module")
def land() -> Ground:
    return ground(PLAN, np.random.default_rng(4))


def test_covers_the_ground_once(land: Ground) -> None:
    blocks = land.blocks.geometry

    together = shapely.area(shapely.union_all(blocks))
    assert shapely.is_valid(blocks).all()
    assert shapely.area(blocks).sum() == pytest.approx(together, rel=OVERLAP_SHARE)


def test_leaves_the_river_free(land: Ground) -> None:
    wet = shapely.area(shapely.intersection(land.blocks.geometry, land.river))

    assert wet.max() < 1.0
    assert len(land.blocks) < PLAN.columns * PLAN.rows


def test_has_every_door_inside_its_block(land: Ground) -> None:
    assert land.doors.shape == (len(land.blocks), DOORS, 2)
    doors = shapely.points(land.doors)
    inside = shapely.contains(np.asarray(land.blocks.geometry)[:, None], doors)
    assert inside.all()


def test_keeps_ids_that_do_not_depend_on_chance(land: Ground) -> None:
    other = ground(PLAN, np.random.default_rng(5))

    for one in (land, other):
        known = zip(one.blocks.ids, one.rows, one.columns, strict=True)
        assert all(place == f"B{row:03d}{column:03d}" for place, row, column in known)


def test_names_each_street_once(land: Ground) -> None:
    across = {s for s, i in zip(land.streets, land.segments.ids, strict=True) if i.endswith("E")}
    down = {s for s, i in zip(land.streets, land.segments.ids, strict=True) if i.endswith("S")}

    assert across.isdisjoint(down)
    assert len(across) <= PLAN.rows + 1
    assert down == {s for s in down if s.endswith("Avenue")}
    assert {"1st Avenue", "2nd Avenue", "3rd Avenue", "11th Avenue"} <= down
