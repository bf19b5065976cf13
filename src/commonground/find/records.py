"""Records: incidents as arrays, with what decides a market taken out of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from commonground.core.errors import DataError, MethodError
from commonground.core.incidents import Incidents
from commonground.core.market import Shape
from commonground.find.definition import Definition, Drawing
from commonground.numerics.calibration import Floats
from commonground.numerics.decay import decay_weights, decayed_exposure_days

DAYS_A_YEAR = 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12
DAYS_A_WEEK = 7
MONTHS_A_QUARTER = 3

SHORTEST_DAYS = 84
"""A record shorter than this, twelve weeks, cannot tell a market from an operation."""

MOST_HALF_LIVES = 10.0
"""A record this many half-lives old counts for a thousandth."""

FEWEST_POINTS = 10
"""On fewer points than this, no place can be told from another."""

FEWEST_DRUG = 12
"""Fewer drug incidents than this in a whole city are no market anywhere."""

LOST_M = 5_000.0
"""A point farther than this from all others is a mistake."""

FARTHEST_SQUARES = 100_000
"""No square of that size lies farther from the origin of a projected system."""

OVER_THE_EDGE_M = 100.0
"""Streets on the city's border have points beyond it."""


class NowhereToLook(DataError):
    """Incidents of which none, or too few, can be put on a map."""


class TooShortRecord(MethodError):
    """A record too short for a market to show."""


class NoDrugRecords(MethodError):
    """Incidents among which too few are about drugs."""


@dataclass(frozen=True, eq=False)
class Records:
    """Located incidents as arrays, one entry each, in one fixed order.

    Parameters
    ----------
    frame
        The incidents they were made of, in the same order.
    booked
        Incidents of the window that were put on record at an institution that the city file names;
        they count nowhere.
    x_m, y_m
        Where.
    point
        Number of the distinct point.
    day
        Days before the last day, from 0.
    is_drug
        Whether it is of a category that is counted.
    is_recent
        Whether it lies in the window.
    weight
        How much it counts in the density: by age, and so that sums vary as counts do.
    exposure_years
        Years of such weights.
    window_months
        Months of the window that the record covers.
    is_short
        Whether the record is shorter than the window.
    first, last
        First and last day of the record.
    notes
        What was left out, and why.
    """

    frame: pd.DataFrame
    booked: pd.DataFrame
    x_m: Floats
    y_m: Floats
    point: NDArray[np.intp]
    day: NDArray[np.int64]
    is_drug: NDArray[np.bool_]
    is_recent: NDArray[np.bool_]
    weight: Floats
    exposure_years: float
    window_months: int
    is_short: bool
    first: date
    last: date
    notes: tuple[str, ...]

    @cached_property
    def month(self) -> NDArray[np.int64]:
        """Months before the last day, from 0."""
        return np.floor(self.day / DAYS_A_MONTH).astype(np.int64)

    @cached_property
    def week(self) -> NDArray[np.int64]:
        """Weeks before the last day, from 0."""
        return self.day // DAYS_A_WEEK


def records_of(
    incidents: Incidents,
    *,
    definition: Definition,
    drawing: Drawing,
    until: date | None = None,
    boundary: Shape | None = None,
) -> Records:
    """Return what decides a market, out of incidents.

    Incidents that were put on record at an institution are set apart. Those without coordinates,
    beyond the city or too old to count are left out, and the notes say how many.

    Parameters
    ----------
    incidents
        Incidents of every category: those that are not about drugs are what drugs are compared to.
    definition
        What is counted.
    drawing
        How much a record counts by its age, and the length of the window.
    until
        Last day to look at; the last of the record if left out.
    boundary
        The city, in metres; points beyond it are left out.

    Raises
    ------
    NowhereToLook
        If too few have coordinates, or all of them the same.
    TooShortRecord
        If they cover less than twelve weeks.
    NoDrugRecords
        If fewer than a market's worth are about drugs.
    """
    frame, notes = _usable(incidents, until=until, boundary=boundary)
    is_booked = _is_booked(frame)
    frame, booked = frame[~is_booked].reset_index(drop=True), frame[is_booked]
    _require_places(frame)
    last = frame["at"].max().normalize()
    oldest = last - pd.Timedelta(days=MOST_HALF_LIVES * drawing.half_life_days)
    frame, old = _since(frame, oldest)
    notes += old
    day, booked_day = (_days_before(last, one) for one in (frame, booked))
    window = int(drawing.months * DAYS_A_MONTH)
    span = int(day.max()) + 1
    if span < SHORTEST_DAYS:
        raise TooShortRecord(
            f"The incidents cover {span} days; at least {SHORTEST_DAYS} are needed to tell a "
            "market from a single operation. Add earlier records."
        )
    is_drug = Incidents(frame).are(*definition.categories)
    if is_drug.sum() < FEWEST_DRUG:
        raise NoDrugRecords(
            f"{int(is_drug.sum())} of {len(frame):,} located incidents are of the categories "
            f"{', '.join(definition.categories)}; at least {FEWEST_DRUG} are needed. Check the "
            "offences of the city file, or name other categories."
        )
    months = min(drawing.months, max(1, round(span / DAYS_A_MONTH)))
    half_life = drawing.half_life_days
    exposure, squared = (
        decayed_exposure_days(span, half_life_days=h) for h in (half_life, half_life / 2)
    )
    like_a_count = exposure / squared
    point = _points(frame)
    return Records(
        frame=frame,
        booked=booked[booked_day < window],
        x_m=frame["x_m"].to_numpy(np.float64),
        y_m=frame["y_m"].to_numpy(np.float64),
        point=point,
        day=day,
        is_drug=is_drug,
        is_recent=day < window,
        weight=decay_weights(day.astype(np.float64) + 0.5, half_life_days=half_life) * like_a_count,
        exposure_years=exposure * like_a_count / DAYS_A_YEAR,
        window_months=months,
        is_short=months < drawing.months,
        first=frame["at"].min().date(),
        last=last.date(),
        notes=tuple(notes),
    )


