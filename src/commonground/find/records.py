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


UNUSED = ["incident", "recorded_on", "agency", "rows"]
"""What tells nothing of a place; copies of it would take room."""


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
    incidents
        What they were made of, in the same order, without ids.
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

    incidents: Incidents
    booked: Incidents
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

    @property
    def frame(self) -> pd.DataFrame:
        """The incidents as a table."""
        return self.incidents.frame

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
    where: NDArray[np.bool_] | None = None,
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
    where
        Which incidents to look at; all if left out.

    Raises
    ------
    NowhereToLook
        If too few have coordinates, or all of them the same.
    TooShortRecord
        If they cover less than twelve weeks.
    NoDrugRecords
        If fewer than a market's worth are about drugs.
    """
    frame = incidents.frame
    kept = np.arange(len(frame)) if where is None else np.flatnonzero(where)
    kept, notes = _usable(frame, kept, until=until, boundary=boundary)
    at = frame["at"].to_numpy("M8[us]")
    is_booked = _is_booked(frame)[kept]
    booked, kept = kept[is_booked], kept[~is_booked]
    _require_places(frame, kept)
    last = at[kept].max().astype("M8[D]")
    oldest = last - np.timedelta64(int(MOST_HALF_LIVES * drawing.half_life_days * 24), "h")
    kept, old = _since(at, kept, oldest)
    notes += old
    day = _days_before(last, at[kept])
    window = int(drawing.months * DAYS_A_MONTH)
    span = int(day.max()) + 1
    if span < SHORTEST_DAYS:
        raise TooShortRecord(
            f"The incidents cover {span} days; at least {SHORTEST_DAYS} are needed to tell a "
            "market from a single operation. Add earlier records."
        )
    is_drug = incidents.are(*definition.categories)[kept]
    if is_drug.sum() < FEWEST_DRUG:
        raise NoDrugRecords(
            f"{int(is_drug.sum())} of {len(kept):,} located incidents are of the categories "
            f"{', '.join(definition.categories)}; at least {FEWEST_DRUG} are needed. Check the "
            "offences of the city file, or name other categories."
        )
    months = min(drawing.months, max(1, round(span / DAYS_A_MONTH)))
    half_life = drawing.half_life_days
    exposure, squared = (
        decayed_exposure_days(span, half_life_days=h) for h in (half_life, half_life / 2)
    )
    like_a_count = exposure / squared
    frame = frame.drop(columns=UNUSED, errors="ignore")
    mine = frame.take(kept).reset_index(drop=True)
    x_m, y_m = (mine[name].to_numpy(np.float64) for name in ("x_m", "y_m"))
    return Records(
        incidents=incidents.part(mine),
        booked=incidents.part(frame.take(booked[_days_before(last, at[booked]) < window])),
        x_m=x_m,
        y_m=y_m,
        point=_points(x_m, y_m),
        day=day,
        is_drug=is_drug,
        is_recent=day < window,
        weight=decay_weights(day.astype(np.float64) + 0.5, half_life_days=half_life) * like_a_count,
        exposure_years=exposure * like_a_count / DAYS_A_YEAR,
        window_months=months,
        is_short=months < drawing.months,
        first=at[kept].min().astype("M8[D]").item(),
        last=last.item(),
        notes=tuple(notes),
    )


def _usable(
    frame: pd.DataFrame, kept: NDArray[np.intp], *, until: date | None, boundary: Shape | None
) -> tuple[NDArray[np.intp], list[str]]:
    """Return which incidents can be used, in an order that is theirs, and what was left out."""
    notes = []
    if until is not None:
        end = np.datetime64(until, "D") + np.timedelta64(1, "D")
        kept = kept[frame["at"].to_numpy()[kept] < end]
        if not len(kept):
            raise NowhereToLook(f"No incident lies before {until}. Name a later day.")
    x_m, y_m = _positions(frame, kept)
    known = np.isfinite(x_m) & np.isfinite(y_m)
    _require_some(known)
    if not known.all():
        notes.append(
            f"{int((~known).sum()):,} of {len(kept):,} incidents have no coordinates and are on "
            "no map."
        )
    kept = kept[known]
    lost = _lost(x_m[known], y_m[known], boundary)
    if lost.any():
        _require_some(~lost)
        notes.append(
            f"{int(lost.sum()):,} incidents lie beyond the city and were left out."
            if boundary is not None
            else f"{int(lost.sum()):,} incidents lie more than {LOST_M / 1000:g} km from all "
            "others and were left out."
        )
        kept = kept[~lost]
    return kept[_order(frame, kept)], notes


def _order(frame: pd.DataFrame, kept: NDArray[np.intp]) -> NDArray[np.intp]:
    """Order incidents by moment and point; the id decides only where those are the same."""
    keys = [*reversed(_positions(frame, kept)), frame["at"].to_numpy()[kept]]
    order = np.lexsort(keys)
    same = np.logical_and.reduce([key[order][1:] == key[order][:-1] for key in keys])
    tied = order[np.append(same, False) | np.append(False, same)]
    ids = frame["incident"].take(kept[tied]).to_numpy(object)
    rank = np.zeros(len(kept), dtype=np.intp)
    rank[tied] = np.unique(ids, return_inverse=True)[1]
    return np.lexsort([rank, *keys])


def _positions(frame: pd.DataFrame, kept: NDArray[np.intp]) -> tuple[Floats, Floats]:
    x_m, y_m = (frame[name].to_numpy(np.float64)[kept] for name in ("x_m", "y_m"))
    return x_m, y_m


def _since(
    at: NDArray[np.datetime64], kept: NDArray[np.intp], oldest: np.datetime64
) -> tuple[NDArray[np.intp], list[str]]:
    """Leave out what is too old to count, and say so."""
    is_old = at[kept] <= oldest
    if not is_old.any():
        return kept, []
    note = (
        f"{int(is_old.sum()):,} incidents are from {oldest.astype('M8[D]')} or before; they would "
        "count for next to nothing, and were left out."
    )
    return kept[~is_old], [note]


def _days_before(last: np.datetime64, at: NDArray[np.datetime64]) -> NDArray[np.int64]:
    return (last - at.astype("M8[D]")).astype(np.int64)


def _is_booked(frame: pd.DataFrame) -> NDArray[np.bool_]:
    if "booked_at" not in frame:
        return np.zeros(len(frame), dtype=bool)
    return frame["booked_at"].notna().to_numpy()


def _require_places(frame: pd.DataFrame, kept: NDArray[np.intp]) -> None:
    points = int(_points(*_positions(frame, kept)).max(initial=-1)) + 1
    if points < FEWEST_POINTS:
        raise NowhereToLook(
            f"The {len(kept):,} located incidents lie on {points} points; on fewer than "
            f"{FEWEST_POINTS} no place can be told from another. Look at how the positions were "
            "made."
        )


def _require_some(usable: NDArray[np.bool_]) -> None:
    if not usable.any():
        raise NowhereToLook(
            f"None of {len(usable):,} incidents has coordinates in the city, so nothing can be "
            "found on a map. Check the position in the city file."
        )


def _points(x_m: Floats, y_m: Floats) -> NDArray[np.intp]:
    """Return the number of each record's point, to the metre."""
    x, y = (np.round(at).astype(np.int64) for at in (x_m, y_m))
    span = int(y.max(initial=0) - y.min(initial=0)) + 1
    return np.unique(x * span + y - y.min(initial=0), return_inverse=True)[1].astype(np.intp)


def _lost(x_m: Floats, y_m: Floats, boundary: Shape | None) -> NDArray[np.bool_]:
    """Return which points lie beyond the city, or far from every other point."""
    if boundary is not None:
        city = boundary.buffer(OVER_THE_EDGE_M)
        shapely.prepare(city)
        return ~np.asarray(shapely.contains_xy(city, x_m, y_m))
    column, row = (np.floor(at / LOST_M).astype(np.int64) for at in (x_m, y_m))
    keys = column * (2 * FARTHEST_SQUARES) + row
    squares, at, held = np.unique(keys, return_inverse=True, return_counts=True)
    columns, rows = np.divmod(squares + FARTHEST_SQUARES, 2 * FARTHEST_SQUARES)
    places = np.column_stack([columns, rows])
    near = np.abs(places[:, None, :] - places[None, :, :]).max(axis=2) <= 1
    few = near @ held < 2 * FEWEST_POINTS
    return np.asarray(few[at.ravel()] & (len(x_m) >= 100 * FEWEST_POINTS))
