"""Tests of `ingest.cleaning.positions`, by way of the rows that are cleaned."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer

from commonground.ingest.cities.city_file import CityFile
from commonground.ingest.cleaning.positions import box_of
from commonground.ingest.cleaning.rows import LOCATED, MISSING, OUTSIDE
from tests.unit.ingest.cleaning.conftest import Clean

WHEN = "2015-03-04 10:00"
METRES = "EPSG:26915"
FEET = "ESRI:102696"
ST_LOUIS = (-90.42, 38.50, -89.96, 38.84)

MILLIMETRE = 0.001
"""Positions are rounded to it; half of it either way, and PROJ's own last digits."""

DEGREES = {"longitude": "x", "latitude": "y"}


def placed(
    clean: Clean, points: Sequence[tuple[object, object]], position: object = None, **more: object
) -> pd.DataFrame:
    """Clean rows at points."""
    columns = {
        "when": [WHEN] * len(points),
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
    }
    return clean(columns, {"moment": "when", "position": position or DEGREES}, **more)


def in_metres(x: ArrayLike, y: ArrayLike, *, crs: str) -> NDArray[np.float64]:
    return np.array(Transformer.from_crs(crs, METRES, always_xy=True).transform(x, y))


def test_puts_degrees_into_metres(clean: Clean) -> None:
    east, north = [-90.2, -90.31234567], [38.6, 38.61234567]
    rows = placed(clean, list(zip(map(str, east), map(str, north), strict=True)))

    assert rows["place_known"].tolist() == [LOCATED] * 2
    found = rows[["x_m", "y_m"]].to_numpy(float).T
    np.testing.assert_allclose(found, in_metres(east, north, crs="EPSG:4326"), atol=MILLIMETRE)


@pytest.mark.parametrize("kind", [str, float])
def test_puts_feet_of_the_state_plane_into_metres(clean: Clean, kind: type) -> None:
    random = np.random.default_rng(2)
    east = random.uniform(880_000, 910_000, 200).round(4)
    north = random.uniform(1_000_000, 1_040_000, 200).round(4)
    points = [(kind(x), kind(y)) for x, y in zip(east, north, strict=True)]
    rows = placed(clean, points, {"x": "x", "y": "y", "crs": FEET}, bounds=ST_LOUIS)

    assert rows["place_known"].tolist() == [LOCATED] * 200
    found = rows[["x_m", "y_m"]].to_numpy(float).T
    np.testing.assert_allclose(found, in_metres(east, north, crs=FEET), atol=MILLIMETRE)


POINTS = (
    "POINT (-90.2 38.6)",
    "point(-90.2 38.6)",
    "POINT(-90.20  38.60)",
    "(38.6, -90.2)",
    "38.6,-90.2",
    " (38.6 , -90.2) ",
    '{"type": "Point", "coordinates": [-90.2, 38.6]}',
    '{"coordinates":[-90.2,38.6,120.5],"type":"Point"}',
    '{"latitude": "38.6", "longitude": "-90.2"}',
    """{'longitude': '-90.2', 'human_address': '', 'latitude': '38.6'}""",
    '{"lat": 38.6, "lon": -90.2}',
    "POINT (-9.02e1 3.86E1)",
)


def test_reads_a_point_in_one_column_however_it_is_written(clean: Clean) -> None:
    rows = clean(
        {"when": [WHEN] * len(POINTS), "point": POINTS},
        {"moment": "when", "position": {"point": "point"}},
    )

    x, y = in_metres([-90.2], [38.6], crs="EPSG:4326")
    np.testing.assert_allclose(
        rows["x_m"].to_numpy(float), np.repeat(x, len(POINTS)), atol=MILLIMETRE
    )
    np.testing.assert_allclose(
        rows["y_m"].to_numpy(float), np.repeat(y, len(POINTS)), atol=MILLIMETRE
    )


@pytest.mark.parametrize(
    "written", ["", "NaN", "POINT EMPTY", "POINT (0 0)", "(0.0, 0.0)", "5TH ST / ELM ST", "{}"]
)
def test_finds_no_place_in_a_point_that_is_none(clean: Clean, written: str) -> None:
    row = clean(
        {"when": [WHEN], "point": [written]}, {"moment": "when", "position": {"point": "point"}}
    ).iloc[0]

    assert (row["place_known"], row["x_m"], row["y_m"]) == (MISSING, None, None)


UNKNOWN: Mapping[str, tuple[object, object]] = {
    "zeros": ("0", "0"),
    "zeros with decimals": ("0.000", "-0.0"),
    "NaN as text": ("NaN", "nan"),
    "one NaN": ("-90.2", "NaN"),
    "nothing": ("", ""),
    "nothing at all": (None, None),
    "words": ("UNKNOWN", "n/a"),
    "no number": ("-90.2 W", "38.6 N"),
    "infinity": ("inf", "-inf"),
    "a mark of the agency": ("-999", "-999"),
    "a mark of the agency, otherwise written": ("-999.00", "-9.99e2"),
    "a point of the agency": ("-90.25", "38.65"),
}


