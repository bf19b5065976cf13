"""A boundary as a form field: corners typed one a line, or set on a map that writes them."""

from __future__ import annotations

import json
import math
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.pages.maps.areas import Geometry

FEWEST_CORNERS = 3
MOST_CORNERS = 500
MOST_SQUARE_KILOMETRES = 10
"""An open-air market is a few blocks; what is larger is a slip of the pen."""

DIGITS = 6
"""Decimals of a degree that are kept: a decimetre."""

NO_SHAPE = (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError)
"""What is raised, besides shapely's own errors, where JSON is no GeoJSON."""


class BoundaryInput(forms.Textarea):
    """Corners as lines of text, with a map above where the browser can draw one."""

    template_name = "parts/boundary_input.html"

    def __init__(self, around: tuple[float, float, float, float] | None = None) -> None:
        super().__init__({"rows": 6, "spellcheck": "false", "autocomplete": "off"})
        self.around = around

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the template the ground that the map begins with."""
        context = super().get_context(name, value, attrs)
        context["around"] = list(self.around) if self.around else None
        return context

    def format_value(self, value: object) -> str:
        """Write a polygon as lines, and leave lines as they were typed."""
        if isinstance(value, dict) and value.get("type") != "Polygon":
            return json.dumps(value)
        if isinstance(value, dict):
            return "\n".join(f"{y}, {x}" for x, y in value["coordinates"][0][:-1])
        return str(value or "")


class BoundaryField(forms.CharField):
    """A boundary that a person draws or types; gives a GeoJSON Polygon, counter-clockwise."""

    widget = BoundaryInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text",
            _("One corner a line, in order around it: latitude, longitude. GeoJSON is taken too."),
        )
        super().__init__(**kwargs)

    def clean(self, value: object) -> Geometry | None:
        """Return the polygon of the corners.

        Raises
        ------
        forms.ValidationError
            If a line is no corner, or the corners make no boundary; says which and why.
        """
        text = super().clean(value)
        if not text:
            return None
        if text.lstrip().startswith("{"):
            return _pasted(text)
        corners = [
            _corner(line, number=number)
            for number, line in enumerate(text.splitlines(), start=1)
            if line.strip()
        ]
        if len(corners) > 1 and corners[0] == corners[-1]:
            corners.pop()
        if not FEWEST_CORNERS <= len(corners) <= MOST_CORNERS:
            raise forms.ValidationError(
                _("A boundary has %(least)s to %(most)s corners, one a line; these are %(n)s."),
                params={"n": len(corners), "least": FEWEST_CORNERS, "most": MOST_CORNERS},
            )
        return _polygon(corners)


def _pasted(text: str) -> Geometry:
    """Return a polygon, or several, that somebody pasted as GeoJSON."""
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    refused = forms.ValidationError(
        _("This is no GeoJSON polygon. Paste a geometry of type Polygon or MultiPolygon.")
    )
    try:
        geometry = json.loads(text)
        kind = shape(geometry).geom_type
    except (*NO_SHAPE, ShapelyError) as error:
        raise refused from error
    if kind not in {"Polygon", "MultiPolygon"}:
        raise refused
    return dict(geometry)


def _corner(line: str, *, number: int) -> tuple[float, float]:
    """Return longitude and latitude of a line."""
    parts = line.replace(",", " ").replace(";", " ").split()
    try:
        latitude, longitude = (round(float(part), DIGITS) for part in parts)
    except ValueError:
        latitude = longitude = math.nan
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise forms.ValidationError(
            _("Line %(number)s is no corner. Write latitude, longitude: 35.95680, -80.00530."),
            params={"number": number},
        )
    return longitude, latitude


def _polygon(corners: list[tuple[float, float]]) -> Geometry:
    from pyproj import Geod
    from shapely.geometry import Polygon, mapping
    from shapely.geometry.polygon import orient

    ground = Polygon(corners)
    if not ground.is_valid or ground.is_empty:
        raise forms.ValidationError(
            _("The outline crosses itself or has no inside. Put the corners in order around it.")
        )
    square_metres, _length = Geod(ellps="WGS84").geometry_area_perimeter(ground)
    if abs(square_metres) > MOST_SQUARE_KILOMETRES * 1e6:
        raise forms.ValidationError(
            _("The boundary holds more than %(most)s square kilometres. Check the corners."),
            params={"most": MOST_SQUARE_KILOMETRES},
        )
    drawn = mapping(orient(ground))
    return {"type": "Polygon", "coordinates": [list(map(list, drawn["coordinates"][0]))]}
