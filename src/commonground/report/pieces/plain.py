"""Plain values: what any program can read from JSON."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
import pandas as pd

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"


def plain(value: object) -> Plain:
    """Return a value as JSON can hold it; what is no number, or has no end, is ``None``."""
    if isinstance(value, dict):
        return {str(key): plain(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [plain(held) for held in value]
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    return value if isinstance(value, str) else None


def plain_rows(table: pd.DataFrame) -> list[Plain]:
    """Return the rows of a table as objects."""
    columns = [str(column) for column in table.columns]
    return [
        {column: plain(value) for column, value in zip(columns, row, strict=True)}
        for row in table.itertuples(index=False, name=None)
    ]
