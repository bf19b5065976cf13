"""Detectable changes as rows of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields

import numpy as np
import pandas as pd

from commonground.find.layout.detecting import Detectable
from commonground.find.layout.layout import Layout

DIGITS = 4
"""Decimals of a share: a hundredth of a percent."""

COLUMNS = ("id", *(field.name for field in fields(Detectable)), "can_be_shown")


def detectable_rows(
    layouts: Sequence[Layout], *, numbers: Mapping[str, int] | None = None
) -> pd.DataFrame:
    """Return the detectable changes of layouts, one row an outcome, length of time and reckoning.

    Parameters
    ----------
    layouts
        The layouts.
    numbers
        Numbers of the places in a report by id, to stand first; none if left out.
    """
    rows = [
        {"id": layout.place, **asdict(one), "can_be_shown": one.can_be_shown}
        for layout in layouts
        for one in layout.detectable
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    shares = ["dispersion", "by_chance", "change"]
    table[shares] = table[shares].astype(np.float64).replace(np.inf, np.nan).round(DIGITS)
    if numbers is not None:
        table.insert(0, "number", table["id"].map(numbers).astype("Int64"))
    return table
