"""Positions: where it was, in metres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from commonground.ingest.cities.city_file import CityFile, Institution, Position
from commonground.ingest.cleaning.texts import number, surely, text

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from pyproj import Transformer

DEGREES = "EPSG:4326"
NOWHERE = (0.0, 0.0)
"""The point off Africa where places without coordinates are put."""

DIGITS = 3
"""Positions are kept to the millimetre: beyond it the same point could differ by machine."""

POINT = ["east", "north", "x_m", "y_m"]
"""Columns of a file of points."""

BATCH = 500_000
"""Points that are projected at a time."""

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


def coordinates(
    rows: ir.Table, position: Position | None
) -> tuple[ir.FloatingValue, ir.FloatingValue]:
    """Return the coordinates as they are written: east, north."""
    if position is None:
        return ibis.null("float64"), ibis.null("float64")
    if position.point is not None:
        east, north = _in_one(text(rows, position.point))
    else:
        east, north = (number(rows, column) for column in position.columns)
    return _without_sign_of_zero(east), _without_sign_of_zero(north)


def are_coordinates(rows: ir.Table, position: Position | None) -> ir.BooleanValue:
    """Return whether columns ``east`` and ``north`` hold a place, or mark that it is unknown."""
    east, north = rows.east, rows.north
    known = ~(east.isnan() | east.isinf() | north.isnan() | north.isinf())
    for marked in (NOWHERE, *(position.missing if position else ())):
        known = known & ~((east == marked[0]) & (north == marked[1]))
    return surely(known)


def write_points(rows: ir.Table, file: Path, *, crs: str, to: str) -> None:
    """Write each place once, as it is written in the rows and in metres.

    Parameters
    ----------
    rows
        Rows with ``east`` and ``north``, and ``is_given``.
    file
        Parquet, with the columns of `POINT`.
    crs, to
        Coordinate system that the places are in, and that they are put into.
    """
    project = transformer(crs, to)
    each = rows.filter(rows.is_given).select("east", "north").distinct()
    with pq.ParquetWriter(file, pa.schema([(name, pa.float64()) for name in POINT])) as written:
        for batch in each.to_pyarrow_batches(chunk_size=BATCH):
            east, north = (batch[name].to_numpy(zero_copy_only=False) for name in ("east", "north"))
            x, y = project.transform(east, north)
            nowhere = ~(np.isfinite(x) & np.isfinite(y))  # null: NaN slips through a file's ranges
            metres = [pa.array(np.round(one, DIGITS), mask=nowhere) for one in (x, y)]
            written.write_batch(
                pa.record_batch([pa.array(east), pa.array(north), *metres], names=POINT)
            )


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


def _without_sign_of_zero(coordinate: ir.FloatingValue) -> ir.FloatingValue:
    """Return a coordinate by which rows can be joined: -0.0 is not found where 0.0 stands."""
    return ibis.ifelse(coordinate == 0.0, 0.0, coordinate)


def _in_one(written: ir.StringValue) -> tuple[ir.FloatingValue, ir.FloatingValue]:
    east = north = ibis.null("float64")
    for pattern, (easting, northing) in reversed(POINTS):
        fits = written.re_search(pattern)
        east = ibis.ifelse(fits, written.re_extract(pattern, easting).try_cast("float64"), east)
        north = ibis.ifelse(fits, written.re_extract(pattern, northing).try_cast("float64"), north)
    return east, north
