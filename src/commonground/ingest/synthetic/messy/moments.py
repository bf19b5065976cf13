"""What clocks show: hours they skip, and local time as UTC."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

STEP = "10min"
"""Fine enough for every hour that clocks have skipped since 1950: the shortest is 20 minutes."""


def shown(at: pd.Series, *, zone: str) -> pd.Series:
    """Return local times as clocks can have shown them: what they skip is when they go on.

    Parameters
    ----------
    at
        Local times.
    zone
        Time zone.
    """
    local: pd.Series = _in_zone(at, zone=zone).dt.tz_localize(None)
    return local


def in_utc(at: pd.Series, *, zone: str) -> pd.Series:
    """Return local times in UTC; of an hour that comes twice the first is meant.

    Parameters
    ----------
    at
        Local times that clocks have shown.
    zone
        Time zone.
    """
    utc: pd.Series = _in_zone(at, zone=zone).dt.tz_convert("UTC").dt.tz_localize(None)
    return utc


def skipped(first: pd.Timestamp, end: pd.Timestamp, *, zone: str) -> pd.DatetimeIndex:
    """Return local times between two moments that no clock has shown, ten minutes apart.

    Parameters
    ----------
    first, end
        From and until when.
    zone
        Time zone.
    """
    times = pd.date_range(first, end, freq=STEP, inclusive="left")
    zoned = times.tz_localize(zone, nonexistent="NaT", ambiguous=_firsts(len(times)))
    return times[zoned.isna()]


def delayed(at: pd.Series, *, minutes: NDArray[np.intp], end: pd.Timestamp, zone: str) -> pd.Series:
    """Return moments some minutes later; those that would be too late stay.

    Parameters
    ----------
    at
        Local times.
    minutes
        How much later.
    end
        Before this they must be.
    zone
        Time zone.
    """
    later = shown(at + pd.to_timedelta(minutes, unit="min"), zone=zone)
    return later.where(later < end, at)


def _in_zone(at: pd.Series, *, zone: str) -> pd.Series:
    firsts = _firsts(len(at))
    zoned: pd.Series = at.dt.tz_localize(zone, nonexistent="shift_forward", ambiguous=firsts)
    return zoned


def _firsts(count: int) -> NDArray[np.bool_]:
    return np.ones(count, dtype=np.bool_)
