"""Formats: how the dates and times of a column are written, where that can be told."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

OFFSET = re.compile(r"([T ]\d\d:\d\d.*)[+-]\d\d:?\d\d$")
"""The distance from UTC behind a time, which is read over."""

MONTH_OR_DAY_FIRST = tuple(
    f"{one}{mark}{other}{mark}{year}"
    for year in ("%Y", "%y")
    for mark in "/-."
    for one, other in (("%m", "%d"), ("%d", "%m"))
)
DATES = (
    *MONTH_OR_DAY_FIRST,
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%b %d %Y",
    "%Y-%b-%d",
)
TIMES = (
    "%H:%M",
    "%H:%M:%S",
    "%H:%M:%S.%f",
    "%I:%M %p",
    "%I:%M:%S %p",
    "%I:%M%p",
    "%I:%M:%S%p",
    "%H%M",
)
BETWEEN = (" ", "T", ", ")
"""What stands between a date and its time."""

LIKE_DATE = re.compile(
    r"(?i)\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ,].*)?|(?:19|20)\d{6}(?:[T ,].*)?|"
    r".*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ .,-]*\d.*"
)
ISO_8601 = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?Z?)?)?")
LIKE_TIME = re.compile(r"(?i)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?|\d{4}")
MIDNIGHT = re.compile(r"[T ](?:00:00(?::00(?:\.0+)?)?Z?|12:00(?::00)? AM)$")
TRUE_YEARS = range(1890, 2100)
"""Years that a record can be of; a number that gives another is no date."""

DIGITS = {
    "%Y": r"\d{4}",
    "%f": r"\d{1,6}",
    "%b": "[A-Za-z]{3}",
    "%B": "[A-Za-z]{3,9}",
    "%p": "[AaPp][Mm]",
}
"""What stands for a part of a format, where that is not one or two digits."""

PROBED = 20
"""Values tried before all of them are."""

NEARLY = 0.9
"""Share of values that look like dates from which a column was meant to hold them."""

Formats = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a column is read.

    Parameters
    ----------
    formats
        Formats of ``strptime`` that read every value; none if all are ISO 8601.
    others
        Formats that read every value too, but as other days: a person must choose.
    """

    formats: Formats = ()
    others: tuple[Formats, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether there is one way to read it."""
        return not self.others


def reading_of_dates(values: Collection[str]) -> Reading | None:
    """Return how dates are written, with or without times; nothing if one cannot be read.

    Parameters
    ----------
    values
        The different values of a column.
    """
    bare = sorted({OFFSET.sub(r"\1", value) for value in values})
    if not bare or not all(LIKE_DATE.fullmatch(value) for value in bare[:PROBED]):
        return None
    rest = [value for value in bare if _iso(value) is None]
    if not rest:
        return Reading()
    read: dict[tuple[datetime | None, ...], Formats] = {}
    for date in DATES:
        formats = _forms(rest, date=date)
        if formats:
            read.setdefault(tuple(moments(rest, formats)), formats)
    if not read:
        return None
    first, *others = read.values()
    return Reading(first, tuple(others))


def reading_of_times(values: Collection[str]) -> Formats | None:
    """Return how times of the day are written; nothing if one cannot be read."""
    ordered = sorted(values)
    if not ordered or not all(LIKE_TIME.fullmatch(value) for value in ordered):
        return None
    used, rest = [], ordered
    for form in TIMES:
        unread = _unread(rest, (form,))
        if len(unread) < len(rest):
            used.append(form)
            rest = unread
    return None if rest else tuple(used)


def is_nearly_dates(values: Collection[str]) -> bool:
    """Say whether most values look like dates, which as a whole cannot be read."""
    like = sum(1 for value in values if LIKE_DATE.fullmatch(value))
    return bool(values) and like >= NEARLY * len(values)


def moments(values: Iterable[str], formats: Sequence[str]) -> list[datetime | None]:
    """Return the moments that texts say, in the first format that fits or as ISO 8601."""
    known: dict[str, datetime | None] = {}
    read = []
    for value in values:
        if value not in known:
            bare = OFFSET.sub(r"\1", value)
            ways = (at for one in formats if (at := _read(bare, one)))
            known[value] = next(ways, None) or _iso(bare)
        read.append(known[value])
    return read


def _forms(values: Sequence[str], *, date: str) -> Formats:
    """Return the forms of one order of day, month and year that together read every value."""
    forms = (date, *(f"{date}{between}{time}" for between in BETWEEN for time in TIMES))
    used: list[str] = []
    rest: Sequence[str] = values
    while rest:
        fitting = next((one for one in forms if one not in used and _read(rest[0], one)), None)
        if fitting is None:
            return ()
        used.append(fitting)
        rest = _unread(rest, (fitting,))
    return tuple(used)


def _unread(values: Sequence[str], formats: Sequence[str]) -> list[str]:
    return [value for value in values if not any(_read(value, one) for one in formats)]


def _iso(value: str) -> datetime | None:
    if ISO_8601.fullmatch(value) is None:
        return None
    try:
        at = datetime.fromisoformat(value.removesuffix("Z"))
    except ValueError:
        return None
    return at if at.year in TRUE_YEARS else None


def _read(value: str, form: str) -> datetime | None:
    if _shape(form).fullmatch(value) is None:
        return None
    try:
        at = datetime.strptime(value, form)  # noqa: DTZ007  local, as written
    except ValueError:
        return None
    if at.year not in TRUE_YEARS and "%Y" in form:
        return None
    return at


@cache
def _shape(form: str) -> re.Pattern[str]:
    """Return what a text in a format looks like; strptime is slow to say no."""
    two = r"\d{2}" if "%H%M" in form or form == "%Y%m%d" else r"\d{1,2}"
    parts = re.split("(%[A-Za-z])", form)
    return re.compile(
        "".join(DIGITS.get(one, two) if one.startswith("%") else re.escape(one) for one in parts)
    )
