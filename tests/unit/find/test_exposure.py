"""Exposure, held to what a ruler gives."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from commonground.core.market import Market
from commonground.find.definition import Definition, Drawing
from commonground.find.exposure import (
    Layer,
    UnusableLayer,
    column_of,
    exposures_of,
    require_layers,
)
from commonground.find.records import Records, records_of
from tests.unit.find.made_up import MARKET, SOUTH, WEST, city

ROUNDED = 0.5
"""Counts are whole."""

PLACE = shapely.box(500_000, 4_000_000, 500_200, 4_000_200)


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """Return a rectangle, in metres from the place's south-west corner."""
    return shapely.box(500_000 + west, 4_000_000 + south, 500_000 + east, 4_000_000 + north)


def points(*at: tuple[float, float]) -> np.ndarray:
    return np.array([shapely.Point(500_000 + x, 4_000_000 + y) for x, y in at])


def near(layer: Layer) -> float:
    return float(layer.within(300.0, of=np.array([PLACE]))[0])


def market(boundary: shapely.Geometry, key: str = "E1") -> Market:
    empty: dict[str, Any] = {"streets": (), "numbers": {}, "criteria": ()}
    return Market(
        id=key, name=key, tier="candidate", boundary=boundary, extent=boundary, firm=boundary,
        **empty,
    )  # fmt: skip


def test_counts_points_up_to_the_distance_and_no_farther() -> None:
    inside, at_300, beyond, corner_in, corner_out = (
        (100, 100), (500, 100), (500.01, 100), (411, 411), (413, 413),
    )  # fmt: skip

    layer = Layer("schools", points(inside, at_300, beyond, corner_in, corner_out))

    assert near(layer) == 3


def test_adds_up_the_counts_of_points() -> None:
    layer = Layer("pupils", points((100, 100), (300, 0), (900, 0)), np.array([250.0, 40, 7]))

    assert near(layer) == 290


def test_shares_out_a_polygon_by_its_area() -> None:
    half, all_of_it, none = box(200, 50, 800, 150), box(0, 0, 50, 50), box(600, 0, 700, 100)
    layer = Layer("homes", np.array([half, all_of_it, none]), np.array([100.0, 8, 30]))

    assert near(layer) == 50 + 8


def test_goes_round_corners_with_a_circle() -> None:
    corner = box(200, 200, 500, 500)

    layer = Layer("homes", np.array([corner]), np.array([10_000.0]))

    assert near(layer) == pytest.approx(10_000 * np.pi / 4, rel=1e-3)


@given(st.integers(0, 5_000), st.floats(0.05, 0.95), st.floats(-400, 500))
def test_counts_the_same_however_a_polygon_is_cut(count: int, cut: float, west: float) -> None:
    edge = west + cut * 600
    whole = Layer("homes", np.array([box(west, 0, west + 600, 400)]), np.array([float(count)]))
    parts = np.array([box(west, 0, edge, 400), box(edge, 0, west + 600, 400)])

    cut_up = Layer("homes", parts, count * np.array([cut, 1 - cut]))

    assert near(cut_up) == pytest.approx(near(whole), abs=2 * ROUNDED)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"shapes": np.array([])}, "has no features"),
        ({"shapes": np.array([PLACE])}, "polygons need a column with their counts"),
        ({"shapes": np.array([shapely.LineString([(0, 0), (9, 9)])])}, "is a LineString"),
        ({"shapes": np.array([*points((0, 0)), PLACE])}, "feature 2 is a Polygon.*two layers"),
        ({"counts": np.array([1.0, np.nan])}, "1 features have no count, the first is feature 2"),
        ({"counts": np.array([-999.0, 1.0])}, "feature 1 has a count of -999"),
        ({"counts": np.array([1.0])}, "1 counts were given for 2 features"),
        ({"name": "2nd"}, "cannot be called '2nd'"),
        ({"name": "a" * 41}, "at most 40"),
        ({"name": 'x"; drop'}, "cannot be called"),
    ],
)
def test_refuses_a_layer_that_nothing_can_be_counted_in(changes: dict[str, Any], says: str) -> None:
    usable = Layer("schools", points((0, 0), (1, 1)))

    with pytest.raises(UnusableLayer, match=says):
        replace(usable, **changes)


def test_gives_a_row_for_each_place_and_layer() -> None:
    places = [market(PLACE), market(shapely.transform(PLACE, lambda at: at + 5_000), "E2")]
    schools = Layer("schools", points((0, 0), (5_100, 5_100), (5_200, 5_200)))
    homes = Layer("homes", np.array([box(0, 0, 10, 10)]), np.array([5.0]), people=True)

    table = exposures_of(places, [schools, homes])

    assert table.to_dict("records") == [
        dict(zip(table.columns, row, strict=True))
        for row in [
            ("E1", "schools", 1, False, False),
            ("E2", "schools", 2, False, False),
            ("E1", "homes", 5, True, True),
            ("E2", "homes", 0, True, True),
        ]
    ]


@pytest.mark.parametrize(("places", "layers"), [(0, 1), (1, 0)])
def test_has_no_row_without_places_or_layers(places: int, layers: int) -> None:
    table = exposures_of([market(PLACE)] * places, [Layer("schools", points((0, 0)))] * layers)

    assert list(table.columns) == ["market", "layer", "count", "people", "apportioned"]
    assert table.empty


@pytest.fixture(scope="module")
def records() -> Records:
    return records_of(city(MARKET), definition=Definition(), drawing=Drawing())


def test_refuses_a_layer_of_another_city(records: Records) -> None:
    elsewhere = Layer("schools", points((90_000, 0)))

    with pytest.raises(UnusableLayer, match="none of its 1 features lies in the city"):
        require_layers([elsewhere], records=records)


def test_takes_a_layer_that_reaches_beyond_the_city(records: Records) -> None:
    shapes = np.array([shapely.Point(WEST, SOUTH), shapely.Point(0, 0)])

    require_layers([Layer("schools", shapes)], records=records)


def test_refuses_two_layers_that_a_column_cannot_tell_apart(records: Records) -> None:
    one, other = (Layer(name, points((100, 100))) for name in ("bus stops", "Bus-Stops"))

    with pytest.raises(UnusableLayer, match="Two layers are called Bus-Stops"):
        require_layers([one, other], records=records)


def test_calls_a_column_after_its_layer() -> None:
    assert column_of("Bus stops-A") == "bus_stops_a"
