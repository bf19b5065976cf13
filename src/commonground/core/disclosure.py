"""Disclosure: small counts are not published, nor can they be worked out from a total."""

from __future__ import annotations

import numpy as np
import pandas as pd


def suppress(counts: pd.DataFrame, *, fewest: int) -> pd.DataFrame:
    """Withhold counts below a floor, and with them the smallest count that is not.

    In each column with a positive count below the floor two things are hidden: all such counts, and
    every count equal to the smallest one at or above the floor. Which cells are hidden does not
    depend on their order, so somebody who knows the column's total, what is shown and this rule can
    only find out what the hidden counts add up to. Any two of them could be exchanged, and among
    them are one below the floor and one that is not: no hidden count can be worked out, nor known
    to be below the floor.

    Parameters
    ----------
    counts
        Counts; a true zero is shown, for it concerns nobody.
    fewest
        Smallest positive count that may be shown.

    Returns
    -------
    pandas.DataFrame
        The same table as nullable numbers, withheld cells empty. Where a column has no count at or
        above the floor there is nothing to hide the small ones among: its total, and any sum from
        which it follows, must be withheld too. So must sums of a part of a column that holds
        withheld cells.
    """
    values = counts.to_numpy(dtype=np.float64, na_value=np.nan)
    small = (values > 0) & (values < fewest)
    large = np.where((values > 0) & (values >= fewest), values, np.inf)
    smallest_large = large.min(axis=0, initial=np.inf)
    beside = small.any(axis=0) & np.isfinite(large) & (large == smallest_large)
    return counts.astype("Float64").mask(small | beside)
