"""Designs that were fixed earlier, read back from the files that finding wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from pyproj.exceptions import ProjError

from commonground.core.errors import DataError
from commonground.core.market import Shape
from commonground.find.design.design import Alternative, Band, Control, Design
from commonground.find.design.land import ground

CENTIMETRES = 2
"""Decimals of a metre to which a design was drawn."""


class UnreadableDesign(DataError):
    """A file that is no design, or is no longer the one that was fixed."""


def read_design(file: str | Path) -> Design:
    """Read a design from ``designs/ID.geojson`` of a finding.

    What could be detected, and the notes, are not read: they are no part of what was fixed.

    Parameters
    ----------
    file
        The file.

    Returns
    -------
    Design
        The same to the centimetre, in the metres that it was found in.

    Raises
    ------
    UnreadableDesign
        If it is no design, or its shapes are not those of its fingerprint.
    """
    path = Path(file)
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        design = _design(told)
        fixed, is_fixed = str(told["fingerprint"]), design.fingerprint
    except OSError as problem:
        raise UnreadableDesign(f"There is no design {path}: {problem.strerror}.") from None
    except (ValueError, KeyError, TypeError, IndexError, ProjError, shapely.errors.ShapelyError):
        raise UnreadableDesign(
            f"{path} is no design. Name a file out of the folder designs of a finding."
        ) from None
    if is_fixed != fixed:
        raise UnreadableDesign(
            f"{path} is not what was fixed: its shapes have the fingerprint "
            f"{is_fixed[:12]}…, and it says {fixed[:12]}…. Take the file as it was "
            "written; a design that is to be changed is found anew, before the start."
        )
    return design


def _design(told: dict[str, Any]) -> Design:
    turn = Transformer.from_crs("EPSG:4326", told["crs_of_metres"], always_xy=True)
    parts = [(one["properties"], _metres(one["geometry"], turn)) for one in told["features"]]

    def of(role: str, key: str | None = None) -> list[tuple[dict[str, Any], Shape]]:
        return [(p, s) for p, s in parts if p["role"] == role and key in (None, p["id"])]

    def bands(role: str, key: str) -> tuple[Band, ...]:
        return tuple(Band(known["name"], shape) for known, shape in of(role, key))

    return Design(
        place=told["place"],
        name=told["called"],
        target=of("target")[0][1],
        rings=bands("ring", told["place"]),
        controls=tuple(
            Control(p["id"], p["name"], p["kind"], shape, bands("control ring", p["id"]))
            for p, shape in of("control")
        ),
        alternatives=tuple(
            Alternative(p["id"], p["name"], shape, p["distance_m"], p["direction"])
            for p, shape in of("alternative")
        ),
        gap_asked_m=told["gap_asked_m"],
        not_with=tuple(told["not_at_the_same_time"]),
    )


def _metres(geometry: dict[str, Any] | None, turn: Transformer) -> Shape:
    if geometry is None:
        return shapely.Polygon()
    return ground(
        shapely.transform(
            shapely.from_geojson(json.dumps(geometry)),
            lambda at: np.round(np.column_stack(turn.transform(at[:, 0], at[:, 1])), CENTIMETRES),
        )
    )
