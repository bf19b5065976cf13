"""Holding: which of some places lie in which part of a design."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from commonground.core.market import Shape
from commonground.numerics.calibration import Floats

MOST = 0.5
"""A place of which this share lies in a part belongs to it."""

SMALLEST_SHARE = 1e-9
"""What is smaller is a difference of rounding, and no ground."""


def shares_within(geometry: NDArray[Any], parts: Sequence[Shape]) -> Floats:
    """Return what share of each place lies in each part.

    Parameters
    ----------
    geometry
        Polygons, lines or points in metres, shape (places,).
    parts
        Polygons in the same metres.

    Returns
    -------
    numpy.ndarray
        Shares of area, of length or of points, whichever a place has; shape (places, parts).
    """
    shares = np.zeros((len(geometry), len(parts)))
    tree = shapely.STRtree(geometry)
    for at, part in enumerate(parts):
        near = tree.query(part, predicate="intersects")
        if len(near):
            shares[near, at] = _share(geometry[near], part)
    return np.where(shares > SMALLEST_SHARE, shares, 0.0)


def _share(geometry: NDArray[Any], part: Shape) -> Floats:
    inside = shapely.intersection(geometry, part)
    kind = shapely.get_dimensions(geometry)
    return np.select(
        [kind == 2, kind == 1],
        [
            shapely.area(inside) / np.maximum(shapely.area(geometry), np.finfo(float).tiny),
            shapely.length(inside) / np.maximum(shapely.length(geometry), np.finfo(float).tiny),
        ],
        default=1.0,
    ).astype(np.float64)
