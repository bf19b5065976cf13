"""Degrees: shapes as every map on a screen expects them."""

from __future__ import annotations

import numpy as np
import shapely
from pyproj import Transformer

from commonground.core.market import Shape

DEGREES_PLACES = 7
"""Decimals of degrees: about a centimetre, as RFC 7946 advises."""


def degrees(shape: Shape, turn: Transformer, *, places: int = DEGREES_PLACES) -> Shape:
    """Return a shape in degrees, rounded, its outer rings counterclockwise."""
    turned = shapely.transform(
        shape,
        lambda at: np.round(np.column_stack(turn.transform(at[:, 0], at[:, 1])), places),
    )
    return shapely.orient_polygons(turned, exterior_cw=False)
