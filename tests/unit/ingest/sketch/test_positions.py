"""Positions are found by name and number, and doubted where they should be."""

from collections.abc import Callable, Sequence

import pytest

from commonground.ingest.cleaning.positions import DEGREES, transformer
from commonground.ingest.sketch.looking import Look
from commonground.ingest.sketch.positions import Where, position_of

Looked = Callable[..., Look]
ROWS = 50
LONGITUDES = [-90.30 + at / 500 for at in range(ROWS)]
LATITUDES = [38.55 + at / 500 for at in range(ROWS)]
STATE_PLANE = transformer(DEGREES, "EPSG:2227")
UTM = transformer(DEGREES, "EPSG:26915")
CLOSE_DEGREES = 0.001


def found(looked: Looked, columns: dict[str, Sequence[object]]) -> Where:
    where = position_of(looked({**columns, "b": ["x"] * ROWS}))
    assert where is not None
    return where


def plane(longitudes: Sequence[float], latitudes: Sequence[float]) -> tuple[list[str], list[str]]:
    x, y = UTM.transform(longitudes, latitudes)
    return [f"{one:.1f}" for one in x], [f"{one:.1f}" for one in y]


@pytest.mark.parametrize(
    ("east", "north"),
    [
        ("longitude", "latitude"),
        ("lng", "lat"),
        ("X", "Y"),
        ("GeoX", "GeoY"),
        ("Incident Longitude", "Incident Latitude"),
        ("field 1", "field 2"),
    ],
)
def test_finds_degrees(looked: Looked, east: str, north: str) -> None:
    where = found(looked, {north: LATITUDES, east: LONGITUDES})

    assert (where.columns, where.kind, where.checks) == ((east, north), "degrees", ())
    assert where.bounds is not None
    assert where.bounds[0] < LONGITUDES[0] < LONGITUDES[-1] < where.bounds[2]
    assert where.within == where.filled == ROWS


def test_notices_that_the_two_are_swapped(looked: Looked) -> None:
    where = found(looked, {"longitude": LATITUDES, "latitude": LONGITUDES})

    assert where.columns == ("latitude", "longitude")
    assert "against their names" in where.checks[0]


@pytest.mark.parametrize(
    "form", ["POINT ({0} {1})", "({1}, {0})", '{{"type": "Point", "coordinates": [{0}, {1}]}}']
)
def test_finds_points_in_one_column(looked: Looked, form: str) -> None:
    points = [form.format(*at) for at in zip(LONGITUDES, LATITUDES, strict=True)]

    where = found(looked, {"the_geom": points})

    assert (where.columns, where.kind) == (("the_geom",), "point")
    assert where.centre is not None
    assert where.centre[0] == pytest.approx(-90.25, abs=0.05)


def test_says_that_points_are_the_other_way_round(looked: Looked) -> None:
    points = [f"POINT ({y} {x})" for x, y in zip(LONGITUDES, LATITUDES, strict=True)]

    assert "the other way round" in found(looked, {"the_geom": points}).checks[0]


def test_counts_no_place_at_zero(looked: Looked) -> None:
    where = found(looked, {"lon": [0, *LONGITUDES[1:]], "lat": [0, *LATITUDES[1:]]})

    assert where.filled == ROWS - 1
    assert where.missing == ()


def test_finds_marks_of_an_unknown_place(looked: Looked) -> None:
    far = 4

    where = found(
        looked,
        {"lon": [-91.686] * far + LONGITUDES[far:], "lat": [30.619] * far + LATITUDES[far:]},
    )

    assert where.missing == ((-91.686, 30.619, far),)
    assert where.filled == ROWS - far
    assert where.bounds is not None
    assert where.bounds[1] > 31


def test_asks_for_the_system_of_feet(looked: Looked) -> None:
    x, y = STATE_PLANE.transform([-122.4] * ROWS, [37.7 + at / 1000 for at in range(ROWS)])

    where = found(looked, {"XCoord": x, "YCoord": y})

    assert (where.kind, where.crs, where.bounds) == ("plane", None, None)
    assert "ask the publisher" in where.checks[0]


def test_knows_the_system_where_degrees_stand_beside(looked: Looked) -> None:
    x, y = plane(LONGITUDES, LATITUDES)
    few = 10

    where = found(
        looked,
        {
            "x_coord": x,
            "y_coord": y,
            "lon": LONGITUDES[:few] + [""] * (ROWS - few),
            "lat": LATITUDES[:few] + [""] * (ROWS - few),
        },
    )

    assert (where.columns, where.crs) == (("x_coord", "y_coord"), "EPSG:26915")
    assert where.longitude[-1] == pytest.approx(LONGITUDES[-1], abs=CLOSE_DEGREES)


def test_prefers_degrees_where_both_are_full(looked: Looked) -> None:
    x, y = plane(LONGITUDES, LATITUDES)

    where = found(looked, {"X": x, "Y": y, "lon": LONGITUDES, "lat": LATITUDES})

    assert where.columns == ("lon", "lat")


def test_knows_the_metres_of_a_web_map(looked: Looked) -> None:
    x, y = transformer(DEGREES, "EPSG:3857").transform(LONGITUDES, LATITUDES)

    where = found(looked, {"x": x, "y": y})

    assert where.crs == "EPSG:3857"
    assert where.longitude[0] == pytest.approx(LONGITUDES[0], abs=CLOSE_DEGREES)


@pytest.mark.parametrize(
    "columns",
    [
        {"a": ["x"] * ROWS},
        {"lon": [""] * ROWS, "lat": [""] * ROWS},
        {"lon": [0] * ROWS, "lat": [0] * ROWS},
        {"the_geom": ["POINT (0 0)"] * ROWS},
        {"Beat": list(range(ROWS)), "District": list(range(ROWS))},
    ],
)
def test_finds_nothing_where_there_is_nothing(
    looked: Looked, columns: dict[str, Sequence[object]]
) -> None:
    assert position_of(looked({**columns, "b": ["x"] * ROWS})) is None
