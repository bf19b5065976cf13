"""How old somebody was when they were last seen selling, as far as the dates say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

OF_AGE = 18


def age_on(day: date, *, born: date) -> int:
    """Return how many years somebody has completed on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def was_minor(born: date | None, days: Iterable[date]) -> bool:
    """Say whether the dates show that somebody was a minor on any of these days."""
    return born is not None and any(age_on(day, born=born) < OF_AGE for day in days)
