"""Sums over the neighbours of each cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.numerics.whole_counts import Counts, Integers, whole_counts


@dataclass(frozen=True, slots=True, eq=False)
class NeighbourSums:
    """What lies around each cell.

    Parameters
    ----------
    counts
        The cell's own, shape (n,).
    sizes
        How many neighbours it has, shape (n,).
    sums
        Sum of their counts, shape (n,).
    """

    counts: Counts
    sizes: Counts
    sums: Counts


def neighbour_sums(counts: Integers, *, starts: Integers, others: Integers) -> NeighbourSums:
    """Add up the counts of the neighbours of each cell.

    Parameters
    ----------
    counts
        Whole numbers from 0, one a cell, shape (n,).
    starts, others
        Neighbours as compressed sparse rows: those of cell ``i`` are
        ``others[starts[i]:starts[i + 1]]``. Each is named once, and no cell is its own.

    Raises
    ------
    ValueError
        If counts are not whole, or the rows do not name neighbours of these cells.
    """
    counts = whole_counts(counts)
    first, other = np.asarray(starts, dtype=np.int64), np.asarray(others, dtype=np.int64)
    _require_rows(counts, first, other)

    running = np.concatenate([[0], np.cumsum(counts[other])])
    return NeighbourSums(
        counts=counts,
        sizes=np.diff(first),
        sums=running[first[1:]] - running[first[:-1]],
    )


def _require_rows(counts: Counts, starts: Counts, others: Counts) -> None:
    cells = len(counts)
    if counts.ndim != 1 or starts.shape != (cells + 1,):
        raise ValueError(f"{len(starts) - 1} rows of neighbours do not belong to {cells} cells")
    sizes = np.diff(starts)
    if starts[0] != 0 or starts[-1] != len(others) or (sizes < 0).any():
        raise ValueError(f"starts do not divide {len(others)} neighbours into rows")
    if len(others) and not 0 <= others.min() <= others.max() < cells:
        raise ValueError(f"neighbours must be positions from 0 to {cells - 1}")
    cell = np.repeat(np.arange(cells), sizes)
    if (cell == others).any():
        raise ValueError(f"cell {cell[cell == others][0]} is named as its own neighbour")
    pair = cell * cells + others
    if (np.diff(pair) <= 0).any() and len(np.unique(pair)) < len(pair):
        raise ValueError("a cell is named twice as a neighbour of another")
