"""GeoPackage (OGC 12-128r19), written with what Python brings: one layer a kind of shape."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

import shapely
from pyproj import CRS

from commonground.core.market import Shape

APPLICATION_ID = 0x47504B47
"""``GPKG`` in ASCII."""

USER_VERSION = 10300
"""GeoPackage 1.3."""

NO_MOMENT = "2000-01-01T00:00:00.000Z"
"""Stands where a file keeps when it was changed: the same places give the same bytes."""

NO_AUTHORITY = 100_000
"""Number of a coordinate system that no register lists."""

IDENTITY = "id"
GEOMETRY = "geom"

TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL,
  srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL,
  description TEXT
);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY,
  data_type TEXT NOT NULL,
  identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE,
  min_y DOUBLE,
  max_x DOUBLE,
  max_y DOUBLE,
  srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL,
  m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
"""
"""Annex C of the standard."""

ABOUT: Mapping[str, str] = {
    "boundaries": (
        "Where the drug incidents of a place are likeliest to end. A place is a market only if its "
        "tier is confirmed."
    ),
    "extents": "The ground on which records are likelier than not as dense as at a market.",
    "firm": "The part of the extent that four fresh records of five would draw.",
    "designs": (
        "What an intervention at each candidate place would be: target, rings, controls with "
        "theirs, and alternatives, by role."
    ),
}

Rows = Sequence[Mapping[str, str | int | float | bool | None]]


def write_geopackage(
    layers: Mapping[str, Sequence[Shape]],
    rows: Rows,
    path: Path,
    *,
    crs: str,
    beside: Mapping[str, tuple[Sequence[Shape], Rows]] | None = None,
) -> None:
    """Write shapes as layers of one GeoPackage, in the coordinate system they are in.

    Parameters
    ----------
    layers
        Polygons, or several, of each layer by name; one a row.
    rows
        What is known of each shape, the same in every layer: every row with the same columns.
    path
        Where to write.
    crs
        Coordinate system of the shapes, as in ``EPSG:26910``.
    beside
        Further layers by name, each with rows of its own.
    """
    with sqlite3.connect(":memory:") as book:
        book.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        book.execute(f"PRAGMA user_version = {USER_VERSION}")
        book.executescript(TABLES)
        number = _write_systems(book, crs)
        for name, shapes in layers.items():
            _write_layer(book, name, shapes, rows, number=number)
        for name, (shapes, own) in (beside or {}).items():
            _write_layer(book, name, shapes, own, number=number)
        book.commit()
        path.write_bytes(book.serialize())


def _write_systems(book: sqlite3.Connection, crs: str) -> int:
    """Write the coordinate systems that the standard asks for, and the shapes' own."""
    own = CRS.from_user_input(crs)
    authority = own.to_authority()
    organisation, number = authority or ("NONE", str(NO_AUTHORITY))
    systems = {
        -1: ("Undefined Cartesian SRS", "NONE", -1, "undefined"),
        0: ("Undefined geographic SRS", "NONE", 0, "undefined"),
        4326: ("WGS 84", "EPSG", 4326, CRS.from_epsg(4326).to_wkt("WKT1_GDAL")),
    }
    systems[int(number)] = (own.name, organisation, int(number), own.to_wkt("WKT1_GDAL"))
    book.executemany(
        "INSERT INTO gpkg_spatial_ref_sys (srs_name, srs_id, organization,"
        " organization_coordsys_id, definition) VALUES (?, ?, ?, ?, ?)",
        [(name, one, by, known_as, text) for one, (name, by, known_as, text) in systems.items()],
    )
    return int(number)


def _write_layer(
    book: sqlite3.Connection, name: str, shapes: Sequence[Shape], rows: Rows, *, number: int
) -> None:
    columns = _columns(rows)
    declared = "".join(f', "{column}" {kind}' for column, kind in columns.items())
    book.execute(
        f'CREATE TABLE "{name}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, '
        f"{GEOMETRY} MULTIPOLYGON{declared})"
    )
    drawn = [shape for shape in shapes if not shape.is_empty]
    bounds = shapely.total_bounds(drawn).tolist() if drawn else [None] * 4
    book.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)",
        (name, name, ABOUT.get(name, ""), NO_MOMENT, *bounds, number),
    )
    book.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, ?, 'MULTIPOLYGON', ?, 0, 0)",
        (name, GEOMETRY, number),
    )
    marks = ", ".join("?" * (1 + len(columns)))
    listed = ", ".join([GEOMETRY, *(f'"{column}"' for column in columns)])
    book.executemany(
        f'INSERT INTO "{name}" ({listed}) VALUES ({marks})',  # noqa: S608  names are our own
        [
            (_blob(shape, number=number), *(row[column] for column in columns))
            for shape, row in zip(shapes, rows, strict=True)
        ],
    )


def _columns(rows: Rows) -> dict[str, str]:
    """Return the columns with the type of what they hold."""
    names = list(rows[0]) if rows else [IDENTITY]
    kinds: dict[str, str] = {}
    for name in names:
        held = {type(row[name]) for row in rows if row[name] is not None}
        if held == {bool}:
            kinds[name] = "BOOLEAN"
        elif held == {int}:
            kinds[name] = "INTEGER"
        elif held == {str}:
            kinds[name] = "TEXT"
        else:
            kinds[name] = "REAL" if rows else "TEXT"
    return kinds


def _blob(shape: Shape, *, number: int) -> bytes | None:
    """Return a shape as the standard stores it: a head with its bounds, then WKB."""
    if shape.is_empty:
        return None
    west, south, east, north = shapely.bounds(shape)
    little_endian_with_bounds = 0b0000_0011
    head = struct.pack(
        "<2sBBi4d", b"GP", 0, little_endian_with_bounds, number, west, east, south, north
    )
    several = shapely.MultiPolygon(list(shapely.get_parts(shape)))
    return head + bytes(shapely.to_wkb(several, byte_order=1))
