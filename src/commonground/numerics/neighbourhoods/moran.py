"""Local Moran's I: cells that resemble their neighbours, and cells that stand out among them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from commonground.numerics.calibration import Floats
from commonground.numerics.neighbourhoods.neighbour_sums import neighbour_sums
from commonground.numerics.neighbourhoods.subset_sums import neighbour_sum_tails
from commonground.numerics.whole_counts import Counts, Integers


class Quadrant(IntEnum):
    """The cell first, then the mean of its neighbours; numbered as by esda and GeoDa's scatter."""

    NONE = 0
    HIGH_HIGH = 1
    LOW_HIGH = 2
    LOW_LOW = 3
    HIGH_LOW = 4


@dataclass(frozen=True, slots=True, eq=False)
class LocalMoran:
    """Local Moran's I of each cell.

    Parameters
    ----------
    statistic
        ``I``, shape (n,): positive among similar neighbours, negative among unlike ones. ``nan``
        without neighbours, or where all counts are equal.
    quadrant
        A `Quadrant` each, shape (n,).
    p_upper
        Share of all ways to place the other counts around the cell that give an ``I`` as high,
        shape (n,).
    p_lower
        The same for as low, shape (n,).
    """

    statistic: Floats
    quadrant: NDArray[np.int8]
    p_upper: Floats
    p_lower: Floats

    @property
    def p_two_sided(self) -> Floats:
        """Twice the smaller of the two, at most 1; shape (n,)."""
        return np.asarray(np.minimum(1.0, 2 * np.minimum(self.p_upper, self.p_lower)))


def local_moran(counts: Integers, *, starts: Integers, others: Integers) -> LocalMoran:
    """Return local Moran's I of each cell, with p from all conditional permutations at once.

    Neighbours weigh ``1 / k`` each. Given its cell, ``I`` rises with the sum over the neighbours
    where the cell is above the mean and falls with it where it is below, so its null is that of a
    sum of ``k`` of the other counts. A cell just at the mean has p 1.

    Parameters
    ----------
    counts
        Whole numbers from 0, one a cell, shape (n,).
    starts, others
        Neighbours as compressed sparse rows: those of cell ``i`` are
        ``others[starts[i]:starts[i + 1]]``, without the cell itself.

    Returns
    -------
    LocalMoran
        ``I`` after Anselin (1995, eq. 7), scaled as esda does: ``(n - 1) z_i mean_j z_j`` over the
        sum of squared ``z``, which are deviations from the mean. The p are exact, and true to
        their name; esda's ``p_sim`` takes the smaller tail after looking at both, and is about
        half of ``p_two_sided``.

    Raises
    ------
    ValueError
        If counts are not whole, or the rows do not fit the cells.
    """
    around = neighbour_sums(counts, starts=starts, others=others)
    n, total = len(around.counts), int(around.counts.sum())

    # In units of 1 / n and 1 / k deviations are whole numbers, so that zero is zero.
    deviation = n * around.counts - total
    around_it = n * around.sums - around.sizes * total
    squares = float(np.square(deviation, dtype=np.float64).sum())
    possible = (around.sizes > 0) & (squares > 0)
    scale = np.where(possible, around.sizes, 1) * (squares if squares > 0 else 1.0)
    statistic = (n - 1) * deviation.astype(np.float64) * around_it / scale

    tails = neighbour_sum_tails(around.counts, sizes=around.sizes, sums=around.sums)
    return LocalMoran(
        statistic=np.where(possible, statistic, np.nan),
        quadrant=_quadrants(deviation > 0, around_it > 0, possible),
        p_upper=_by_sign(deviation, high=tails.upper, low=tails.lower),
        p_lower=_by_sign(deviation, high=tails.lower, low=tails.upper),
    )


def _quadrants(
    is_high: NDArray[np.bool_], is_high_around: NDArray[np.bool_], possible: NDArray[np.bool_]
) -> NDArray[np.int8]:
    among_high = np.where(is_high, Quadrant.HIGH_HIGH, Quadrant.LOW_HIGH)
    among_low = np.where(is_high, Quadrant.HIGH_LOW, Quadrant.LOW_LOW)
    found = np.where(is_high_around, among_high, among_low)
    return np.where(possible, found, Quadrant.NONE).astype(np.int8)


def _by_sign(deviation: Counts, *, high: Floats, low: Floats) -> Floats:
    return np.where(deviation > 0, high, np.where(deviation < 0, low, 1.0))
