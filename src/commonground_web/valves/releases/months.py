"""Calendar months, as counts are of whole ones that are past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from django.utils import formats, timezone

SETTLES = timedelta(days=7)
"""How long after its end a month is counted, so that what was written down late is in it."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month that a day lies in."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def after(self) -> date:
        """The first day after it."""
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def before(self) -> Month:
        """The month before it."""
        return Month.of(self.first - timedelta(days=1))

    def moments(self) -> tuple[datetime, datetime]:
        """Return the moments of its beginning and of its end, where the room stands."""
        begins, ends = (datetime.combine(day, time.min) for day in (self.first, self.after))
        return timezone.make_aware(begins), timezone.make_aware(ends)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


def last_settled(day: date) -> Month:
    """Return the last month that is to be counted on a day."""
    return Month.of(day - SETTLES).before


def month_in_words(month: str) -> str:
    """Return a month as people write it: `October 2026` for `2026-10`."""
    return formats.date_format(date.fromisoformat(f"{month}-01"), "YEAR_MONTH_FORMAT")
