"""Shapes of boundaries: read from GeoJSON, checked, and measured."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from pyproj import Geod
from shapely import get_coordinates, is_valid_reason, set_precision
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Polygon, mapping, shape

from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.pages.maps.drawing import NO_SHAPE

LARGEST_HA = 500.0
"""Beyond this no partnership has shown an effect; sites that closed a market kept to tens."""

SMALLEST_HA = 0.05
"""Less than this is no street corner."""

MOST_POINTS = 5_000
DECIMALS = 1e-7
"""Degrees that coordinates are kept to: about a centimetre."""

ELLIPSOID = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a file: a shape, what it is called, and what the file says of it."""

    id: str
    name: str
    tier: str
    shape: Mapping[str, Any]
    area_ha: float


def boundary_shape(geometry: Mapping[str, Any]) -> tuple[dict[str, Any], float]:
    """Return a boundary as GeoJSON and its area in hectares.

    Parameters
    ----------
    geometry
        A polygon or several, in longitude and latitude (WGS 84).

    Raises
    ------
    Refused
        If it is no such shape, crosses itself, lies nowhere, or is no size for an intervention.
    """
    try:
        drawn = shape(json.loads(json.dumps(geometry, allow_nan=False)))
    except (*NO_SHAPE, ShapelyError) as error:
        raise Refused(_("This is no GeoJSON shape. Draw it, or take a file of `find`.")) from error
    if not isinstance(drawn, Polygon | MultiPolygon) or drawn.is_empty:
        raise Refused(_("A boundary is a polygon; this is a %(kind)s.") % {"kind": drawn.geom_type})
    points = get_coordinates(drawn)
    if len(points) > MOST_POINTS:
        raise Refused(
            _("It has %(n)s corners; at most %(most)s can be kept.")
            % {"n": len(points), "most": MOST_POINTS}
        )
    if not (abs(points[:, 0]) <= 180).all() or not (abs(points[:, 1]) <= 90).all():
        raise Refused(_("Its corners are no longitudes and latitudes. Save the file in WGS 84."))
    if not drawn.is_valid:
        raise Refused(
            _("Its outline crosses itself (%(where)s). Draw it anew.")
            % {"where": is_valid_reason(drawn)}
        )
    area = abs(ELLIPSOID.geometry_area_perimeter(drawn)[0]) / 10_000
    if not SMALLEST_HA <= area <= LARGEST_HA:
        raise Refused(
            _("It covers %(area)s hectares; a boundary covers %(least)s to %(most)s.")
            % {
                "area": number_format(area, 2),
                "least": number_format(SMALLEST_HA),
                "most": number_format(LARGEST_HA, 0),
            }
        )
    kept = json.loads(json.dumps(mapping(set_precision(drawn, DECIMALS))))
    return kept, round(area, 2)


def read_places(content: bytes) -> tuple[Place, ...]:
    """Return the places of a `markets.geojson` that `find` wrote, candidates first.

    Raises
    ------
    Refused
        If the file is none, or holds no place that can be a boundary.
    """
    try:
        collection = json.loads(content)
        features = collection["features"]
        rows = [(f["id"], f["properties"], f["geometry"]) for f in features]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused(
            _("This is no file of places. Take a `markets.geojson` of `find`.")
        ) from error
    places = []
    for number, (identity, said, geometry) in enumerate(rows, start=1):
        if not isinstance(said, dict) or "tier" not in said:
            raise Refused(
                _("Feature %(number)s has no tier: the file was not written by `find`.")
                % {"number": number}
            )
        kept, area = boundary_shape(geometry)
        known, tier = _line(identity, 40), _line(said["tier"], 20)
        places.append(Place(known, _line(said.get("name"), 80) or known, tier, kept, area))
    if not places:
        raise Refused(_("The file holds no place."))
    return tuple(sorted(places, key=lambda place: place.tier == "below candidate"))


def _line(value: object, most: int) -> str:
    """Return what a file says as a line that a page can show."""
    return "".join(filter(str.isprintable, "" if value is None else str(value)))[:most]
