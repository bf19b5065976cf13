"""Growing: regions of a surface, from a peak outward, the highest neighbour first."""

from __future__ import annotations

import heapq
import math

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from commonground.numerics.calibration import Floats


def grown_region(
    heights: Floats,
    *,
    start: int,
    most: int,
    allowed: NDArray[np.bool_],
    reach: float = math.inf,
) -> NDArray[np.intp]:
    """Return the squares of a region in the order in which it grows from one of them.

    Of all squares that share a side with the region the highest is taken next, as in seeded region
    growing (Adams and Bischof 1994, IEEE Transactions on Pattern Analysis and Machine Intelligence
    16:641-647). The first n of them are the region of n squares, so that one growth serves for
    regions of every size.

    Parameters
    ----------
    heights
        Height of each square, shape (rows, columns). Of equal heights the earlier square is taken.
    start
        Square to grow from, counted row by row.
    most
        Squares at which growing ends.
    allowed
        Squares that may be taken, same shape.
    reach
        How far from the start a square may lie, in sides of a square: a ridge would lead the region
        on to the next peak.

    Returns
    -------
    numpy.ndarray
        Squares counted row by row; fewer than ``most`` where no more can be reached.
    """
    rows, columns = heights.shape
    flat, free = heights.ravel(), allowed.ravel()
    first_row, first_column = divmod(start, columns)
    seen = {start}
    waiting = [(-float(flat[start]), start)] if free[start] else []
    taken: list[int] = []
    while waiting and len(taken) < most:
        _, square = heapq.heappop(waiting)
        taken.append(square)
        row, column = divmod(square, columns)
        for there, beside in (
            (row > 0, square - columns),
            (row + 1 < rows, square + columns),
            (column > 0, square - 1),
            (column + 1 < columns, square + 1),
        ):
            if not there or beside in seen or not free[beside]:
                continue
            r, c = divmod(beside, columns)
            if math.hypot(r - first_row, c - first_column) <= reach:
                seen.add(beside)
                heapq.heappush(waiting, (-float(flat[beside]), beside))
    return np.array(taken, dtype=np.intp)


def peaks_of(heights: Floats, *, apart: int, allowed: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the squares that nothing near them rises above, the highest first.

    Parameters
    ----------
    heights
        Height of each square, shape (rows, columns). A square without height is no peak.
    apart
        Squares to each side that a peak is held against.
    allowed
        Squares that may be peaks, and that peaks are held against; same shape.

    Returns
    -------
    numpy.ndarray
        Squares counted row by row; of equal heights the earlier comes first.
    """
    free = np.where(allowed, heights, 0.0)
    highest = ndimage.maximum_filter(free, size=2 * apart + 1, mode="constant")
    found = np.flatnonzero((free > 0) & (free == highest))
    order: NDArray[np.intp] = found[np.lexsort((found, -free.ravel()[found]))]
    return order
