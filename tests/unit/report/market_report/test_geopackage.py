"""A GeoPackage has what the standard asks for, and the shapes as they were."""

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyproj
import pytest
import shapely

from commonground.report.market_report.content import Content
from commonground.report.market_report.geography import properties, write_geography
from commonground.report.market_report.geopackage import write_geopackage
from tests.unit.report.market_report.made_up import CRS, design

ENVELOPE = 8 + 4 * 8
"""Bytes before the WKB: two letters, version, flags, coordinate system, and the bounds."""


@pytest.fixture
def book(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / "markets.gpkg")) as opened:
        yield opened


def test_says_that_it_is_a_geopackage(book: sqlite3.Connection) -> None:
    assert book.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
    assert book.execute("PRAGMA user_version").fetchone() == (10300,)
    assert book.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert book.execute("PRAGMA foreign_key_check").fetchall() == []


def test_lists_the_coordinate_systems_that_the_standard_asks_for(book: sqlite3.Connection) -> None:
    rows = book.execute(
        "SELECT srs_id, organization, organization_coordsys_id, definition"
        " FROM gpkg_spatial_ref_sys ORDER BY srs_id"
    ).fetchall()

    assert [row[:3] for row in rows] == [
        (-1, "NONE", -1), (0, "NONE", 0), (4326, "EPSG", 4326), (26910, "EPSG", 26910),
    ]  # fmt: skip
    assert pyproj.CRS.from_wkt(rows[3][3]) == pyproj.CRS.from_user_input(CRS)


def test_holds_every_part_of_a_design_as_it_was(laid_out: Content, tmp_path: Path) -> None:
    write_geography(laid_out, tmp_path)

    with closing(sqlite3.connect(tmp_path / "markets.gpkg")) as book:
        rows = book.execute("SELECT place, role, id, geom FROM designs ORDER BY fid").fetchall()

    assert [row[:3] for row in rows[:4]] == [
        ("E1", "target", "E1"), ("E1", "ring", "E1"), ("E1", "ring", "E1"), ("E1", "control", "E5"),
    ]  # fmt: skip
    assert shapely.from_wkb(rows[0][3][ENVELOPE:]).equals(design().target)


def test_lists_its_layers_with_their_bounds(book: sqlite3.Connection, content: Content) -> None:
    contents = book.execute(
        "SELECT table_name, data_type, min_x, min_y, max_x, max_y, srs_id FROM gpkg_contents"
        " ORDER BY table_name"
    ).fetchall()
    columns = book.execute("SELECT * FROM gpkg_geometry_columns ORDER BY table_name").fetchall()

    assert [row[0] for row in contents] == ["boundaries", "extents", "firm"]
    assert {row[1] for row in contents} == {"features"}
    every = [place.market.boundary for place in content.places]
    assert contents[0][2:6] == tuple(shapely.total_bounds(every))
    assert columns[0] == ("boundaries", "geom", "MULTIPOLYGON", 26910, 0, 0)


def test_keeps_the_shapes_in_metres(book: sqlite3.Connection, content: Content) -> None:
    rows = book.execute("SELECT id, geom FROM extents ORDER BY fid").fetchall()

    for (key, blob), place in zip(rows, content.places, strict=True):
        magic, version, flags, number = struct.unpack_from("<2sBBi", blob)
        west, east, south, north = struct.unpack_from("<4d", blob, 8)
        assert (magic, version, flags, number) == (b"GP", 0, 0b11, 26910)
        kept = shapely.from_wkb(blob[ENVELOPE:])
        assert kept.geom_type == "MultiPolygon"
        assert kept.equals(place.market.extent)
        assert (west, south, east, north) == shapely.bounds(kept).tolist() or kept.bounds
        assert key == place.market.id


def test_keeps_what_is_known_and_leaves_empty_what_is_withheld(
    book: sqlite3.Connection, content: Content
) -> None:
    book.row_factory = sqlite3.Row
    row = book.execute("SELECT * FROM boundaries WHERE id = 'E2'").fetchone()

    known = properties(content.places[2])
    assert {name: row[name] for name in known} == known
    assert row["overdoses"] is None
    assert row["stable"] == 0


def test_leaves_a_geometry_empty_where_there_is_none(book: sqlite3.Connection) -> None:
    empty = book.execute("SELECT id FROM firm WHERE geom IS NULL").fetchall()

    assert empty == [("E5",)]


def test_names_a_coordinate_system_that_no_register_lists(tmp_path: Path) -> None:
    crs = "+proj=tmerc +lat_0=37.7 +lon_0=-122.4 +k=1 +x_0=50000 +y_0=50000 +ellps=GRS80 +units=m"

    write_geopackage(
        {"boundaries": [shapely.box(0, 0, 1, 1)]}, [{"id": "a"}], tmp_path / "a.gpkg", crs=crs
    )

    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as opened:
        rows = opened.execute(
            "SELECT organization FROM gpkg_spatial_ref_sys WHERE srs_id = 100000"
        ).fetchall()
    assert rows == [("NONE",)]


def test_writes_the_same_bytes_whenever_it_is_written(tmp_path: Path) -> None:
    written = []
    for name in ("a", "b"):
        file = tmp_path / f"{name}.gpkg"
        write_geopackage(
            {"boundaries": [shapely.box(0, 0, 1, 1)]}, [{"id": "a", "drug": 3}], file, crs=CRS
        )
        written.append(file.read_bytes())

    assert written[0] == written[1]


def test_writes_layers_without_rows(tmp_path: Path) -> None:
    write_geopackage({"boundaries": []}, [], tmp_path / "a.gpkg", crs=CRS)

    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as opened:
        assert opened.execute("SELECT count(*) FROM boundaries").fetchone() == (0,)
        assert opened.execute("SELECT min_x FROM gpkg_contents").fetchone() == (None,)
