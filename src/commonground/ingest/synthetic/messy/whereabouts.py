"""Where a synthetic city would lie: its metres on a map, in feet and in degrees."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from commonground.core.places import Places
from commonground.ingest.synthetic.streets import Ground

CRS = "EPSG:26915"
FEET = "EPSG:3418"
"""State plane of southern Iowa in US survey feet: one datum with `CRS`, so nothing is lost."""

DEGREES = "EPSG:4326"
ORIGIN_M = (400_000.0, 4_533_000.0)
"""Where the synthetic city's zero lies in `CRS`: fields, far from any city."""

TOWN_HALL_M = (200.0, 200.0)
"""Metres of the city, outside every block: a point that stands for an unknown place."""

MARGIN_M = 2_000.0
FEET_DIGITS, DEGREE_DIGITS = 4, 9
"""Decimals that keep a tenth of a millimetre."""


def places_on_the_map(places: Places) -> Places:
    """Return a synthetic city's places where `write_messy` puts them, in metres of `CRS`.

    Parameters
    ----------
    places
        Places of the city, with geometry.
    """
    if places.geometry is None:
        return places
    moved = shapely.transform(places.geometry, lambda points: points + ORIGIN_M)
    return Places(ids=places.ids, kind=places.kind, geometry=np.asarray(moved))


def in_feet(x_m: NDArray[np.float64], y_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points of `CRS` in feet of the state plane, shape (2, points)."""
    return np.round(_transformed(x_m, y_m, to=FEET), FEET_DIGITS)


def in_degrees(x_m: NDArray[np.float64], y_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return longitude and latitude of points of `CRS`, shape (2, points)."""
    return np.round(_transformed(x_m, y_m, to=DEGREES), DEGREE_DIGITS)


def bounds_of(ground: Ground) -> tuple[float, float, float, float]:
    """Return west, south, east and north of a city in degrees, with a margin around it."""
    box = shapely.box(*shapely.total_bounds(ground.blocks.geometry)).buffer(MARGIN_M)
    x, y = shapely.get_coordinates(box).T + np.array(ORIGIN_M)[:, None]
    east, north = in_degrees(x, y)
    edges = np.array([east.min(), north.min(), east.max(), north.max()])
    west, south, east_most, north_most = np.round(edges, 3).tolist()
    return west, south, east_most, north_most


def addresses(
    ground: Ground, *, x_m: NDArray[np.float64], y_m: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.object_]]:
    """Return house numbers and streets of points in the city's own metres.

    Parameters
    ----------
    ground
        The city's streets.
    x_m, y_m
        The points.
    """
    nearest = shapely.STRtree(np.asarray(ground.segments.geometry)).nearest(
        shapely.points(x_m, y_m)
    )
    within = np.round(x_m + y_m).astype(np.intp) % 98 + 1
    return ground.hundreds[nearest] + within, np.array(ground.streets, dtype=object)[nearest]


def _transformed(
    x_m: NDArray[np.float64], y_m: NDArray[np.float64], *, to: str
) -> NDArray[np.float64]:
    from pyproj import Transformer

    return np.array(Transformer.from_crs(CRS, to, always_xy=True).transform(x_m, y_m))
