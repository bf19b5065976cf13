"""Periods: consecutive stretches of time, by the calendar or only numbered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from commonground.core.errors import DataError

PeriodLike: TypeAlias = str | int | date

PeriodUnit = Literal["number", "day", "week", "month", "quarter", "year"]

CALENDAR: dict[PeriodUnit, str] = {
    "day": "D",
    "week": "W-SUN",
    "month": "M",
    "quarter": "Q-DEC",
    "year": "Y-DEC",
}
"""Pandas frequency of each calendar unit; weeks run from Monday to Sunday (ISO 8601)."""

WRITTEN: dict[PeriodUnit, re.Pattern[str]] = {
    "day": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "month": re.compile(r"\d{4}-\d{2}"),
    "quarter": re.compile(r"\d{4}-?Q[1-4]"),
    "year": re.compile(r"\d{4}"),
}
"""How a period may be written as text. Any other order of day and month is refused, not guessed."""

EXAMPLE: dict[PeriodUnit, str] = {
    "number": "12",
    "day": "2019-03-31",
    "week": "2019-03-25",
    "month": "2019-03",
    "quarter": "2019Q1",
    "year": "2019",
}

TIME = re.compile(r"[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$")
"""A time of day that follows a date."""

MOST_PERIODS = 1_000_000
"""More numbered periods than this are moments in seconds, or numbers that name something else."""

DAYS_IN_WEEK = 7
SHOWN = 3
"""How many offending values an error quotes."""


class UnreadablePeriods(DataError):
    """Values that name no period without guessing."""


class MissingPeriods(DataError):
    """A period between the first and the last holds no row at all."""


class UnknownPeriod(DataError):
    """A period that the data do not cover."""


@dataclass(frozen=True, slots=True)
class Periods:
    """Consecutive periods, first to last, without a gap.

    Parameters
    ----------
    unit
        What one period is: a calendar unit, or ``"number"`` where only the order is known.
    first
        Number of the first period (calendar: its pandas ordinal).
    count
        How many periods there are.
    """

    unit: PeriodUnit
    first: int
    count: int

    def __len__(self) -> int:
        return self.count

    @property
    def labels(self) -> tuple[str, ...]:
        """The periods as text, in order: ``13``, ``2019-03-04``, ``2019-03``, ``2019Q1``."""
        numbers = range(self.first, self.first + self.count)
        if self.unit == "number":
            return tuple(str(number) for number in numbers)
        return tuple(self._label(number) for number in numbers)

    @property
    def edges(self) -> pd.DatetimeIndex:
        """First moment of each period, and the first one after the last: one more than periods.

        Raises
        ------
        UnknownPeriod
            If the periods are only numbered.
        """
        if self.unit == "number":
            raise UnknownPeriod(
                "The periods are only numbered, so nobody can say when one begins. "
                "Use dates, months as 2019-03, or quarters as 2019Q1."
            )
        first = pd.Period(ordinal=self.first, freq=CALENDAR[self.unit])
        return pd.period_range(first, periods=self.count + 1).to_timestamp()

    def position(self, period: PeriodLike) -> int:
        """Return the place of a period in the order, from 0.

        Parameters
        ----------
        period
            A label, a number, or any date that falls in the period.

        Raises
        ------
        UnknownPeriod
            If the data do not cover it.
        """
        position = _ordinal_of(period, unit=self.unit) - self.first
        if not 0 <= position < self.count:
            raise UnknownPeriod(
                f"{period} is not among the periods of the data, "
                f"which run from {self.labels[0]} to {self.labels[-1]} ({self.unit}s)."
            )
        return position

    def slice(self, first: int, count: int) -> Periods:
        """Return ``count`` periods, from position ``first`` on."""
        return Periods(unit=self.unit, first=self.first + first, count=count)

    def _label(self, ordinal: int) -> str:
        if self.unit == "week":
            return str(pd.Period(ordinal=ordinal, freq=CALENDAR["week"]).start_time.date())
        return str(pd.Period(ordinal=ordinal, freq=CALENDAR[self.unit]))


def _ordinal_of(period: PeriodLike, *, unit: PeriodUnit) -> int:
    text = str(period)
    try:
        if unit == "number":
            return int(text)
        return int(pd.Period(text, freq=CALENDAR[unit]).ordinal)
    except ValueError:
        raise UnknownPeriod(f"{text!r} names no {unit}; write it like {EXAMPLE[unit]!r}.") from None


def periods_between(first: PeriodLike, last: PeriodLike, *, unit: PeriodUnit) -> Periods:
    """Return the periods from one to another, both of them included.

    Parameters
    ----------
    first, last
        As labels, or any date that falls in the period.
    unit
        What one period is.

    Raises
    ------
    UnknownPeriod
        If one of them names no period, or the last comes before the first.
    """
    begins, ends = (_ordinal_of(period, unit=unit) for period in (first, last))
    if ends < begins:
        raise UnknownPeriod(f"The last {unit}, {last}, comes before the first, {first}.")
    return Periods(unit=unit, first=begins, count=ends - begins + 1)


def whole_periods(first: date, last: date, *, unit: PeriodUnit) -> Periods:
    """Return the periods that lie wholly between two days, both of them included.

    Parameters
    ----------
    first, last
        The days.
    unit
        A calendar unit.

    Raises
    ------
    MissingPeriods
        If no period does.
    """
    if unit == "number":
        raise UnknownPeriod("Between two days lie periods of the calendar. Name their unit.")
    opening, closing = (pd.Timestamp(day) for day in (first, last))
    begins = pd.Period(opening, freq=CALENDAR[unit])
    ends = pd.Period(closing, freq=CALENDAR[unit])
    start = begins.ordinal + int(begins.start_time < opening)
    end = ends.ordinal - int(ends.end_time.normalize() > closing)
    if end < start:
        raise MissingPeriods(
            f"No {unit} lies wholly between {opening:%Y-%m-%d} and {closing:%Y-%m-%d}. Choose a "
            "shorter unit, or name the first and the last period."
        )
    return Periods(unit=unit, first=start, count=end - start + 1)


def periods_of(
    values: pd.Series, *, unit: PeriodUnit | None = None
) -> tuple[Periods, NDArray[np.intp]]:
    """Read a column of periods.

    Parameters
    ----------
    values
        One entry a row, in any order: whole numbers, dates, or text such as ``2019Q1``,
        ``2019-03``, ``2019-03-31`` or ``2019-03-31 00:00:00``.
    unit
        What one period is; found from the spacing of the values if left out. Dates that are all
        first days, or all last days, of a year, a quarter or a month stand for it.

    Returns
    -------
    tuple
        The periods, and for each row the position of its period.

    Raises
    ------
    UnreadablePeriods
        If a value cannot be read without guessing.
    MissingPeriods
        If a period between the first and the last never occurs.
    """
    if values.isna().any():
        row = int(np.flatnonzero(values.isna().to_numpy())[0])
        raise UnreadablePeriods(
            f"Column {values.name!r} has no period in row {row + 1}. "
            "Fill it in, or take the row out."
        )
    if pd.api.types.is_numeric_dtype(values.dtype) and unit in (None, "number"):
        unit, ordinals = "number", _whole_numbers(values)
    else:
        unit, ordinals = _calendar(values, unit)

    return _consecutive(unit, ordinals)


def _whole_numbers(values: pd.Series) -> NDArray[np.int64]:
    numbers = values.to_numpy(dtype=np.float64)
    broken = numbers != np.floor(numbers)
    if broken.any():
        raise UnreadablePeriods(
            f"Column {values.name!r} numbers its periods {_shown(numbers[broken])}; "
            "whole numbers are needed."
        )
    return numbers.astype(np.int64)


def _calendar(values: pd.Series, unit: PeriodUnit | None) -> tuple[PeriodUnit, NDArray[np.int64]]:
    distinct = pd.Index(values.unique())
    starts, written_unit = _starts(distinct, name=str(values.name))
    if written_unit == "number":
        return "number", np.asarray(values.astype("int64"), dtype=np.int64)
    unit = unit or written_unit or _spacing(starts)
    if unit == "number":
        order = {value: number for number, value in enumerate(distinct.sort_values(), start=1)}
        return "number", values.map(order).to_numpy(dtype=np.int64)

    index = starts.to_period(CALENDAR[unit])
    ordinal = dict(zip(distinct, (int(period.ordinal) for period in index), strict=True))
    return unit, values.map(ordinal).to_numpy(dtype=np.int64)


def _starts(distinct: pd.Index, *, name: str) -> tuple[pd.DatetimeIndex, PeriodUnit | None]:
    """Read distinct values as dates, with the unit their way of writing shows."""
    if isinstance(distinct, pd.DatetimeIndex):
        return distinct.tz_localize(None), None
    texts = [str(value).strip() for value in distinct]
    if all(re.fullmatch(r"[+-]?\d{1,3}", text) for text in texts):
        return pd.DatetimeIndex([]), "number"
    if all(WRITTEN["day"].fullmatch(TIME.sub("", text)) for text in texts):
        return _moments(texts, name=name), None
    for written, pattern in WRITTEN.items():
        if all(pattern.fullmatch(text) for text in texts):
            plain = [text.replace("-Q", "Q") for text in texts]
            index = pd.PeriodIndex(plain, freq=CALENDAR[written])
            return index.to_timestamp(), written
    odd = [text for text in texts if not any(p.fullmatch(text) for p in WRITTEN.values())] or texts
    raise UnreadablePeriods(
        f"Column {name!r} holds {_shown(odd)}, which could be read in more than one way. Write "
        "dates as 2019-03-31, months as 2019-03, quarters as 2019Q1, or number the periods."
    )


def _moments(texts: list[str], *, name: str) -> pd.DatetimeIndex:
    try:
        return pd.DatetimeIndex(pd.to_datetime(texts, format="ISO8601"))
    except ValueError as problem:
        raise UnreadablePeriods(
            f"Column {name!r} holds a date that is not in the calendar: {problem}."
        ) from None


def _spacing(starts: pd.DatetimeIndex) -> PeriodUnit:
    """Find the unit whose periods the dates begin, or end."""
    ordered = starts.sort_values().unique()
    if not (ordered == ordered.normalize()).all():
        raise UnreadablePeriods(
            "The periods carry a time of day. Name the unit of the panel: day, week, month, "
            "quarter or year."
        )
    for unit in ("year", "quarter", "month"):
        periods = ordered.to_period(CALENDAR[unit])
        begin, end = periods.to_timestamp(), periods.to_timestamp(how="end").normalize()
        if (begin == ordered).all() or (end == ordered).all():
            return unit
    gaps = np.diff(ordered.to_numpy()).astype("timedelta64[D]").astype(int)
    return "week" if len(gaps) and (gaps % DAYS_IN_WEEK == 0).all() else "day"


def _consecutive(unit: PeriodUnit, ordinals: NDArray[np.int64]) -> tuple[Periods, NDArray[np.intp]]:
    first, last = int(ordinals.min()), int(ordinals.max())
    periods = Periods(unit=unit, first=first, count=last - first + 1)
    if periods.count > MOST_PERIODS:
        raise UnreadablePeriods(
            f"The periods run from {first} to {last}, which would be {periods.count:,} of them; at "
            f"most {MOST_PERIODS:,} are possible. If these numbers are moments or dates without "
            "dashes, write them as 2019-03-31; otherwise number the periods one after the other."
        )
    seen = np.bincount(ordinals - first, minlength=len(periods)) > 0
    if not seen.all():
        labels = np.array(periods.labels)[~seen]
        raise MissingPeriods(
            f"{len(labels)} of the {len(periods)} {unit}s from {periods.labels[0]} to "
            f"{periods.labels[-1]} have no row at all: {_shown(labels)}. A period without a "
            "single row is a gap in the data, not a zero: add its rows, or cut the panel there."
        )
    return periods, (ordinals - first).astype(np.intp)


def _shown(values: Iterable[object]) -> str:
    listed: Sequence[object] = list(values)
    more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
    return ", ".join(repr(str(value)) for value in listed[:SHOWN]) + more
