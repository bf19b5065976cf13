"""Positions: where it was, in metres."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from commonground.ingest.cities.city_file import CityFile, Institution, Position
from commonground.ingest.cleaning.texts import number, surely, text

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend as DuckDB
    from pyproj import Transformer

DEGREES = "EPSG:4326"
NOWHERE = (0.0, 0.0)
"""The point off Africa where places without coordinates are put."""

DIGITS = 3
"""Positions are kept to the millimetre: beyond it the same point could differ by machine."""

NUMBER = r"([-+]?\d+\.?\d*(?:[eE][-+]?\d+)?)"
POINTS = (
    (rf"(?i)POINT\s*\(\s*{NUMBER}[\s,]+{NUMBER}", (1, 2)),
    (rf'(?i)"coordinates"\s*:\s*\[\s*{NUMBER}\s*,\s*{NUMBER}', (1, 2)),
    (
        rf"""(?i)['"]lat\w*['"]\s*:\s*['"]?{NUMBER}['"]?.*['"]lon\w*['"]\s*:\s*['"]?{NUMBER}""",
        (2, 1),
    ),
    (
        rf"""(?i)['"]lon\w*['"]\s*:\s*['"]?{NUMBER}['"]?.*['"]lat\w*['"]\s*:\s*['"]?{NUMBER}""",
        (1, 2),
    ),
    (rf"^\(?\s*{NUMBER}\s*,\s*{NUMBER}\s*\)?$", (2, 1)),
)
"""Ways to write a point in one column, and which number is the longitude, which the latitude."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box in metres."""

    west: float
    south: float
    east: float
    north: float


def coordinates(rows: ir.Table, position: Position) -> tuple[ir.FloatingValue, ir.FloatingValue]:
    """Return the coordinates as they are written: east, north."""
    if position.point is not None:
        return _in_one(text(rows, position.point))
    east, north = position.columns
    return number(rows, east), number(rows, north)


def are_coordinates(rows: ir.Table, position: Position | None) -> ir.BooleanValue:
    """Return whether columns ``east`` and ``north`` hold a place, or mark that it is unknown."""
    east, north = rows.east, rows.north
    known = ~(east.isnan() | east.isinf() | north.isnan() | north.isinf())
    for marked in (NOWHERE, *(position.missing if position else ())):
        known = known & ~((east == marked[0]) & (north == marked[1]))
    return surely(known)


def in_metres(rows: ir.Table, *, crs: str, to: str, engine: DuckDB) -> ir.StructValue:
    """Return the positions of ``east`` and ``north``, in metres: a structure of x_m and y_m.

    Parameters
    ----------
    rows
        Rows with both columns.
    crs, to
        Coordinate system that they are in, and that they are put into.
    engine
        Where the rows are; it learns the projection.
    """
    import duckdb

    name = f"project_{hashlib.sha256(f'{crs} {to}'.encode()).hexdigest()[:16]}"
    known = engine.con.execute(
        "SELECT count(*) FROM duckdb_functions() WHERE function_name = ?", [name]
    ).fetchone()
    if not known or not known[0]:
        engine.con.create_function(
            name,
            _projection(crs, to),
            ["DOUBLE", "DOUBLE"],
            duckdb.struct_type({"x_m": "DOUBLE", "y_m": "DOUBLE"}),
            type="arrow",
            side_effects=True,  # there are none, but so it is called once for each row and no more
        )
    project = ibis.udf.scalar.builtin(
        lambda east, north: ...,
        name=name,
        signature=(("float64", "float64"), "struct<x_m: float64, y_m: float64>"),
    )
    return project(rows.east, rows.north)


def box_of(city: CityFile) -> Box:
    """Return the box in metres in which the city's points must lie.

    Without bounds in the city file it is the area that its coordinate system is made for.
    """
    from pyproj import CRS

    if city.bounds is not None:
        bounds = city.bounds
    else:
        area = CRS.from_user_input(city.crs).area_of_use
        bounds = (-180, -90, 180, 90) if area is None else area.bounds
    west, south, east, north = transformer(DEGREES, city.crs).transform_bounds(*bounds)
    return Box(west, south, east, north)


def institution_at(
    x: ir.FloatingValue,
    y: ir.FloatingValue,
    location: ir.StringValue,
    *,
    city: CityFile,
) -> ir.StringValue:
    """Return the name of the institution at a place; nothing where there is none."""
    cases = []
    for institution in city.institutions:
        is_there = ibis.literal(value=False)
        if institution.longitude is not None:
            centre = _centre(institution, crs=city.crs)
            apart = (x - centre[0]) ** 2 + (y - centre[1]) ** 2
            is_there = is_there | surely(apart <= institution.radius_m**2)
        for written in institution.locations:
            is_there = is_there | surely(location.upper().startswith(written))
        cases.append((is_there, ibis.literal(institution.name)))
    return ibis.cases(*cases, else_=ibis.null("string")) if cases else ibis.null("string")


def transformer(crs: str, to: str) -> Transformer:
    """Return what turns coordinates of one system into another's, east before north."""
    from pyproj import Transformer

    return Transformer.from_crs(crs, to, always_xy=True)


def _centre(institution: Institution, *, crs: str) -> Sequence[float]:
    return transformer(DEGREES, crs).transform(institution.longitude, institution.latitude)


def _in_one(written: ir.StringValue) -> tuple[ir.FloatingValue, ir.FloatingValue]:
    east = north = ibis.null("float64")
    for pattern, (easting, northing) in reversed(POINTS):
        fits = written.re_search(pattern)
        east = ibis.ifelse(fits, written.re_extract(pattern, easting).try_cast("float64"), east)
        north = ibis.ifelse(fits, written.re_extract(pattern, northing).try_cast("float64"), north)
    return east, north


def _projection(crs: str, to: str) -> Callable[[pa.Array, pa.Array], pa.Array]:
    """Return a function on columns.

    PROJ keeps its state by thread and does not bear the engine's own threads, which come and go;
    so the work is handed to threads that stay.
    """
    own = threading.local()
    threads = ThreadPoolExecutor(max_workers=os.cpu_count())

    def projected(east: pa.Array, north: pa.Array) -> pa.Array:
        if not hasattr(own, "transformer"):
            own.transformer = transformer(crs, to)
        x, y = own.transformer.transform(_floats(east), _floats(north))
        found = (np.where(np.isfinite(one), np.round(one, DIGITS), np.nan) for one in (x, y))
        return pa.StructArray.from_arrays([pa.array(one) for one in found], ["x_m", "y_m"])

    def project(east: pa.Array, north: pa.Array) -> pa.Array:
        return threads.submit(projected, east, north).result()

    return project


def _floats(values: pa.Array) -> NDArray[np.float64]:
    return np.asarray(values.to_numpy(zero_copy_only=False), dtype=np.float64)
