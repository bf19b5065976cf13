"""Tests of `ingest.panels.boundaries`: places as a city publishes them, in metres."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from pyproj import CRS, Transformer

from commonground.core.panel import UnknownColumn
from commonground.ingest.files import UnreadableFile
from commonground.ingest.panels.boundaries import Boundaries, UnusableBoundaries, read_boundaries

METRES, FEET = "EPSG:26915", "ESRI:102696"
EAST, NORTH, SIDE = 740_000.0, 4_280_000.0, 500.0

MILLIMETRE = 0.001
"""Coordinates go to degrees and back."""

SQUARES = [shapely.box(EAST + n * SIDE, NORTH, EAST + (n + 1) * SIDE, NORTH + SIDE) for n in (0, 1)]


def turned(shapes: Sequence[shapely.Geometry], *, to: str) -> list[shapely.Geometry]:
    turn = Transformer.from_crs(METRES, to, always_xy=True)
    return [
        shapely.transform(one, lambda xy: np.column_stack(turn.transform(*xy.T))) for one in shapes
    ]


IN_DEGREES = turned(SQUARES, to="EPSG:4326")


def geojson(
    folder: Path, shapes: Sequence[shapely.Geometry | None], *, name: str = "places.geojson"
) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"nhood": f"N{at}", "people": 10 * at},
            "geometry": None if one is None else json.loads(shapely.to_geojson(one)),
        }
        for at, one in enumerate(shapes)
    ]
    file = folder / name
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return file


def geoparquet(
    folder: Path,
    shapes: Sequence[object],
    *,
    said: Mapping[str, object] | None,
    column: str = "geometry",
) -> Path:
    table = pa.table(
        {"nhood": ["N0", "N1"], "people": [0, 10], column: shapely.to_wkb(np.array(shapes))}
    )
    if said is not None:
        geo = {"version": "1.0.0", "primary_column": column, "columns": {column: said}}
        table = table.replace_schema_metadata({"geo": json.dumps(geo)})
    file = folder / "places.parquet"
    pq.write_table(table, file)
    return file


def assert_squares(found: Boundaries) -> None:
    assert found.places.ids == ("N0", "N1")
    assert found.places.geometry is not None
    differ = shapely.hausdorff_distance(found.places.geometry, np.array(SQUARES))
    assert differ.max() < MILLIMETRE
    assert found.columns.to_dict("list") == {"people": [0, 10]}


def test_reads_geojson(tmp_path: Path) -> None:
    file = geojson(tmp_path, IN_DEGREES)

    assert_squares(read_boundaries(file, place="nhood", crs=METRES))


def named(file: Path, system: str) -> Path:
    said = json.loads(file.read_text())
    file.write_text(json.dumps(said | {"crs": {"type": "name", "properties": {"name": system}}}))
    return file


@pytest.mark.parametrize("system", ["EPSG:26915", "urn:ogc:def:crs:EPSG::26915"])
def test_reads_geojson_in_the_system_that_it_names(tmp_path: Path, system: str) -> None:
    found = read_boundaries(named(geojson(tmp_path, SQUARES), system), place="nhood", crs=METRES)

    assert shapely.equals_exact(found.places.geometry, np.array(SQUARES), MILLIMETRE).all()


@pytest.mark.parametrize(
    ("system", "said"),
    [
        (None, r"cannot be those of EPSG:4326; the first is 740500, 4280000"),
        ("EPSG:1", "a coordinate system that nobody knows: EPSG:1"),
    ],
)
def test_refuses_geojson_in_a_system_that_it_does_not_name(
    tmp_path: Path, system: str | None, said: str
) -> None:
    file = geojson(tmp_path, SQUARES)
    with pytest.raises(UnusableBoundaries, match=said):
        read_boundaries(named(file, system) if system else file, place="nhood", crs=METRES)


def test_reads_geojson_with_a_mark_of_its_encoding(tmp_path: Path) -> None:
    file = geojson(tmp_path, IN_DEGREES, name="places.JSON")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())

    assert_squares(read_boundaries(file, place="nhood", crs=METRES))


def test_reads_geoparquet_in_the_system_that_it_names(tmp_path: Path) -> None:
    said = {"encoding": "WKB", "crs": CRS.from_user_input(FEET).to_json_dict()}
    file = geoparquet(tmp_path, turned(SQUARES, to=FEET), said=said, column="shape")

    assert_squares(read_boundaries(file, place="nhood", crs=METRES))


def test_takes_geoparquet_without_a_system_for_degrees(tmp_path: Path) -> None:
    file = geoparquet(tmp_path, IN_DEGREES, said={"encoding": "WKB"})

    assert_squares(read_boundaries(file, place="nhood", crs=METRES))


@pytest.mark.parametrize("shapes", [SQUARES, IN_DEGREES], ids=["metres", "degrees"])
def test_tells_metres_from_degrees_where_a_file_says_nothing(
    tmp_path: Path, shapes: list[shapely.Geometry]
) -> None:
    file = geoparquet(tmp_path, shapes, said=None)

    assert_squares(read_boundaries(file, place="nhood", crs=METRES))


def test_reads_numbers_of_places_as_text(tmp_path: Path) -> None:
    file = geojson(tmp_path, IN_DEGREES)

    assert read_boundaries(file, place="people", crs=METRES).places.ids == ("0", "10")


def test_mends_a_boundary_that_crosses_itself(tmp_path: Path) -> None:
    bow = shapely.Polygon([(-90.2, 38.6), (-90.1, 38.7), (-90.1, 38.6), (-90.2, 38.7)])
    found = read_boundaries(geojson(tmp_path, [bow]), place="nhood", crs=METRES)

    assert found.places.geometry is not None
    assert shapely.is_valid(found.places.geometry).all()


def test_reads_lines_as_segments(tmp_path: Path) -> None:
    line = shapely.LineString([(-90.2, 38.6), (-90.2, 38.601)])
    found = read_boundaries(geojson(tmp_path, [line]), place="nhood", crs=METRES, kind="segment")

    assert found.places.kind == "segment"
    assert found.places.geometry is not None
    assert shapely.length(found.places.geometry)[0] == pytest.approx(111, abs=1)


def test_names_the_columns_there_are_where_one_is_missing(tmp_path: Path) -> None:
    with pytest.raises(UnknownColumn, match=r"no column 'place'; there are nhood, people"):
        read_boundaries(geojson(tmp_path, IN_DEGREES), place="place", crs=METRES)


@pytest.mark.parametrize("shape", [None, shapely.Polygon()])
def test_refuses_a_place_without_a_boundary(tmp_path: Path, shape: shapely.Geometry | None) -> None:
    with pytest.raises(UnusableBoundaries, match="1 places have no geometry, the first is 'N1'"):
        read_boundaries(geojson(tmp_path, [IN_DEGREES[0], shape]), place="nhood", crs=METRES)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("places.geojson", "{", "cannot be read as boundaries"),
        ("places.geojson", "[]", "cannot be read as boundaries"),
        ("places.geojson", '{"type": "FeatureCollection"}', "cannot be read as boundaries"),
        ("places.geojson", "<html></html>", "cannot be read as boundaries"),
        ("places.parquet", "PAR1", "cannot be read as boundaries"),
        ("places.shp", "x", r"of no known kind; boundaries end in \.geojson"),
    ],
)
def test_refuses_what_holds_no_boundaries(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    (tmp_path / name).write_text(content)

    with pytest.raises(UnreadableFile, match=said):
        read_boundaries(tmp_path / name, place="nhood", crs=METRES)


def test_refuses_parquet_without_geometry(tmp_path: Path) -> None:
    file = tmp_path / "places.parquet"
    pd.DataFrame({"nhood": ["a"]}).to_parquet(file)

    with pytest.raises(UnreadableFile, match="cannot be read as boundaries"):
        read_boundaries(file, place="nhood", crs=METRES)


def test_refuses_a_file_without_places(tmp_path: Path) -> None:
    file = tmp_path / "places.geojson"
    file.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")

    with pytest.raises(UnusableBoundaries, match="holds no places"):
        read_boundaries(file, place=None, crs=METRES)


def test_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="There is no file"):
        read_boundaries(tmp_path / "places.geojson", place="nhood", crs=METRES)
