"""When things happen: the hour of the week, the season and the trend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from commonground.core.periods import Periods
from commonground.ingest.synthetic.plan import CATEGORIES, HABITS, Operation

HOURS_IN_QUARTER = 24 * 365.25 / 4
WARMEST_DAY = 196
"""The middle of July."""

CLOCKS: Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]] = MappingProxyType(
    {
        "market": (
            (6, 4, 2, 1, 1, 1, 1, 1, 2, 3, 5, 6, 7, 7, 8, 8, 9, 10, 11, 11, 12, 12, 10, 8),
            (8, 8, 9, 10, 13, 12, 8),
        ),
        "night": (
            (10, 9, 8, 5, 2, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 7, 8, 9, 11, 12, 12),
            (8, 8, 8, 9, 12, 14, 12),
        ),
        "day": (
            (4, 3, 2, 2, 2, 2, 3, 5, 7, 7, 7, 7, 8, 7, 7, 8, 9, 10, 10, 9, 8, 7, 6, 5),
            (10, 10, 10, 10, 11, 10, 9),
        ),
        "shift": (
            (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 5, 7, 8, 8, 8, 7, 5, 2, 0),
            (8, 10, 10, 10, 10, 4, 2),
        ),
        "flat": ((1,) * 24, (1,) * 7),
    }
)
"""Weight of each hour of the day, and of each day from Monday to Sunday."""


@dataclass(frozen=True, slots=True, eq=False)
class Tempo:
    """How incidents of each category spread over the hours of the study.

    Parameters
    ----------
    weights
        Shape (categories, hours): the share of an average quarter's incidents in that hour.
    edges
        First hour of each period, and the number of hours: one more than periods.
    """

    weights: NDArray[np.float64]
    edges: NDArray[np.intp]

    @property
    def quarters(self) -> NDArray[np.float64]:
        """Average quarters that each period is worth, shape (periods, categories)."""
        return np.add.reduceat(self.weights, self.edges[:-1], axis=1).T

    def moments(
        self, period: NDArray[np.intp], category: NDArray[np.intp], random: np.random.Generator
    ) -> NDArray[np.int64]:
        """Draw a moment for each incident, in minutes since the beginning of the study.

        Parameters
        ----------
        period, category
            Position of each incident's period and category.
        random
            Where chance comes from.
        """
        passed = np.pad(np.cumsum(self.weights, axis=1), ((0, 0), (1, 0)))
        low, high = passed[category, self.edges[period]], passed[category, self.edges[period + 1]]
        sought = low + random.random(len(period)) * (high - low)
        hour = np.empty(len(period), dtype=np.int64)
        for c in np.unique(category):
            of = category == c
            hour[of] = passed[c].searchsorted(sought[of], side="right") - 1
        hour = np.clip(hour, self.edges[period], self.edges[period + 1] - 1)
        return hour * 60 + random.integers(60, size=len(period))


def tempo(periods: Periods, *, clock: str | None = None) -> Tempo:
    """Return the tempo of a city.

    Parameters
    ----------
    periods
        The periods of the study.
    clock
        One clock for every category, ``"flat"`` for a booking place; each its own if left out.
    """
    hours, edges = _hours(periods)
    years = (hours - hours[0]) / pd.Timedelta(days=365.25)
    summer = np.cos(2 * np.pi * (hours.day_of_year.to_numpy() - WARMEST_DAY) / 365.25)
    weights = [
        _clock(clock or habit.hours, hours)
        * (1 + habit.season * summer)
        * np.exp(habit.trend * years.to_numpy())
        for habit in (HABITS[category] for category in CATEGORIES)
    ]
    return Tempo(weights=np.array(weights) / HOURS_IN_QUARTER, edges=edges)


def operation_tempo(periods: Periods, operation: Operation) -> tuple[Tempo, pd.Timestamp]:
    """Return when an operation's records are made, adding up to 1, and the day it begins."""
    hours, edges = _hours(periods)
    begins = (hours[0] + operation.after * (periods.edges[-1] - hours[0])).normalize()
    under_way = (hours >= begins) & (hours < begins + pd.Timedelta(days=operation.days))
    weight = _clock("shift", hours) * under_way
    share = weight / weight.sum()
    return Tempo(weights=np.tile(share, (len(CATEGORIES), 1)), edges=edges), begins


def _hours(periods: Periods) -> tuple[pd.DatetimeIndex, NDArray[np.intp]]:
    begins = periods.edges
    hours = pd.date_range(begins[0], begins[-1], freq="h", inclusive="left")
    edges = ((begins - begins[0]) // pd.Timedelta(hours=1)).to_numpy(dtype=np.intp)
    return hours, edges


def _clock(name: str, hours: pd.DatetimeIndex) -> NDArray[np.float64]:
    """Weight of each hour, one on average over a week."""
    of_day, of_week = (np.array(part, dtype=np.float64) for part in CLOCKS[name])
    week = of_week[:, None] / of_week.mean() * of_day[None] / of_day.mean()
    by_hour: NDArray[np.float64] = week[hours.day_of_week.to_numpy(), hours.hour.to_numpy()]
    return by_hour
