"""Calendar months: lists show them in words, and files write them as `2026-10`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from django.utils import formats, timezone


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month that a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, written: str) -> Self:
        """Return the month that is written as `2026-10`."""
        return cls.of(date.fromisoformat(f"{written}-01"))

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

    @property
    def in_words(self) -> str:
        """The month as people write it: October 2026."""
        return formats.date_format(self.first, "YEAR_MONTH_FORMAT")

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"
