"""Positions: which columns say where it was, and in what numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from commonground.ingest.cleaning.positions import DEGREES, POINTS, transformer
from commonground.ingest.persons import words_of
from commonground.ingest.sketch.looking import Column, Look

EAST = frozenset(
    words_of("x lon long lng longitude longitud easting xcoord xcoordinate geox pointx")
)
NORTH = frozenset(words_of("y lat latitude latitud northing ycoord ycoordinate geoy pointy"))

NUMERIC = 0.9
"""Share of values that are numbers, in a column of coordinates."""

IN_DEGREES = (180.0, 90.0)
MERCATOR = (5e6, 2e6)
"""Metres from which a negative easting, with such a northing, is that of a web map."""

WEST_OF = (-180.0, -60.0)
NORTH_OF = (17.0, 72.0)
"""Longitudes and latitudes of North America: what they must be if the two are swapped."""

AMERICA = (WEST_OF, NORTH_OF)

FAR_DEGREES = 3.0
"""A point that far from most others is no place in the same city."""

MARKED = 0.002
"""Share of rows at one point far away from which it marks an unknown place."""

QUANTILES = (0.01, 0.99)
MARGIN = 0.5
"""How far bounds reach beyond the quantiles, as a share of their span."""

LEAST_MARGIN = 0.02
"""Degrees; a file may hold one street."""

ENOUGH = 0.8
"""Share of the fullest way to say where: as full as that, degrees are taken."""

TRIED_POINTS, NEAR_M, DECIMALS = 200, 30.0, 3

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Where:
    """Where things happened.

    Parameters
    ----------
    columns
        East and north, or one with a point.
    kind
        ``degrees``, ``plane`` or ``point``.
    crs
        What the numbers are in; nothing where it cannot be told.
    longitude, latitude
        The points in degrees, NaN where missing; empty where they cannot be told.
    filled
        Rows with a position.
    missing
        Pairs that mark an unknown place, with their rows.
    checks
        What a person must check.
    """

    columns: tuple[str, ...]
    kind: str
    crs: str | None
    longitude: Floats
    latitude: Floats
    filled: int
    missing: tuple[tuple[float, float, int], ...] = ()
    checks: tuple[str, ...] = ()

    @property
    def centre(self) -> tuple[float, float] | None:
        """Longitude and latitude in the middle of the points."""
        if np.isnan(self.longitude).all():
            return None
        return float(np.nanmedian(self.longitude)), float(np.nanmedian(self.latitude))

    @property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east and north of nearly all points, with a margin."""
        if self.centre is None:
            return None
        west, east = _stretched(self.longitude, limit=180.0)
        south, north = _stretched(self.latitude, limit=90.0)
        return west, south, east, north

    @property
    def within(self) -> int:
        """Points inside the bounds."""
        if self.bounds is None:
            return 0
        west, south, east, north = self.bounds
        inside = (self.longitude >= west) & (self.longitude <= east)
        return int((inside & (self.latitude >= south) & (self.latitude <= north)).sum())


def position_of(seen: Look) -> Where | None:
    """Find the columns that say where it was; nothing if none do."""
    degrees: list[Where] = []
    planes: list[Where] = []
    for east, north in _pairs(seen):
        found = _pair(east, north)
        if found is not None:
            (degrees if found.kind == "degrees" else planes).append(found)
    degrees += [found for column in seen if (found := _point(column)) is not None]
    degrees.sort(key=lambda one: -one.filled)
    planes.sort(key=lambda one: -one.filled)
    if not degrees:
        return planes[0] if planes else None
    if planes and degrees[0].filled < ENOUGH * planes[0].filled:
        system = _system_of(seen, planes[0], beside=degrees[0])
        if system is not None:
            return _on_the_globe(seen, replace(planes[0], crs=system, checks=()))
    return degrees[0]


def _pairs(seen: Look) -> list[tuple[Column, Column]]:
    numeric = [column for column in seen if _is_numeric(column)]
    pairs = [
        (east, north)
        for east in numeric
        for north in numeric
        if set(east.words) & EAST and set(north.words) & NORTH and _rest(east) == _rest(north)
    ]
    if pairs:
        return pairs
    wests = [column for column in numeric if _lies_in(column, WEST_OF)]
    norths = [column for column in numeric if _lies_in(column, NORTH_OF)]
    return [(wests[0], norths[0])] if len(wests) == len(norths) == 1 else []


