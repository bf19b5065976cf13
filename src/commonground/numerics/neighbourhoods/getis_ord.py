"""Local G and Gi*: where high counts lie among high counts, and low among low."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from commonground.numerics.calibration import Floats
from commonground.numerics.neighbourhoods.neighbour_sums import NeighbourSums, neighbour_sums
from commonground.numerics.neighbourhoods.subset_sums import neighbour_sum_tails
from commonground.numerics.whole_counts import Integers

FEWEST_CELLS = 3
"""With fewer there is no spread left among the others."""


@dataclass(frozen=True, slots=True, eq=False)
class LocalG:
    """Local G of each cell.

    Parameters
    ----------
    z
        The standardised statistic, shape (n,): high where counts are high around the cell. ``nan``
        where it cannot vary.
    p_upper
        Share of all ways to place the other counts around the cell that give a ``G`` as high,
        shape (n,).
    p_lower
        The same for as low, shape (n,).
    """

    z: Floats
    p_upper: Floats
    p_lower: Floats


def getis_ord(
    counts: Integers,
    *,
    starts: Integers,
    others: Integers,
    statistic: Literal["Gi*", "Gi"] = "Gi*",
) -> LocalG:
    """Return local G of each cell, with p from all conditional permutations at once.

    Under the permutations a cell keeps its count and its neighbours are drawn without replacement
    from the others. So ``p`` is that of the sum over the neighbours, and the same for both
    statistics; a cell that is high all by itself has a high ``z`` of Gi* and no small ``p``.

    Parameters
    ----------
    counts
        Whole numbers from 0, one a cell, shape (n,).
    starts, others
        Binary neighbours as compressed sparse rows: those of cell ``i`` are
        ``others[starts[i]:starts[i + 1]]``, without the cell itself.
    statistic
        ``"Gi*"`` counts the cell among its own neighbours, ``"Gi"`` does not.

    Returns
    -------
    LocalG
        ``z`` after Getis and Ord (1992) and Ord and Getis (1995), binary weights; ``p`` exact, and
        without a seed. A cell without neighbours has p 1.

    Raises
    ------
    ValueError
        If counts are not whole, cells are fewer than 3, or the rows do not fit the cells.
    """
    around = neighbour_sums(counts, starts=starts, others=others)
    if len(around.counts) < FEWEST_CELLS:
        raise ValueError(f"{len(around.counts)} cells; at least {FEWEST_CELLS} are needed")

    tails = neighbour_sum_tails(around.counts, sizes=around.sizes, sums=around.sums)
    z = _z_with_itself(around) if statistic == "Gi*" else _z_of_others(around)
    return LocalG(z=z, p_upper=tails.upper, p_lower=tails.lower)


def _z_with_itself(around: NeighbourSums) -> Floats:
    """Return ``(sum_j w_ij x_j - W_i mean) / (s sqrt((n W_i - W_i^2) / (n - 1)))``."""
    x = around.counts.astype(np.float64)
    return _standardised(
        around.sums + x,
        weight=around.sizes.astype(np.float64) + 1,
        of=float(len(x)),
        total=x.sum(),
        squares=x @ x,
    )


def _z_of_others(around: NeighbourSums) -> Floats:
    """Return the same with mean and spread of all cells but the one in question."""
    x = around.counts.astype(np.float64)
    return _standardised(
        around.sums.astype(np.float64),
        weight=around.sizes.astype(np.float64),
        of=len(x) - 1.0,
        total=x.sum() - x,
        squares=x @ x - x**2,
    )


def _standardised(
    sums: Floats, *, weight: Floats, of: float, total: Floats | float, squares: Floats | float
) -> Floats:
    """Standardise sums of ``weight`` of so many counts with that total and sum of squares."""
    spread = np.asarray(of * squares - np.square(total))
    variance = spread * weight * (of - weight) / (of - 1)
    possible = variance > 0
    return np.where(
        possible, (of * sums - weight * total) / np.sqrt(np.where(possible, variance, 1.0)), np.nan
    )
