"""GeoJSON is as RFC 7946 asks: degrees, outer rings counterclockwise, one feature a place."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer
from shapely.geometry import shape

from commonground.report.market_report.content import Content
from commonground.report.market_report.degrees import degrees
from commonground.report.market_report.geography import (
    FILES,
    markets_geojson,
    properties,
    write_geography,
)
from tests.unit.report.market_report.made_up import CRS, market

TO_DEGREES = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)
TO_METRES = Transformer.from_crs("EPSG:4326", CRS, always_xy=True)

CLOSE_M2 = 0.05
"""Square metres by which an area may differ: degrees are rounded to about a centimetre."""


def to_metres(at: np.ndarray) -> np.ndarray:
    return np.column_stack(TO_METRES.transform(at[:, 0], at[:, 1]))


@pytest.mark.parametrize("layer", FILES)
def test_writes_one_feature_a_place(content: Content, folder: Path, layer: str) -> None:
    told = json.loads((folder / FILES[layer]).read_text("utf-8"))

    assert told["type"] == "FeatureCollection"
    assert "crs" not in told
    assert [one["id"] for one in told["features"]] == ["E3", "E1", "E2", "E4", "E5"]
    assert told == json.loads(json.dumps(markets_geojson(content, layer=layer), allow_nan=False))


def test_comes_back_to_the_same_metres(content: Content) -> None:
    for feature, place in zip(markets_geojson(content)["features"], content.places, strict=True):
        turned = shapely.transform(
            shape(feature["geometry"]),
            to_metres,
        )
        assert turned.symmetric_difference(place.market.boundary).area < CLOSE_M2 * 1_000
        longitude, latitude = shape(feature["geometry"]).centroid.coords[0]
        assert longitude == pytest.approx(-122.41, abs=0.02)
        assert latitude == pytest.approx(37.77, abs=0.02)


def test_rounds_degrees_and_turns_outer_rings_counterclockwise() -> None:
    outer = [(551_000, 4_180_000), (551_000, 4_180_100), (551_100, 4_180_100), (551_100, 4_180_000)]
    inner = [(551_040, 4_180_040), (551_060, 4_180_040), (551_060, 4_180_060), (551_040, 4_180_060)]
    clockwise = shapely.MultiPolygon([shapely.Polygon(outer, [inner])])

    (turned,) = degrees(clockwise, TO_DEGREES).geoms

    assert turned.exterior.is_ccw
    assert not turned.interiors[0].is_ccw
    assert all(round(number, 7) == number for point in turned.exterior.coords for number in point)


def test_gives_a_place_without_a_firm_part_no_geometry(content: Content) -> None:
    firm = markets_geojson(content, layer="firm")["features"]

    assert [one["geometry"] is None for one in firm] == [False, False, False, False, True]


def test_has_criteria_flat_and_as_objects(content: Content) -> None:
    feature = markets_geojson(content)["features"][2]["properties"]

    assert (feature["volume"], feature["volume_answer"]) == (0.5, "meets")
    assert (feature["one_day"], feature["one_day_answer"]) == (0.5, "meets")
    assert (feature["institution"], feature["institution_answer"]) == (None, "cannot know")
    assert feature["part"] == "boundaries"
    assert feature["criteria"][0]["name"] == "density"
    assert len(feature["criteria"]) == len(content.places[2].market.criteria)


def test_withholds_small_counts_of_people_and_says_what_a_market_is(content: Content) -> None:
    told = markets_geojson(content)

    assert all(one["properties"]["overdoses"] is None for one in told["features"])
    assert "only if its tier is confirmed" in str(told["note"])
    assert told["caveats"] == list(content.found.caveats)


@given(st.integers(min_value=-1_000, max_value=1_000), st.integers(min_value=1, max_value=400))
def test_keeps_the_area_of_a_square_wherever_it_lies(shift: int, side: int) -> None:
    square = shapely.box(551_000 + shift, 4_180_000, 551_000 + shift + side, 4_180_000 + side)

    turned = shapely.transform(
        degrees(square, TO_DEGREES),
        to_metres,
    )

    assert turned.area == pytest.approx(square.area, abs=CLOSE_M2 * side)
    assert turned.exterior.is_ccw


def test_writes_the_same_bytes_again(content: Content, folder: Path, tmp_path: Path) -> None:
    for file in write_geography(content, tmp_path):
        assert file.read_bytes() == (folder / file.name).read_bytes()


def test_writes_a_city_without_places(content: Content, tmp_path: Path) -> None:
    none = replace(content, found=replace(content.found, markets=()))

    files = write_geography(none, tmp_path)

    assert json.loads(files[0].read_text("utf-8"))["features"] == []


def test_knows_the_same_of_every_place(content: Content) -> None:
    keys = {tuple(properties(place)) for place in content.places}

    assert len(keys) == 1
    assert market("E1", "Elm", "candidate").id == "E1"
