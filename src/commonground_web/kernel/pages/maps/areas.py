"""Areas to be shown: what the map draws, and what the table beside it says in words and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SQUARE_METRES_IN_ACRE = 4046.8564224
SQUARE_METRES_IN_HECTARE = 10_000
METRES_IN_FOOT = 0.3048
METRES_IN_MILE = 1609.344
MOST_FEET = 5_000
"""A longer way is told in miles."""

Geometry = dict[str, Any]
"""A geometry of GeoJSON, in degrees (RFC 7946)."""


@dataclass(frozen=True, slots=True)
class Area:
    """One boundary with its name."""

    name: str
    geometry: Geometry
    """A Polygon or MultiPolygon, in degrees."""
    streets: str = ""
    """The streets that bound it, in words."""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """What the table says of one area."""

    name: str
    size: str
    outline: str
    centre: str
    streets: str


@dataclass(frozen=True, slots=True)
class ShownMap:
    """Everything that the part `parts/map.html` shows."""

    id: str
    label: str | Promise
    geojson: dict[str, object]
    rows: list[AreaRow]

    @property
    def areas_id(self) -> str:
        """Id of the element that holds the areas for the script."""
        return f"{self.id}-areas"


def shown_map(areas: Sequence[Area], *, label: str | Promise, id: str = "map") -> ShownMap:  # noqa: A002 - the attribute's name
    """Return a map of areas, and the table that is its equal.

    Parameters
    ----------
    areas
        What to show; drawn in this order.
    label
        What the map is of, for its caption.
    id
        Its id on the page, where there is more than one.
    """
    from shapely.geometry import shape

    grounds = [shape(area.geometry) for area in areas]
    features = [_feature(area, ground) for area, ground in zip(areas, grounds, strict=True)]
    collection: dict[str, object] = {"type": "FeatureCollection", "features": features}
    rows = [_row(area, ground) for area, ground in zip(areas, grounds, strict=True)]
    return ShownMap(id, label, collection, rows)


def _feature(area: Area, ground: BaseGeometry) -> dict[str, object]:
    inside = ground.representative_point()
    properties = {"name": area.name, "middle": [inside.x, inside.y]}
    return {"type": "Feature", "properties": properties, "geometry": area.geometry}


def _row(area: Area, ground: BaseGeometry) -> AreaRow:
    from pyproj import Geod

    square_metres, metres = Geod(ellps="WGS84").geometry_area_perimeter(ground)
    inside = ground.representative_point()
    return AreaRow(
        name=area.name,
        size=_size(abs(square_metres)),
        outline=_way(metres),
        centre=f"{inside.y:.5f}, {inside.x:.5f}",
        streets=area.streets,
    )


def _size(square_metres: float) -> str:
    sizes = {
        "acres": _number(square_metres / SQUARE_METRES_IN_ACRE),
        "hectares": _number(square_metres / SQUARE_METRES_IN_HECTARE),
    }
    return _("%(acres)s acres (%(hectares)s ha)") % sizes


def _way(metres: float) -> str:
    feet = metres / METRES_IN_FOOT
    if feet <= MOST_FEET:
        ways = {
            "feet": number_format(round(feet, -1), 0, force_grouping=True),
            "metres": number_format(round(metres), 0, force_grouping=True),
        }
        return _("%(feet)s ft (%(metres)s m)") % ways
    ways = {"miles": _number(metres / METRES_IN_MILE), "km": _number(metres / 1000)}
    return _("%(miles)s miles (%(km)s km)") % ways


def _number(value: float) -> str:
    return number_format(round(value, 1), 1, use_l10n=True, force_grouping=True)
