"""Layouts as GeoJSON: one file a candidate place, exact enough to be read back as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pyproj import Transformer
from shapely.geometry import mapping

from commonground.core.market import Shape
from commonground.find.layout.layout import Layout
from commonground.report.market_report.content import Content
from commonground.report.market_report.degrees import degrees
from commonground.report.market_report.layouts.parts import layout_parts
from commonground.report.market_report.layouts.rows import detectable_rows
from commonground.report.pieces.plain import plain_rows

FOLDER = "layouts"

EXACT_PLACES = 9
"""Decimals of degrees: a tenth of a millimetre, so that every centimetre is read back as it was.
RFC 7946 advises fewer for maps; a fingerprint needs them."""

NOTE = (
    "What an intervention at this candidate place would be: target, rings, controls with theirs, "
    "and the candidate places that the market may move to. The fingerprint is that of the shapes "
    "to the centimetre. A study that names this file in [intervention] uses it unchanged."
)


def write_layouts(content: Content, folder: Path) -> list[Path]:
    """Write one GeoJSON file a layout, called after its place.

    Parameters
    ----------
    content
        What the report is about.
    folder
        Where to write; made if it is not there.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    written = []
    for layout in content.found.layouts:
        folder.mkdir(parents=True, exist_ok=True)
        written.append(folder / f"{layout.place}.geojson")
        text = json.dumps(layout_geojson(layout, crs=content.crs), ensure_ascii=False, indent=1)
        written[-1].write_text(text + "\n", encoding="utf-8")
    return written


def layout_geojson(layout: Layout, *, crs: str) -> dict[str, Any]:
    """Return a layout as a GeoJSON feature collection (RFC 7946), one feature a part.

    Longitude and latitude are those of WGS 84. Every feature has a ``role``: ``target``, ``ring``,
    ``control``, ``control ring`` or ``alternative``. What concerns the whole stands beside the
    features.

    Parameters
    ----------
    layout
        The layout.
    crs
        Coordinate system of its metres, as in ``EPSG:26910``.
    """
    turn = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    known = _known(layout)
    return {
        "type": "FeatureCollection",
        "note": NOTE,
        "place": layout.place,
        "called": layout.name,
        "crs_of_metres": crs,
        "fingerprint": layout.fingerprint,
        "gap_asked_m": layout.gap_asked_m,
        "gap_m": None if layout.gap_m is None else round(layout.gap_m, 1),
        "not_at_the_same_time": list(layout.not_with),
        "notes": list(layout.notes),
        "detectable": plain_rows(detectable_rows([layout])),
        "features": [
            {
                "type": "Feature",
                "geometry": None if shape.is_empty else _geometry(shape, turn),
                "properties": {
                    "role": role,
                    "id": key,
                    "name": name,
                    "hectares": round(shape.area / 10_000, 2),
                    **known.get((role, key), {}),
                },
            }
            for role, key, name, shape in layout_parts(layout)
        ],
    }


def _geometry(shape: Shape, turn: Transformer) -> dict[str, object]:
    return dict(mapping(degrees(shape, turn, places=EXACT_PLACES)))


def _known(layout: Layout) -> dict[tuple[str, str], dict[str, Any]]:
    """Return what else is known of controls and alternatives, by role and id."""
    return {
        **{("control", one.id): {"kind": one.kind} for one in layout.controls},
        **{
            ("alternative", one.id): {
                "distance_m": round(one.distance_m, 1),
                "direction": one.direction,
            }
            for one in layout.alternatives
        },
    }