def test_knows_the_marks_of_an_unknown_place(clean: Clean) -> None:
    position = DEGREES | {"missing": [[-999, -999], [-90.25, 38.65]]}
    rows = placed(clean, [*UNKNOWN.values(), ("-90.25", "38.66")], position, bounds=ST_LOUIS)

    known = dict(zip((*UNKNOWN, "a place"), rows["place_known"], strict=True))
    assert known == dict.fromkeys(UNKNOWN, MISSING) | {"a place": LOCATED}
    assert rows["reason"].tolist() == [None] * len(rows)
    assert rows["x_m"].tolist()[:-1] == [None] * len(UNKNOWN)


def test_keeps_a_row_outside_the_city_without_its_place(clean: Clean) -> None:
    rows = placed(
        clean, [(-90.2, 38.6), (-90.5, 38.6), (-122.4, 37.7), (38.6, -90.2)], bounds=ST_LOUIS
    )

    assert rows["place_known"].tolist() == [LOCATED, OUTSIDE, OUTSIDE, OUTSIDE]
    assert rows["reason"].tolist() == [None] * 4
    assert rows["x_m"].isna().tolist() == [False, True, True, True]


def test_takes_the_area_of_the_coordinate_system_for_bounds(clean: Clean) -> None:
    rows = placed(clean, [(-95.9, 38.6), (-90.1, 38.6), (-96.5, 38.6), (-89.0, 38.6)])

    assert rows["place_known"].tolist() == [LOCATED, LOCATED, OUTSIDE, OUTSIDE]


def test_bounds_a_city_in_metres() -> None:
    said = {
        "city": "X",
        "time_zone": "America/Chicago",
        "crs": METRES,
        "bounds": ST_LOUIS,
        "layouts": [{"name": "one", "moment": "when"}],
    }
    box = box_of(CityFile.model_validate(said))

    west, south, east, north = ST_LOUIS
    x, y = in_metres([west, west, east, east], [south, north, south, north], crs="EPSG:4326")
    assert box.west <= min(x) + MILLIMETRE
    assert box.east >= max(x) - MILLIMETRE
    assert box.south <= min(y) + MILLIMETRE
    assert box.north >= max(y) - MILLIMETRE


def test_says_nothing_of_places_where_the_city_file_names_none(clean: Clean) -> None:
    row = clean({"when": [WHEN]}, {"moment": "when"}).iloc[0]

    assert (row["place_known"], row["x_m"], row["booked_at"]) == (MISSING, None, None)


JAIL = {"name": "Jail", "longitude": -90.2, "latitude": 38.6, "radius_m": 40}
COURT = {"name": "Court", "locations": ["800 Block of Bryant", "1200 BLOCK CLARK"]}
NORTHWARDS = 111_000
"""Metres of a degree of latitude, nearly."""


def test_marks_what_is_recorded_at_an_institution_by_its_radius(clean: Clean) -> None:
    metres = (0, 38, 42)
    points = [(-90.2, 38.6 + north / NORTHWARDS) for north in metres]
    rows = placed(clean, points, institutions=[JAIL])

    assert rows["booked_at"].tolist() == ["Jail", "Jail", None]


def test_marks_what_is_recorded_at_an_institution_by_its_address(clean: Clean) -> None:
    where = ["800 BLOCK OF BRYANT ST", "1234 CLARK AV", "850 BRYANT ST", None]
    columns = {"when": [WHEN] * 4, "where": where, "x": ["0"] * 4, "y": ["0"] * 4}
    layout = {"moment": "when", "location": "where", "position": DEGREES}
    rows = clean(columns, layout, institutions=[JAIL, COURT])

    assert rows["booked_at"].tolist() == ["Court", "Court", None, None]


def test_takes_the_first_institution_of_two_at_one_place(clean: Clean) -> None:
    rows = placed(clean, [(-90.2, 38.6)], institutions=[JAIL, JAIL | {"name": "Hospital"}])

    assert rows["booked_at"].tolist() == ["Jail"]


def test_takes_what_no_projection_reaches_for_outside(clean: Clean) -> None:
    rows = placed(clean, [(-90.2, 38.6), (-90.3, 38.6), (999.0, 999.0)], bounds=ST_LOUIS)

    assert rows["place_known"].tolist() == [LOCATED, LOCATED, OUTSIDE]
    assert rows["x_m"].isna().tolist() == [False, False, True]
