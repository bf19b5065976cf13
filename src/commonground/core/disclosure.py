"""Disclosure: what may be counted and drawn without making anybody known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from commonground.core.incidents import Incidents

FEWEST_PEOPLE = 11
"""Smallest positive count of people that may be shown: fewer could be known to their neighbours."""

PEOPLE = ("overdose", "drug call", "disorder call")
"""Categories whose records are of people who were ill, or who called for help."""

CELL_M = 50.0
"""Side of the cells that points are moved to before they are drawn."""


def drawable(incidents: Incidents) -> Incidents:
    """Return the incidents that may be drawn on a map, each in the middle of its cell.

    A map is read backwards: from a dot to a door. So what is about people never becomes a dot, be
    it a leading category or not. An overdose marks where somebody was ill or died, and a family
    would see it; a call marks who may have called, and somebody who sells there would see it. An
    incident indoors marks a home, and an open-air market is not there. All others, whose premise
    may be unknown, stand for a cell of 50 m and not for an address.

    Parameters
    ----------
    incidents
        Incidents of any category.

    Returns
    -------
    Incidents
        Rows keep their index, so that what is known beside the table can be found again.
    """
    frame = incidents.frame
    of_people = incidents.are(*PEOPLE) | frame["category"].isin(PEOPLE).to_numpy(bool)
    indoors = np.zeros(len(frame), dtype=bool)
    if "premise" in frame:
        indoors = (frame["premise"] == "indoors").to_numpy()
    left = frame[~(of_people | indoors)]
    return incidents.part(left.assign(x_m=_middle(left["x_m"]), y_m=_middle(left["y_m"])))


def _middle(at: pd.Series[float]) -> pd.Series[float]:
    """Return the middle of the cell that each coordinate lies in."""
    return (at // CELL_M + 0.5) * CELL_M


def are_few(counts: NDArray[Any]) -> NDArray[np.bool_]:
    """Say which counts of people are positive and too small to be shown."""
    return np.asarray((counts > 0) & (counts < FEWEST_PEOPLE))


def at_least_shown(count: int) -> str:
    """Write a count of people as it may be shown: a small one only as that."""
    return f"fewer than {FEWEST_PEOPLE}" if 0 < count < FEWEST_PEOPLE else f"{count:,}"


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
