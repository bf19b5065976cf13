"""Detectable changes as rows of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields

import numpy as np
import pandas as pd

from commonground.find.design.design import Design
from commonground.find.design.detecting import Detectable

DIGITS = 4
"""Decimals of a share: a hundredth of a percent."""

COLUMNS = ("id", *(field.name for field in fields(Detectable)), "can_be_shown")


def detectable_rows(
    designs: Sequence[Design], *, numbers: Mapping[str, int] | None = None
) -> pd.DataFrame:
    """Return the detectable changes of designs, one row an outcome, length of time and reckoning.

    Parameters
    ----------
    designs
        The designs.
    numbers
        Numbers of the places in a report by id, to stand first; none if left out.
    """
    rows = [
        {"id": design.place, **asdict(one), "can_be_shown": one.can_be_shown}
        for design in designs
        for one in design.detectable
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    shares = ["dispersion", "by_chance", "change"]
    table[shares] = table[shares].astype(np.float64).replace(np.inf, np.nan).round(DIGITS)
    if numbers is not None:
        table.insert(0, "number", table["id"].map(numbers).astype("Int64"))
    return table
