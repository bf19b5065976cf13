"""Small grids of cells, and everything that chance could do to them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray


def queen(rows: int, columns: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the neighbours of a grid's cells, corners included, as compressed sparse rows."""
    near = [
        [
            r * columns + c
            for r in range(max(0, row - 1), min(rows, row + 2))
            for c in range(max(0, column - 1), min(columns, column + 2))
            if (r, c) != (row, column)
        ]
        for row in range(rows)
        for column in range(columns)
    ]
    starts = np.cumsum([0, *(len(one) for one in near)]).astype(np.intp)
    return starts, np.array([other for one in near for other in one], dtype=np.intp)


def all_neighbour_sums(counts: NDArray[np.int64], cell: int, size: int) -> NDArray[np.int64]:
    """Return the sum of every set of other cells that could be the neighbours of a cell."""
    rest = np.delete(counts, cell)
    sets = np.array(list(combinations(range(len(rest)), size)), dtype=np.intp)
    return np.asarray(rest[sets].sum(axis=1), dtype=np.int64)