def _is_numeric(column: Column) -> bool:
    held = sum(1 for number in column.numbers if number is not None)
    return bool(column.filled) and held >= NUMERIC * column.filled


def _rest(column: Column) -> tuple[str, ...]:
    return tuple(word for word in column.words if word not in EAST | NORTH)


def _lies_in(column: Column, limits: tuple[float, float]) -> bool:
    """Say whether numbers with decimals all lie between two, but for 0."""
    held = [number for number in column.numbers if number]
    precise = sum(1 for value in column.counts if len(value.partition(".")[2]) >= DECIMALS)
    return bool(
        held
        and precise > len(column.counts) / 2
        and all(limits[0] <= number <= limits[1] for number in held)
    )


def _pair(east: Column, north: Column) -> Where | None:
    x, y = _floats(east.numbers), _floats(north.numbers)
    nowhere = (x == 0) & (y == 0) | np.isnan(x) | np.isnan(y)
    x[nowhere] = y[nowhere] = np.nan
    if nowhere.all():
        return None
    if not _mostly(np.abs(x) <= IN_DEGREES[0], of=~nowhere) or not _mostly(
        np.abs(y) <= IN_DEGREES[0], of=~nowhere
    ):
        return _plane(east, north, x=x, y=y)
    checks: tuple[str, ...] = ()
    if _are_swapped(x, y, of=~nowhere):
        east, north, x, y = north, east, y, x
        checks = (
            f"{east.name} holds longitudes and {north.name} latitudes, against their names "
            f"(the middle is {np.nanmedian(x):.3f}, {np.nanmedian(y):.3f}): they are read swapped.",
        )
    return _marked(Where((east.name, north.name), "degrees", DEGREES, x, y, 0, checks=checks))


def _mostly(claims: NDArray[np.bool_], *, of: NDArray[np.bool_]) -> bool:
    return bool(claims[of].mean() >= NUMERIC)


def _are_swapped(x: Floats, y: Floats, *, of: NDArray[np.bool_]) -> bool:
    if _mostly(np.abs(y) > IN_DEGREES[1], of=of):
        return True
    west, north = AMERICA
    return _mostly((x > north[0]) & (x < north[1]) & (y > west[0]) & (y < west[1]), of=of)


def _plane(east: Column, north: Column, *, x: Floats, y: Floats) -> Where:
    nothing = np.full(len(x), np.nan)
    filled = int((~np.isnan(x)).sum())
    here, there = float(np.nanmedian(x)), float(np.nanmedian(y))
    plane = Where((east.name, north.name), "plane", None, nothing, nothing, filled)
    if here < -MERCATOR[0] and there > MERCATOR[1]:
        to = transformer("EPSG:3857", DEGREES).transform(x, y)
        said = f"{east.name} and {north.name} look like the metres of a web map (EPSG:3857)."
        return replace(
            plane,
            crs="EPSG:3857",
            longitude=_finite(to[0]),
            latitude=_finite(to[1]),
            checks=(said,),
        )
    return replace(
        plane,
        checks=(
            f"{east.name} and {north.name} are in a plane (the middle is {here:,.0f}, "
            f"{there:,.0f}), and nothing in the file says in which coordinate system: ask the "
            "publisher. In the United States it is most often the state plane, in feet.",
        ),
    )


