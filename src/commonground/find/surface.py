"""The surface: weighted counts of cells, averaged over where the grid of cells may begin."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from commonground.numerics.calibration import Floats

HALF_CELL = np.array([0.5, 1.0, 0.5])
"""How often a neighbouring half-cell lies in the same cell, over the two origins of an axis."""


def averaged_over_origins(counts: Floats) -> Floats:
    """Return, for each half-cell, the count of its cell on average over four origins.

    A grid may begin anywhere, and where it does decides what falls into one cell. With the origin
    shifted by half a cell, east, north and both, every half-cell lies in four cells.

    Parameters
    ----------
    counts
        Counts of half-cells, weighted or not, shape (rows, columns). Beyond them nothing is
        counted.

    Returns
    -------
    numpy.ndarray
        Same shape.
    """
    smooth: NDArray[np.float64] = counts.astype(np.float64)
    for axis in (0, 1):
        smooth = ndimage.correlate1d(smooth, HALF_CELL, axis=axis, mode="constant")
    return smooth
