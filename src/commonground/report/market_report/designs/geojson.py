"""Designs as GeoJSON: one file a candidate place, exact enough to be read back as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pyproj import Transformer
from shapely.geometry import mapping

from commonground.core.market import Shape
from commonground.find.design.design import Design
from commonground.report.market_report.content import Content
from commonground.report.market_report.degrees import degrees
from commonground.report.market_report.designs.parts import design_parts
from commonground.report.market_report.designs.rows import detectable_rows
from commonground.report.pieces.plain import plain_rows

FOLDER = "designs"

EXACT_PLACES = 9
"""Decimals of degrees: a tenth of a millimetre, so that every centimetre is read back as it was.
RFC 7946 advises fewer for maps; a fingerprint needs them."""

NOTE = (
    "What an intervention at this candidate place would be: target, rings, controls with theirs, "
    "and the candidate places that the market may move to. The fingerprint is that of the shapes "
    "to the centimetre. A study that names this file in [intervention] uses it unchanged."
)


def write_designs(content: Content, folder: Path) -> list[Path]:
    """Write one GeoJSON file a design, called after its place.

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
    for design in content.found.designs:
        folder.mkdir(parents=True, exist_ok=True)
        written.append(folder / f"{design.place}.geojson")
        text = json.dumps(design_geojson(design, crs=content.crs), ensure_ascii=False, indent=1)
        written[-1].write_text(text + "\n", encoding="utf-8")
    return written


def design_geojson(design: Design, *, crs: str) -> dict[str, Any]:
    """Return a design as a GeoJSON feature collection (RFC 7946), one feature a part.

    Longitude and latitude are those of WGS 84. Every feature has a ``role``: ``target``, ``ring``,
    ``control``, ``control ring`` or ``alternative``. What concerns the whole stands beside the
    features.

    Parameters
    ----------
    design
        The design.
    crs
        Coordinate system of its metres, as in ``EPSG:26910``.
    """
    turn = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    known = _known(design)
    return {
        "type": "FeatureCollection",
        "note": NOTE,
        "place": design.place,
        "called": design.name,
        "crs_of_metres": crs,
        "fingerprint": design.fingerprint,
        "gap_asked_m": design.gap_asked_m,
        "gap_m": None if design.gap_m is None else round(design.gap_m, 1),
        "not_at_the_same_time": list(design.not_with),
        "notes": list(design.notes),
        "detectable": plain_rows(detectable_rows([design])),
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
            for role, key, name, shape in design_parts(design)
        ],
    }


def _geometry(shape: Shape, turn: Transformer) -> dict[str, object]:
    return dict(mapping(degrees(shape, turn, places=EXACT_PLACES)))


def _known(design: Design) -> dict[tuple[str, str], dict[str, Any]]:
    """Return what else is known of controls and alternatives, by role and id."""
    return {
        **{("control", one.id): {"kind": one.kind} for one in design.controls},
        **{
            ("alternative", one.id): {
                "distance_m": round(one.distance_m, 1),
                "direction": one.direction,
            }
            for one in design.alternatives
        },
    }
