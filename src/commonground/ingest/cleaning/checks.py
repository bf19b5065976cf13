"""Checks of a cleaned file that no single row can fail: what is refused rather than guessed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from commonground.core.errors import DataError
from commonground.ingest.cities.city_file import CityFile, Layout, Position
from commonground.ingest.cleaning.moments import swapped, try_strptime
from commonground.ingest.cleaning.positions import box_of, coordinates, transformer
from commonground.ingest.cleaning.rows import MISSING, OUTSIDE, ROW, UNREADABLE_DATE

if TYPE_CHECKING:
    import ibis.expr.types as ir

MIXED_SHARE = 0.001
"""Share of rows whose day and month change places from which a file is taken to mix two orders."""

FEWEST_PLACES, MOST_OUTSIDE = 20, 0.5
"""With at least so many places, a larger share outside the city is no matter of single rows."""

LARGEST_DEGREES = 180.0


class MixedDateOrders(DataError):
    """Dates of which some are written month first and others day first."""


class ImplausiblePlaces(DataError):
    """Coordinates most of which lie outside the city."""


def require_one_date_order(rows: ir.Table, layouts: Sequence[Layout], *, name: str) -> None:
    """Refuse a file that writes some dates month first and others day first.

    Of those where both are twelve or less nobody could say which it is.

    Parameters
    ----------
    rows
        Cleaned rows of one file.
    layouts
        The layouts it may have.
    name
        What people call the file.

    Raises
    ------
    MixedDateOrders
        If more than `MIXED_SHARE` of its rows read only with day and month changing places.
    """
    for layout in layouts:
        formats = swapped(layout.moment.formats)
        if formats:
            of = rows.filter(rows.layout == layout.name)
            turned = of.filter(
                (of.reason == UNREADABLE_DATE) & try_strptime(of.value, list(formats)).notnull()
            )
            total, odd = of.count().execute(), turned.count().execute()
            if odd > MIXED_SHARE * total:
                first = turned.order_by(ROW).limit(1).to_pyarrow().to_pylist()[0]
                raise MixedDateOrders(
                    f"{name}: {odd:,} of {total:,} dates cannot be read as "
                    f"{', '.join(layout.moment.formats)}, but can be with day and month changing "
                    f"places; the first is {first['value']!r} in row {first[ROW]:,}. Where both "
                    "are twelve or less nobody can tell which is meant. Correct the format in the "
                    "city file, or split the file, and give each part a layout of its own."
                )


def require_plausible_places(
    rows: ir.Table, raw: ir.Table, layouts: Sequence[Layout], *, city: CityFile, name: str
) -> None:
    """Refuse a file most of whose places lie outside the city.

    Parameters
    ----------
    rows
        Cleaned rows of one file.
    raw
        Some of the rows as published.
    layouts
        The layouts it may have.
    city
        The city file.
    name
        What people call the file.

    Raises
    ------
    ImplausiblePlaces
        With what the coordinates look like instead.
    """
    for layout in layouts:
        of = rows.filter((rows.layout == layout.name) & (rows.place_known != MISSING))
        given = of.count().execute()
        outside = of.filter(of.place_known == OUTSIDE).count().execute()
        if layout.position and given >= FEWEST_PLACES and outside > MOST_OUTSIDE * given:
            raise ImplausiblePlaces(
                f"{name}: {outside:,} of {given:,} coordinates lie outside the city as the city "
                f"file bounds it. {_looks_like(raw, layout.position, city=city)}"
            )


def _looks_like(raw: ir.Table, position: Position, *, city: CityFile) -> str:
    """Say what coordinates seem to be, if not what the city file says."""
    east, north = coordinates(raw, position)
    found = raw.select(east=east, north=north).drop_null().to_pandas().to_numpy(np.float64)
    found = found[np.isfinite(found).all(axis=1) & (found != 0).all(axis=1)]
    if not len(found):
        return "Check bounds, crs and the columns of its position."
    middle = np.median(found, axis=0)
    seen = f"In the middle of them is {middle[0]:.10g}, {middle[1]:.10g}"
    if _inside(found[:, ::-1], crs=position.crs, city=city) > MOST_OUTSIDE:
        return f"{seen}: the two columns have changed places. Swap them in the city file."
    is_degrees = bool((np.abs(found) <= LARGEST_DEGREES).all())
    if is_degrees != (position.longitude is not None or position.point is not None):
        kind = "degrees" if is_degrees else "no degrees, but metres or feet of a local system"
        return f"{seen}: these are {kind}. Name the columns and the crs accordingly."
    return f"{seen}, read as {position.crs}. Check crs and bounds in the city file."


def _inside(points: NDArray[np.float64], *, crs: str, city: CityFile) -> float:
    """Return the share of points that lie in the city."""
    x, y = transformer(crs, city.crs).transform(points[:, 0], points[:, 1])
    box = box_of(city)
    return float(np.mean((x >= box.west) & (x <= box.east) & (y >= box.south) & (y <= box.north)))
