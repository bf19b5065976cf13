"""Basins: the parts of a surface that lead up to one peak, as rain would part them upside down."""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray

from commonground.numerics.calibration import Floats

Integers = NDArray[np.intp]


def peak_basins(heights: Floats, *, starts: Integers, others: Integers) -> Integers:
    """Return to which peak each place leads when one always steps to the highest neighbour.

    Parameters
    ----------
    heights
        Height of each place, shape (places,). Of equal heights the earlier place is higher.
    starts, others
        Neighbours as compressed sparse rows.

    Returns
    -------
    numpy.ndarray
        Position of the peak of each place, shape (places,).
    """
    place = np.arange(len(heights))
    rank = np.empty(len(heights), dtype=np.intp)
    rank[np.lexsort((place, -heights))] = place
    owner = np.repeat(place, np.diff(starts))
    best = rank.copy()
    np.minimum.at(best, owner, rank[others])
    at = np.argsort(rank, kind="stable")
    towards: Integers = at[best]
    while not np.array_equal(towards, towards[towards]):
        towards = towards[towards]
    return towards


def merged_basins(  # noqa: PLR0913  a surface, its neighbours, and two limits
    basins: Integers,
    *,
    heights: Floats,
    sizes: Floats,
    starts: Integers,
    others: Integers,
    largest: float,
    smallest: float,
) -> Integers:
    """Join neighbouring basins across their shallowest valleys, as far as they stay small enough.

    The valley between two basins is as deep as its saddle lies below the lower of the two peaks.
    The shallowest is filled first, unless the whole would be too large.

    Parameters
    ----------
    basins
        Peak of each place, as from `peak_basins`.
    heights
        Height of each place, positive.
    sizes
        Size of each place, such as hectares.
    starts, others
        Neighbours as compressed sparse rows.
    largest
        Size that no joined basin exceeds.
    smallest
        Basins that are smaller are joined to a neighbour first, whichever valley is shallowest.

    Returns
    -------
    numpy.ndarray
        Number of the basin of each place, from 0, the highest peak first.
    """
    area = {int(peak): float(sizes[basins == peak].sum()) for peak in np.unique(basins)}
    top = {peak: float(heights[peak]) for peak in area}
    parent = {peak: peak for peak in area}
    saddles = _saddles(basins, heights=heights, starts=starts, others=others)

    for tiny_first in (True, False):
        waiting = [
            (_depth(top, one, other, height), one, other, height)
            for (one, other), height in saddles.items()
        ]
        heapq.heapify(waiting)
        while waiting:
            depth, one, other, height = heapq.heappop(waiting)
            one, other = _root(parent, one), _root(parent, other)
            if one == other or area[one] + area[other] > largest:
                continue
            if tiny_first and min(area[one], area[other]) >= smallest:
                continue
            if _depth(top, one, other, height) > depth:  # the peaks have grown by other joins
                again = (_depth(top, one, other, height), one, other, height)
                heapq.heappush(waiting, again)
                continue
            high, low = sorted((one, other), key=lambda peak: (-top[peak], peak))
            parent[low] = high
            area[high] += area[low]

    roots = np.array([_root(parent, int(peak)) for peak in basins], dtype=np.intp)
    order = sorted(set(roots.tolist()), key=lambda peak: (-top[peak], peak))
    number = {peak: at for at, peak in enumerate(order)}
    return np.array([number[int(root)] for root in roots], dtype=np.intp)


def _saddles(
    basins: Integers, *, heights: Floats, starts: Integers, others: Integers
) -> dict[tuple[int, int], float]:
    """Return the highest pass between each pair of basins that touch."""
    owner = np.repeat(np.arange(len(basins)), np.diff(starts))
    one, other = basins[owner], basins[others]
    between = one < other
    height = np.minimum(heights[owner], heights[others])[between]
    pairs = np.column_stack([one[between], other[between]])
    found: dict[tuple[int, int], float] = {}
    for (first, second), level in zip(pairs.tolist(), height.tolist(), strict=True):
        found[first, second] = max(level, found.get((first, second), 0.0))
    return found


def _depth(top: dict[int, float], one: int, other: int, height: float) -> float:
    return 1 - height / min(top[one], top[other])


def _root(parent: dict[int, int], peak: int) -> int:
    while parent[peak] != peak:
        peak = parent[peak]
    return peak
