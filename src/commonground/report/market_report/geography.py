"""Found places for maps on other people's screens: GeoJSON, and one GeoPackage."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from pyproj import Transformer
from shapely.geometry import mapping

from commonground.core.market import Market, Shape
from commonground.find.exposure import WITHIN_M, column_of
from commonground.report.market_report.content import Content, Place
from commonground.report.market_report.degrees import degrees
from commonground.report.market_report.designs.parts import design_parts
from commonground.report.market_report.geopackage import write_geopackage
from commonground.report.market_report.tables import COUNTS, MEASURES

Value: TypeAlias = "str | int | float | bool | None"

FILES: Mapping[str, str] = {
    "boundaries": "markets.geojson",
    "extents": "markets-extents.geojson",
    "firm": "markets-firm.geojson",
}
"""One file a kind of shape, as the GeoPackage has layers: who opens one expects a row a place, and
a label, a count or a join that is right at once. In one file the shapes of a place would lie over
each other, and it would be counted three times."""

DIGITS = 6
"""Decimals of all other numbers."""

NOTE = (
    "A place is called a market only if its tier is confirmed: by the recorded review of persons "
    "who looked. All others are candidate places, or were rejected."
)
"""Travels with the shapes."""


def write_geography(content: Content, folder: Path) -> list[Path]:
    """Write ``markets.geojson``, its two companions, and ``markets.gpkg``.

    Parameters
    ----------
    content
        What the report is about.
    folder
        Where to write; it must be there.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    written = []
    for layer, name in FILES.items():
        written.append(folder / name)
        text = json.dumps(markets_geojson(content, layer=layer), ensure_ascii=False, indent=1)
        written[-1].write_text(text + "\n", encoding="utf-8")
    written.append(folder / "markets.gpkg")
    rows = [properties(place) | beside(content, place) for place in content.places]
    write_geopackage(
        {layer: [shape_of(place.market, layer) for place in content.places] for layer in FILES},
        rows,
        written[-1],
        crs=content.crs,
        beside=_designs(content),
    )
    return written


def _designs(content: Content) -> dict[str, tuple[list[Shape], list[dict[str, Value]]]]:
    """Return every part of every design as one layer, if there are designs."""
    parts = [
        (design.place, part) for design in content.found.designs for part in design_parts(design)
    ]
    rows: list[dict[str, Value]] = [
        {"place": place, "role": part.role, "id": part.id, "name": part.name}
        for place, part in parts
    ]
    return {"designs": ([part.shape for _, part in parts], rows)} if parts else {}


def markets_geojson(content: Content, *, layer: str = "boundaries") -> dict[str, Any]:
    """Return found places as a GeoJSON feature collection (RFC 7946), one feature a place.

    Longitude and latitude are those of WGS 84, outer rings run counterclockwise. Properties are
    flat, and ``criteria`` holds them once more as objects. Where a place has no such shape its
    geometry is null.

    Parameters
    ----------
    content
        What the report is about.
    layer
        ``boundaries``, ``extents`` or ``firm``.
    """
    turn = Transformer.from_crs(content.crs, "EPSG:4326", always_xy=True)
    return {
        "type": "FeatureCollection",
        "note": NOTE,
        "caveats": list(content.found.caveats),
        "features": [
            {
                "type": "Feature",
                "id": place.market.id,
                "geometry": _geometry(shape_of(place.market, layer), turn),
                "properties": {
                    **properties(place),
                    **beside(content, place),
                    "part": layer,
                    "criteria": [_criterion(place, at) for at in range(len(place.market.criteria))],
                },
            }
            for place in content.places
        ],
    }


def properties(place: Place) -> dict[str, Value]:
    """Return what is known of a place as flat values: numbers, then criteria with their answers.

    A criterion is called by its name, as in ``one_day`` and ``one_day_answer``; where it asks for
    one of the numbers, they are the same.
    """
    market = place.market
    known = market.numbers
    held: dict[str, Value] = {
        "id": market.id,
        "number": place.number,
        "name": place.where,
        "tier": market.tier,
        "candidate": market.is_candidate,
        "stable": bool(known["is_stable"]),
        "streets": "; ".join(market.streets),
    }
    held |= {name: _whole(known[name]) for name in COUNTS}
    held |= {name: _rounded(known[name]) for name in MEASURES}
    held["firm_ha"] = _rounded(market.firm.area / 10_000)
    for one in market.criteria:
        name = one.name.replace(" ", "_")
        held.setdefault(name, None if one.value is None else _rounded(one.value))
        held[f"{name}_answer"] = one.answer
    return held


def beside(content: Content, place: Place) -> dict[str, Value]:
    """Return what lies near a place, and how it ranks, where layers or weights were given.

    Layers are called as in ``within_300_m_bus_stops``.
    """
    exposures = content.found.exposures
    mine = exposures[exposures["market"] == place.market.id]
    held: dict[str, Value] = {
        f"within_{WITHIN_M:g}_m_{column_of(str(layer))}": None if pd.isna(number) else int(number)
        for layer, number in mine[["layer", "count"]].itertuples(index=False, name=None)
    }
    ranking = content.found.ranking
    if ranking is not None:
        table = ranking.table.set_index("market").astype(np.float64)
        row = table.reindex([place.market.id]).to_numpy()[0]
        for name, value in zip(map(str, table.columns), row.tolist(), strict=True):
            held[name] = _whole(value) if name.startswith("rank_") else _rounded(value)
    return held


def shape_of(market: Market, layer: str) -> Shape:
    """Return one of a place's shapes, in metres."""
    return {"boundaries": market.boundary, "extents": market.extent, "firm": market.firm}[layer]


def _geometry(shape: Shape, turn: Transformer) -> dict[str, object] | None:
    return None if shape.is_empty else dict(mapping(degrees(shape, turn)))


def _criterion(place: Place, at: int) -> dict[str, Value]:
    one = place.market.criteria[at]
    return {
        "name": one.name,
        "answer": one.answer,
        "value": None if one.value is None else _rounded(one.value),
        "threshold": _rounded(one.threshold),
        "reason": one.reason,
    }


def _whole(value: float) -> int | None:
    return int(value) if math.isfinite(value) else None


def _rounded(value: float) -> float | None:
    return round(float(value), DIGITS) if math.isfinite(value) else None
