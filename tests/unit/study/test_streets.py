"""The streets of a city, out of files of any make."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely

from commonground.core.panel import UnknownColumn
from commonground.find.network import UnusableStreets
from commonground.ingest.files.rows import UnreadableFile
from commonground.ingest.panels.boundaries import UnusableBoundaries
from commonground.study.streets import Streets, read_streets
from tests.unit.find.made_up import SOUTH, WEST
from tests.unit.find.made_up_streets import grid, line

CRS = "EPSG:26910"
CITY = shapely.box(WEST, SOUTH, WEST + 3_000, SOUTH + 3_000)
PROJECTED_M = 1e-3
"""GeoJSON is written to nine decimals of a degree, a tenth of a millimetre."""


def _in_degrees(shapes: np.ndarray) -> np.ndarray:
    turn = pyproj.Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)
    return shapely.transform(shapes, lambda xy: np.column_stack(turn.transform(*xy.T)))


def _geojson(file: Path, shapes: np.ndarray, columns: dict[str, list[object]]) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {name: values[at] for name, values in columns.items()},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for at, shape in enumerate(_in_degrees(shapes))
    ]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return file


def _read(file: Path, name: str | None = None) -> Streets:
    return read_streets(file, crs=CRS, within=CITY, name=name)


def test_reads_lines_in_degrees_with_their_names(tmp_path: Path) -> None:
    drawn, names = grid(across=3, down=3)
    several = np.array([shapely.MultiLineString([drawn[0], drawn[1]]), *drawn[2:]], dtype=object)

    streets = _read(_geojson(tmp_path / "s.geojson", several, {"name": [*names[1:]]}))

    assert streets.names == tuple(names[1:])
    assert shapely.hausdorff_distance(streets.lines, several).max() < PROJECTED_M
    assert streets.notes == ()
    assert len(streets.segments()) == 4 * 3 * 2


def test_reads_parquet_in_the_citys_metres(tmp_path: Path) -> None:
    drawn, names = grid(across=3, down=3)
    frame = pd.DataFrame({"street": names, "geometry": shapely.to_wkb(shapely.force_3d(drawn))})
    frame.to_parquet(tmp_path / "s.parquet")

    streets = _read(tmp_path / "s.parquet")

    assert streets.names == tuple(names)
    assert len(streets.segments()) == 4 * 3 * 2


@pytest.mark.parametrize(
    ("columns", "name", "expected"),
    [
        ({"street": ["a"], "FULL_NAME": ["b"], "name": ["c"]}, None, "b"),
        ({"ST_NAME": ["a"], "Street": ["b"]}, None, "a"),
        ({"name": [None], "STREETNAME": [" b "]}, None, "b"),
        ({"name": [["a", "b"]], "label": ["c"]}, None, "c"),
        ({"name": ["a"], "way": ["b"]}, "way", "b"),
        ({"way": ["a"]}, None, ""),
        ({}, None, ""),
    ],
)
def test_takes_the_column_that_names_streets(
    columns: dict[str, list[object]], name: str | None, expected: str, tmp_path: Path
) -> None:
    file = _geojson(tmp_path / "s.json", np.array([line((0, 0), (99, 0))]), columns)

    assert _read(file, name).names == (expected,)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("road", "has no column 'road'; there are number, way"),
        ("number", "Column 'number' of s.json holds no text"),
    ],
)
def test_refuses_a_column_that_names_nothing(name: str, says: str, tmp_path: Path) -> None:
    drawn = np.array([line((0, 0), (99, 0))])
    file = _geojson(tmp_path / "s.json", drawn, {"number": [3], "way": ["a"]})

    with pytest.raises(UnknownColumn, match=says):
        _read(file, name)


def test_leaves_out_streets_beyond_the_city_and_says_so(tmp_path: Path) -> None:
    drawn = np.array(
        [line((0, 0), (99, 0)), line((3_050, 0), (3_090, 0)), line((9_000, 0), (9_500, 0))]
    )

    streets = _read(_geojson(tmp_path / "s.json", drawn, {"name": ["a", "b", "c"]}))

    assert streets.names == ("a", "b")
    assert streets.segments().notes == ("1 of 3 streets lie beyond the city and were left out.",)


def test_refuses_the_streets_of_another_city(tmp_path: Path) -> None:
    file = _geojson(tmp_path / "s.json", np.array([line((9_000, 0), (9_500, 0))]), {})

    with pytest.raises(UnusableStreets, match=r"None of the 1 streets of s\.json lies in"):
        _read(file)


def test_refuses_what_is_no_line(tmp_path: Path) -> None:
    file = _geojson(tmp_path / "s.json", np.array([line((0, 0), (9, 0)), CITY]), {})

    with pytest.raises(UnusableStreets, match="the first is number 2, Polygon"):
        _read(file).segments()


def test_reads_a_line_that_comes_to_nothing(tmp_path: Path) -> None:
    drawn = np.array([line((0, 0), (90, 0)), line((5, 5), (5, 5))])

    assert len(_read(_geojson(tmp_path / "s.json", drawn, {})).segments()) == 1


def test_refuses_a_file_without_streets(tmp_path: Path) -> None:
    file = _geojson(tmp_path / "s.json", np.array([], dtype=object), {})

    with pytest.raises(UnusableBoundaries, match=r"s\.json holds no place"):
        _read(file)
    with pytest.raises(UnreadableFile, match="There is no file"):
        _read(tmp_path / "none.geojson")