def _usable(
    incidents: Incidents, *, until: date | None, boundary: Shape | None
) -> tuple[pd.DataFrame, list[str]]:
    """Return the incidents that can be used, in an order that is theirs, and what was left out."""
    frame, notes = incidents.frame, []
    if until is not None:
        frame = frame[frame["at"] < pd.Timestamp(until) + pd.Timedelta(days=1)]
        if frame.empty:
            raise NowhereToLook(f"No incident lies before {until}. Name a later day.")
    known = np.isfinite(frame["x_m"].to_numpy(np.float64)) & np.isfinite(
        frame["y_m"].to_numpy(np.float64)
    )
    _require_some(known)
    if not known.all():
        notes.append(
            f"{int((~known).sum()):,} of {len(frame):,} incidents have no coordinates and are on "
            "no map."
        )
    frame = frame[known]
    lost = _lost(frame, boundary)
    if lost.any():
        _require_some(~lost)
        notes.append(
            f"{int(lost.sum()):,} incidents lie beyond the city and were left out."
            if boundary is not None
            else f"{int(lost.sum()):,} incidents lie more than {LOST_M / 1000:g} km from all "
            "others and were left out."
        )
        frame = frame[~lost]
    decide = frame[["at", "x_m", "y_m", "incident"]].reset_index(drop=True)
    in_order = decide.sort_values(list(decide.columns), kind="stable").index
    return frame.iloc[in_order].reset_index(drop=True), notes


def _since(frame: pd.DataFrame, oldest: pd.Timestamp) -> tuple[pd.DataFrame, list[str]]:
    """Leave out what is too old to count, and say so."""
    is_old = frame["at"] <= oldest
    if not is_old.any():
        return frame, []
    note = (
        f"{int(is_old.sum()):,} incidents are from {oldest.date()} or before; they would count for "
        "next to nothing, and were left out."
    )
    return frame[~is_old].reset_index(drop=True), [note]


def _days_before(last: pd.Timestamp, frame: pd.DataFrame) -> NDArray[np.int64]:
    return np.asarray((last - frame["at"].dt.normalize()).dt.days, dtype=np.int64)


def _is_booked(frame: pd.DataFrame) -> NDArray[np.bool_]:
    if "booked_at" not in frame:
        return np.zeros(len(frame), dtype=bool)
    return frame["booked_at"].notna().to_numpy()


def _require_places(frame: pd.DataFrame) -> None:
    points = int(_points(frame).max(initial=-1)) + 1
    if points < FEWEST_POINTS:
        raise NowhereToLook(
            f"The {len(frame):,} located incidents lie on {points} points; on fewer than "
            f"{FEWEST_POINTS} no place can be told from another. Look at how the positions were "
            "made."
        )


def _require_some(usable: NDArray[np.bool_]) -> None:
    if not usable.any():
        raise NowhereToLook(
            f"None of {len(usable):,} incidents has coordinates in the city, so nothing can be "
            "found on a map. Check the position in the city file."
        )


def _points(frame: pd.DataFrame) -> NDArray[np.intp]:
    """Return the number of each record's point, to the metre."""
    x, y = (np.round(frame[name].to_numpy()).astype(np.int64) for name in ("x_m", "y_m"))
    span = int(y.max(initial=0) - y.min(initial=0)) + 1
    return np.unique(x * span + y - y.min(initial=0), return_inverse=True)[1].astype(np.intp)


def _lost(frame: pd.DataFrame, boundary: Shape | None) -> NDArray[np.bool_]:
    """Return which points lie beyond the city, or far from every other point."""
    if boundary is not None:
        city = boundary.buffer(OVER_THE_EDGE_M)
        shapely.prepare(city)
        return ~np.asarray(
            shapely.contains_xy(city, frame["x_m"].to_numpy(), frame["y_m"].to_numpy())
        )
    column, row = (
        np.floor(frame[name].to_numpy(np.float64) / LOST_M).astype(np.int64)
        for name in ("x_m", "y_m")
    )
    keys = column * (2 * FARTHEST_SQUARES) + row
    squares, at, held = np.unique(keys, return_inverse=True, return_counts=True)
    columns, rows = np.divmod(squares + FARTHEST_SQUARES, 2 * FARTHEST_SQUARES)
    places = np.column_stack([columns, rows])
    near = np.abs(places[:, None, :] - places[None, :, :]).max(axis=2) <= 1
    few = near @ held < 2 * FEWEST_POINTS
    return np.asarray(few[at.ravel()] & (len(frame) >= 100 * FEWEST_POINTS))
