"""Moments: when it happened, and when it was recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from commonground.core.errors import DataError
from commonground.ingest.persons import words_of
from commonground.ingest.sketch.formats import (
    MIDNIGHT,
    Formats,
    Reading,
    is_nearly_dates,
    moments,
    reading_of_dates,
    reading_of_times,
)
from commonground.ingest.sketch.looking import Column, Look

EVENT = ("occur", "incident", "incidnt", "offense", "offence", "event", "crime", "committed")
CALL = ("call", "start", "begin", "from", "date", "datetime")
REPORT = ("report", "rpt", "rptd", "receiv")
OFFICE = words_of(
    "entry enter updat modif approv geocod snapshot seen load creat coded clos clear arriv "
    "dispatch assign enroute publish extract import edit insert add print archiv run end "
    "thru until last"
)
"""What a clerk, a computer or the end of an event is dated by."""

SCORES = ((EVENT, 3.0), (CALL, 2.0), (REPORT, -3.0), (tuple(OFFICE), -6.0))
WITH_HOUR, FILLED, CONSTANT = 2.0, 4.0, -8.0
"""What speaks for a column besides its name: that it tells the hour, is filled, and varies."""

WITHOUT_MEANING = frozenset(words_of("date time datetime dt tm day hour of the at"))
FEW_ROWS = 20
"""Rows up to which every row may well have the same date."""

MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")

MISSED = 0.01
"""Share of rows without the moment from which somebody should look."""

IN_ORDER = 0.95
"""Share of rows that are recorded after they happened, if the columns are what they seem."""


class NoMoment(DataError):
    """A file in which nothing tells when it was."""


@dataclass(frozen=True, slots=True)
class Timed:
    """Columns that tell a moment.

    Parameters
    ----------
    columns
        One, or a date and a time.
    reading
        How they are written.
    filled
        Rows with a date.
    has_hour
        Whether they tell the time of the day.
    score
        How likely it is the event's own moment.
    """

    columns: tuple[str, ...]
    reading: Reading
    filled: int
    has_hour: bool
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class When:
    """The moments of a file: of the event, and of its record, with what to check."""

    event: Timed
    recorded: Timed | None
    checks: tuple[str, ...] = ()


def moments_of(seen: Look) -> When:
    """Find the column that tells when it happened, and the one that tells when it was recorded.

    Raises
    ------
    NoMoment
        If no column holds dates that can be read.
    """
    dates = [timed for column in seen if (timed := _dates(column)) is not None]
    dated = {date.columns[0] for date in dates}
    times = [(column, forms) for column in seen if (forms := _times(column)) is not None]
    candidates = [*dates, *_together(seen, dates, times)]
    scored = [_scored(seen, one) for one in candidates]
    if not scored:
        raise NoMoment(_nothing_found(seen))
    scored.sort(key=lambda one: (-one.score, len(one.columns)))
    event = scored[0]
    recorded = _recorded(seen, scored, event=event) or _month(seen, event=event)
    checks = (*_ambiguous(event), *_gaps(seen, scored), *_unread(seen, dated))
    if recorded is not None:
        checks = (*checks, *_in_order(seen, event, recorded=recorded))
    return When(event, recorded, checks=checks)


def _dates(column: Column) -> Timed | None:
    reading = reading_of_dates(column.counts)
    if reading is None:
        return None
    has_hour = any(":" in value for value in column.counts) and not _is_midnight(column)
    return Timed((column.name,), reading, filled=column.filled, has_hour=has_hour)


def _is_midnight(column: Column) -> bool:
    return all(MIDNIGHT.search(value) for value in column.counts)


def _times(column: Column) -> Formats | None:
    if not column.is_called("time", "hour", "call", "tm", "hr") and not _has_colons(column):
        return None
    return reading_of_times(column.counts)


def _has_colons(column: Column) -> bool:
    return all(":" in value for value in column.counts)


def _together(
    seen: Look, dates: Sequence[Timed], times: Sequence[tuple[Column, Formats]]
) -> Iterator[Timed]:
    """Yield dates with the time that stands in another column of a similar name."""
    days = [date for date in dates if not date.has_hour and date.reading.is_plain]
    often = _often(seen)
    for date in dates:
        if date.has_hour:
            continue
        day = seen.columns[date.columns[0]]
        for time, forms in times:
            shared = (set(day.words) & set(time.words)) - WITHOUT_MEANING - often
            bare = not (set(time.words) - WITHOUT_MEANING - often)
            if shared or bare or len(days) == 1:
                yield Timed(
                    (day.name, time.name),
                    _joined(day, date.reading, times=forms, gaps=time.filled < date.filled),
                    filled=date.filled,
                    has_hour=True,
                )


def _often(seen: Look) -> set[str]:
    """Return the words that stand in most names, and so tell no column from another."""
    words = [word for column in seen for word in set(column.words)]
    return {word for word in words if words.count(word) > len(seen.columns) / 2}


def _joined(day: Column, reading: Reading, *, times: Formats, gaps: bool) -> Reading:
    """Return how a date and a time read with a space between."""
    hours = set(times) <= {"%H:%M", "%H:%M:%S", "%H:%M:%S.%f"}
    sample = next(iter(day.counts))
    midnight = MIDNIGHT.search(sample)
    if hours and not midnight and not reading.formats:
        return reading

    def with_times(formats: Formats) -> Formats:
        stems = [form.split(" ")[0] if midnight else form for form in formats]
        if not formats:
            stems = ["%Y-%m-%d"]
        tail = midnight.group() if midnight else ""
        joined = [f"{stem}{tail} {time}" for stem in stems for time in times]
        return (*joined, *(formats if gaps else ()))

    return Reading(with_times(reading.formats), tuple(map(with_times, reading.others)))


def _scored(seen: Look, timed: Timed) -> Timed:
    first = seen.columns[timed.columns[0]]
    named = [0.0, *(points for roots, points in SCORES if first.is_called(*roots))]
    score = max(named) + min(named)
    score += WITH_HOUR * timed.has_hour + FILLED * timed.filled / max(1, seen.rows)
    if len(first.counts) == 1 and seen.rows > FEW_ROWS:
        score += CONSTANT
    return Timed(timed.columns, timed.reading, timed.filled, timed.has_hour, score)


def _recorded(seen: Look, scored: Sequence[Timed], *, event: Timed) -> Timed | None:
    for one in scored:
        column = seen.columns[one.columns[0]]
        apart = not set(one.columns) & set(event.columns)
        if apart and column.is_called(*REPORT) and one.reading.is_plain:
            return one
    return None


def _month(seen: Look, *, event: Timed) -> Timed | None:
    """Return a column that tells the month of the record, where no day is told."""
    happened = seen.columns[event.columns[0]]
    for column in seen:
        beside = sum(
            1 for at, month in zip(happened.values, column.values, strict=True) if at and month
        )
        is_month = bool(column.counts) and all(map(MONTH.fullmatch, column.counts))
        if is_month and column.is_called(*REPORT, "coded") and beside > column.filled / 2:
            return Timed((column.name,), Reading(("%Y-%m",)), column.filled, has_hour=False)
    return None


def _ambiguous(event: Timed) -> Iterator[str]:
    if not event.reading.is_plain:
        ways = " and as ".join(form[0] for form in (event.reading.formats, *event.reading.others))
        yield (
            f"{event.columns[0]}: every value can be read as {ways}, which are different days. "
            "Choose one in the city file; it cannot be used before."
        )


def _gaps(seen: Look, scored: Sequence[Timed]) -> Iterator[str]:
    event = seen.columns[scored[0].columns[0]]
    empty = seen.rows - event.filled
    if empty <= MISSED * seen.rows:
        return
    said = (
        f"{event.name} is filled in {event.filled:,} of {seen.rows:,} rows; the rest is rejected."
    )
    for other in scored[1:]:
        column = seen.columns[other.columns[0]]
        instead = sum(
            1 for here, there in zip(event.values, column.values, strict=True) if there and not here
        )
        if instead > empty / 2 and column.name not in scored[0].columns:
            said += (
                f" {column.name} is filled in {instead:,} of them: if it means the same, write a "
                "second layout with its columns."
            )
            break
    yield said


def _unread(seen: Look, dated: set[str]) -> Iterator[str]:
    for column in seen:
        if column.name not in dated and is_nearly_dates(column.counts):
            yield (
                f"{column.name} looks like dates, but no one way of writing them reads all of its "
                f"{column.filled:,} values. If orders of day and month are mixed, have it mended."
            )


def _in_order(seen: Look, event: Timed, *, recorded: Timed) -> Iterator[str]:
    if not event.reading.is_plain:
        return
    pairs = [
        (first, then)
        for first, then in zip(_days(seen, event), _days(seen, recorded), strict=True)
        if first and then
    ]
    is_month = recorded.reading.formats == ("%Y-%m",)
    late = sum(
        1
        for first, then in pairs
        if then.date() >= (first.replace(day=1) if is_month else first).date()
    )
    if pairs and late < IN_ORDER * len(pairs):
        yield (
            f"{event.columns[0]} is taken for when it happened and {recorded.columns[0]} for when "
            f"it was recorded, but in {len(pairs) - late:,} of {len(pairs):,} rows the record is "
            "the earlier one."
        )


def _days(seen: Look, timed: Timed) -> list[datetime | None]:
    formats = timed.reading.formats
    if len(timed.columns) == 1:
        return moments(seen.columns[timed.columns[0]].values, formats)
    both = (seen.columns[name].values for name in timed.columns)
    return moments([f"{day} {time}".strip() for day, time in zip(*both, strict=True)], formats)


def _nothing_found(seen: Look) -> str:
    unread = next(_unread(seen, set()), None)
    ending = f" {unread}" if unread else f" It has {', '.join(list(seen.columns)[:12])}."
    return (
        f"No column of {seen.name} tells when it was: none holds dates that can be read. An "
        f"incident needs a date.{ending}"
    )
