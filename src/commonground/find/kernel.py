"""The kernel: how much a record counts at a distance from where it lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array, csr_array, vstack
from scipy.spatial import KDTree

from commonground.numerics.calibration import Floats

REACH = 3.5
"""Standard deviations beyond which a kernel is nothing."""

ROWS_AT_ONCE = 4_096
"""Units whose neighbours are looked up together."""


@dataclass(frozen=True, slots=True, eq=False)
class Kernel:
    """A Gaussian kernel between units, scaled so that its sums vary as counts do.

    Parameters
    ----------
    x_m, y_m
        Middle of each unit.
    bandwidth_m
        Standard deviation.
    matrix
        The kernel between any two units, if it is held; else it is made whenever it is used, some
        rows after the other, so that it takes no room.
    """

    x_m: Floats
    y_m: Floats
    bandwidth_m: float
    matrix: csr_array | None = None

    @property
    def window_ha(self) -> float:
        """Area that a sum stands for, in hectares."""
        return float(4 * np.pi * self.bandwidth_m**2 / 10_000)

    def held(self) -> Kernel:
        """Return the same, to be used many times."""
        return replace(self, matrix=vstack(list(self._rows()), format="csr"))

    def sums(self, counts: Floats) -> Floats:
        """Return the weighted sum of records around each unit, from the counts of each."""
        if self.matrix is not None:
            return np.asarray(self.matrix @ counts)
        return np.concatenate([rows @ counts for rows in self._rows()])

    def _rows(self) -> Iterator[csr_array]:
        at = np.column_stack([self.x_m, self.y_m])
        tree = KDTree(at)
        for first in range(0, len(at), ROWS_AT_ONCE):
            some = KDTree(at[first : first + ROWS_AT_ONCE])
            near = some.sparse_distance_matrix(
                tree, REACH * self.bandwidth_m, output_type="ndarray"
            )
            heights = 2.0 * np.exp(-(near["v"] ** 2) / (2 * self.bandwidth_m**2))
            ends = (near["i"].astype(np.int32), near["j"].astype(np.int32))
            rows = coo_array((heights, ends), shape=(some.n, len(at))).tocsr()
            rows.sort_indices()
            yield rows