def _point(column: Column) -> Where | None:
    """Return the points that one column holds as text, if nearly all its values are points."""
    if not column.counts:
        return None
    for pattern, (easting, northing) in POINTS:
        fits = re.compile(pattern).search
        probe = next(iter(column.counts))
        if not fits(probe):
            continue
        found = [fits(value) if value else None for value in column.values]
        if sum(1 for match in found if match) < NUMERIC * column.filled:
            continue
        x, y = (
            _floats([float(match[at]) if match else None for match in found])
            for at in (easting, northing)
        )
        if (np.nan_to_num(np.abs(x)) > IN_DEGREES[0]).any():
            continue
        nowhere = (x == 0) & (y == 0)
        x[nowhere] = y[nowhere] = np.nan
        if np.isnan(x).all():
            return None
        checks: tuple[str, ...] = ()
        if _are_swapped(x, y, of=~np.isnan(x)):
            checks = (
                f"{column.name} seems to hold latitude and longitude the other way round (the "
                f"middle is {np.nanmedian(x):.3f}, {np.nanmedian(y):.3f}): its points cannot be "
                "used as they stand.",
            )
        return _marked(Where((column.name,), "point", DEGREES, x, y, 0, checks=checks))
    return None


def _marked(where: Where) -> Where:
    """Take out the points that mark an unknown place."""
    x, y = where.longitude.copy(), where.latitude.copy()
    here, there = np.nanmedian(x), np.nanmedian(y)
    far = (np.abs(x - here) > FAR_DEGREES) | (np.abs(y - there) > FAR_DEGREES)
    points = Counter(zip(x[far].tolist(), y[far].tolist(), strict=True))
    fewest = max(2, MARKED * len(x))
    missing = tuple((*at, rows) for at, rows in sorted(points.items()) if rows >= fewest)
    for east, north, _ in missing:
        x[(x == east) & (y == north)] = np.nan
    y[np.isnan(x)] = np.nan
    filled = int((~np.isnan(x)).sum())
    return replace(where, longitude=x, latitude=y, filled=filled, missing=missing)


def _system_of(seen: Look, plane: Where, *, beside: Where) -> str | None:
    """Return the system in which plane coordinates are the degrees that stand beside them."""
    from pyproj.aoi import AreaOfInterest
    from pyproj.database import query_crs_info
    from pyproj.enums import PJType

    x, y = (_floats(seen.columns[name].numbers) for name in plane.columns)
    both = np.flatnonzero(~np.isnan(x) & (x != 0) & ~np.isnan(beside.longitude))[:TRIED_POINTS]
    if not len(both) or beside.centre is None:
        return None
    here, there = beside.centre
    around = AreaOfInterest(here, there, here, there)
    known = query_crs_info("EPSG", PJType.PROJECTED_CRS, area_of_interest=around, contains=True)
    likely = [one for one in known if one.name.startswith(("NAD83 /", "WGS 84 / UTM", "ETRS89 /"))]
    metres = f"EPSG:{_utm(here, there)}"
    truth = transformer(DEGREES, metres)
    east, north = truth.transform(beside.longitude[both], beside.latitude[both])
    for one in likely:
        name = f"EPSG:{one.code}"
        mine = transformer(name, metres).transform(x[both], y[both])
        apart = np.hypot(mine[0] - east, mine[1] - north)
        if np.median(apart) <= NEAR_M:
            return name
    return None


def _utm(longitude: float, latitude: float) -> int:
    return (32600 if latitude >= 0 else 32700) + min(60, int((longitude + 180) // 6) + 1)


def _on_the_globe(seen: Look, plane: Where) -> Where:
    x, y = (_floats(seen.columns[name].numbers) for name in plane.columns)
    x[(x == 0) & (y == 0)] = np.nan
    to: Callable[[Floats, Floats], tuple[Floats, Floats]]
    to = transformer(str(plane.crs), DEGREES).transform
    longitude, latitude = to(x, y)
    return replace(plane, longitude=_finite(longitude), latitude=_finite(latitude))


def _floats(numbers: Sequence[float | None]) -> Floats:
    return np.array([np.nan if one is None else one for one in numbers], dtype=np.float64)


def _finite(numbers: Floats) -> Floats:
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _stretched(degrees: Floats, *, limit: float) -> tuple[float, float]:
    """Return limits that hold nearly all points, and those not far from them."""
    low, high = np.nanquantile(degrees, QUANTILES)
    span = high - low
    near = degrees[(degrees >= low - span) & (degrees <= high + span)]
    first = min(low - MARGIN * span, near.min() - LEAST_MARGIN)
    last = max(high + MARGIN * span, near.max() + LEAST_MARGIN)
    return max(-limit, round(float(first), 2)), min(limit, round(float(last), 2))
