"""Disclosure: small counts are not published, nor can they be worked out from a total."""

from __future__ import annotations

import numpy as np
import pandas as pd

FEWEST_HEALTH = 11
"""Smallest count of people helped or harmed that may be shown; the usual floor for health data."""

FEWEST_OTHER = 5
"""Smallest count of anything else that a site withholding small counts shows."""


def suppress(counts: pd.DataFrame, *, fewest: int) -> pd.DataFrame:
    """Withhold counts below a floor, and one more wherever a total would give one away.

    Parameters
    ----------
    counts
        Counts; a true zero is shown, for it concerns nobody.
    fewest
        Smallest positive count that is shown.

    Returns
    -------
    pandas.DataFrame
        The same table as nullable integers, withheld cells empty. In a column where exactly one
        cell is withheld the next smallest positive one goes too: otherwise anyone who knows
        the column's total could subtract.
    """
    shown = counts.astype("Float64")
    for column in shown.columns:
        values = counts[column].to_numpy(dtype=np.float64)
        hidden = (values > 0) & (values < fewest)
        if hidden.sum() == 1:
            rest = np.where((values > 0) & ~hidden, values, np.inf)
            if np.isfinite(rest).any():
                hidden[rest.argmin()] = True
        shown[column] = shown[column].mask(hidden)
    return shown
