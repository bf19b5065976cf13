"""The overdose watch: each day of a disruption and of the three weeks after it, and who is out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from commonground_web.commons.disruption.models import Operation, Round


@dataclass(frozen=True, slots=True)
class WatchDay:
    """One day of the watch."""

    on: date
    number: int
    """Days since the operation's last day; before it, nothing or less."""
    is_operation: bool
    is_past: bool
    is_today: bool
    rounds: tuple[Round, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A day of the watch, or several in a row on which nobody goes out."""

    first: WatchDay
    last: WatchDay

    @property
    def is_one_day(self) -> bool:
        """Whether it is a day alone."""
        return self.first.on == self.last.on


def stretches(days: Iterable[WatchDay]) -> list[Stretch]:
    """Return the days of a watch, with those in a row as one on which nobody goes out."""
    found: list[Stretch] = []
    for day in days:
        if found and _goes_on(found[-1].last, day):
            found[-1] = Stretch(found[-1].first, day)
        else:
            found.append(Stretch(day, day))
    return found


def _goes_on(before: WatchDay, day: WatchDay) -> bool:
    """Say whether two days in a row tell the same: that nobody is out."""
    told = [(each.rounds, each.is_operation, each.is_past, each.is_today) for each in (before, day)]
    return told[0] == told[1] and not day.rounds and not day.is_today


def watch(operation: Operation, rounds: Iterable[Round], *, on: date) -> tuple[WatchDay, ...]:
    """Return every day from an operation's first to the end of its watch.

    Parameters
    ----------
    operation
        The operation.
    rounds
        The rounds of plans that were agreed.
    on
        Today.
    """
    by_day: defaultdict[date, list[Round]] = defaultdict(list)
    for each in rounds:
        by_day[each.on].append(each)
    length = (operation.watched_until - operation.starts_on).days + 1
    days = (operation.starts_on + timedelta(days=n) for n in range(length))
    return tuple(
        WatchDay(
            on=day,
            number=(day - operation.ends_on).days,
            is_operation=day <= operation.ends_on,
            is_past=day < on,
            is_today=day == on,
            rounds=tuple(by_day[day]),
        )
        for day in days
    )
