"""Drug incidents of a place, and of the city, month by month."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from commonground.core.market import Market
from commonground.find.found import Found

MOST_MONTHS = 36
"""Months up to the last day that are shown."""


def months_of(found: Found, market: Market) -> pd.DataFrame:
    """Return one row a month: ``month``, ``incidents`` in the extent, ``city``.

    Parameters
    ----------
    found
        What was found.
    market
        The place.
    """
    records = found.records
    inside = np.asarray(shapely.contains_xy(market.extent, records.x_m, records.y_m))
    first, last = (pd.Timestamp(day) for day in (records.first, records.last))
    every = pd.period_range(first, last, freq="M")[-MOST_MONTHS:]
    held = records.frame["at"].dt.to_period("M")
    of_place, of_city = (
        held[mask].value_counts().reindex(every, fill_value=0)
        for mask in (records.is_drug & inside, records.is_drug)
    )
    return pd.DataFrame(
        {
            "month": every.to_timestamp(),
            "incidents": of_place.to_numpy(),
            "city": of_city.to_numpy(),
        }
    )
