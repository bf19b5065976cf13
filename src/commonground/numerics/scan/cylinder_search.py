"""The largest ratio among all cylinders of many replicates, without computing most of them.

A cylinder is a circle through a window of days. Its count and its size grow with the ranks of the
circle and with the days of the window, so what holds of a stretch of ranks holds of a stretch of
ranks and lengths: where the largest count is too small for the smallest size, no cylinder of them
reaches a floor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from commonground.numerics.calibration import Floats
from commonground.numerics.scan.circle_search import HITS_AT_ONCE, LONGEST, Stretches
from commonground.numerics.scan.circles import Circles, Counts, Indices, few_true, smallest_type
from commonground.numerics.scan.clusters import TIE, Zones
from commonground.numerics.scan.likelihood import PoissonLikelihood, SizeClasses
from commonground.numerics.scan.windows import Days

GROWTH = 1.2
"""Factor by which windows may grow within a stretch of lengths."""

TABLE_AT_ONCE = 2**22
"""Counts by location, replicate and day that are held at once."""

TOTALS_AT_ONCE = 2**20
"""Counts by centre, replicate and day that are held at once."""


class Hits(NamedTuple):
    """Cylinders that grow along a stretch of ranks and may reach a floor.

    Parameters
    ----------
    rows, replicates, stretches
        Row of the centre, replicate and stretch.
    last, length
        Column of the window's last day, and its days.
    before
        Count of the cylinder that ends before the stretch.
    """

    rows: Indices
    replicates: Indices
    stretches: Indices
    last: Indices
    length: Indices
    before: Indices


@dataclass(frozen=True, slots=True, eq=False)
class CylinderSearch:
    """All cylinders, ready to be searched with the events on any days.

    Parameters
    ----------
    stretches
        The circles; the size of a location is its events.
    days
        The windows.
    lengths
        0, then the longest window of each stretch of lengths.
    in_window
        Events in windows by length, from 0, and end; shape (longest + 1, ends).
    events
        Row of each event, shape (events,).
    likelihood, classes
        The statistic. The size of a cylinder is the product of its circle's and its window's
        events.
    """

    stretches: Stretches
    days: Days
    lengths: list[int]
    in_window: Floats
    events: Indices
    likelihood: PoissonLikelihood
    classes: SizeClasses

    @classmethod
    def of(cls, circles: Circles, days: Days, *, locations: Indices, on: Indices) -> CylinderSearch:
        """Prepare a search of cylinders.

        Parameters
        ----------
        circles, days
            The circles and the windows.
        locations, on
            Location and day of each event, shape (events,).
        """
        total = len(on)
        sizes = np.bincount(locations).astype(np.float64)
        share = days.longest / (np.ptp(on) + 1)
        stretches = Stretches.of(circles, sizes, expected=share * total / len(sizes))
        lengths = [0]
        while lengths[-1] < days.longest:
            longer = max(lengths[-1] + 1, int(lengths[-1] * GROWTH))
            lengths.append(min(longer, days.longest))

        at = on - days.origin
        running = np.bincount(at[at > 0], minlength=days.columns).cumsum()
        in_window = [days.counts(running, length) for length in range(days.longest + 1)]
        likelihood = PoissonLikelihood(total, float(total) ** 2)
        classes = SizeClasses(likelihood, smallest=sizes.min(), largest=float(total) ** 2)
        return cls(
            stretches=stretches,
            days=days,
            lengths=lengths,
            in_window=np.array(in_window, dtype=np.float64),
            events=circles.rows[locations],
            likelihood=likelihood,
            classes=classes,
        )

    @property
    def zones(self) -> int:
        """About how many cylinders there are."""
        circles = self.stretches.circles
        return len(circles.rows) * circles.ranks * self.days.ends * self.days.longest

    def largest(self, drawn: Counts, *, floor: float) -> Floats:
        """Return the largest ratio of each replicate, or anything below the floor.

        Parameters
        ----------
        drawn
            Day of each event, shape (replicates, events).
        floor
            Ratios below it may be missed.
        """
        best = np.zeros(len(drawn))
        at_once = max(TABLE_AT_ONCE // (self.stretches.circles.n_rows * self.days.columns), 1)
        for start in range(0, len(drawn), at_once):
            table = self._table(drawn[start : start + at_once])
            some = best[start : start + at_once]
            for hits in self._hits(table, floor, best=some):
                np.maximum.at(some, hits.replicates, self._ratios(hits, table).max(axis=1))
        return best

    def reaching(self, ratio: float, *, on: Indices) -> Zones:
        """Return each circle of the data that reaches a ratio, with its best window.

        Parameters
        ----------
        ratio
            Above 0.
        on
            Day of each event, shape (events,).
        """
        table, found = self._table(on[None]), []
        for hits in self._hits(table, ratio, best=np.zeros(1)):
            ratios = self._ratios(hits, table)
            ranks = self.stretches.ends[hits.stretches][:, None] + np.arange(ratios.shape[1])
            hit, step = np.nonzero((ratios >= ratio) & (ranks < self.stretches.circles.ranks))
            windows = hits.length * self.days.columns + hits.last
            zones = Zones(hits.rows[hit], ranks[hit, step], windows[hit], ratios[hit, step])
            found.append(_best_windows(zones))
        return _best_windows(Zones.joined(found))

    def window(self, code: int) -> tuple[int, int]:
        """Return the first and the last day of a window of :meth:`reaching`."""
        length, last = divmod(code, self.days.columns)
        return self.days.origin + last - length + 1, self.days.origin + last

    def _table(self, drawn: Counts) -> Counts:
        """Lay running counts out in rows, shape (n_rows, replicates, columns)."""
        shape = (self.stretches.circles.n_rows, len(drawn), self.days.columns)
        column = drawn - self.days.origin
        cell = (self.events * shape[1] + np.arange(shape[1])[:, None]) * shape[2] + column
        counts = np.bincount(cell[column > 0], minlength=int(np.prod(shape))).reshape(shape)
        most = int(self.stretches.sizes.max()) * LONGEST
        return counts.cumsum(axis=2, dtype=smallest_type(most))

    def _hits(self, table: Counts, floor: float, *, best: Floats) -> Iterator[Hits]:
        """Yield the cylinders that may reach a floor and their replicate's best so far."""
        least = self.classes.least_counts(floor)
        least = least.astype(smallest_type(int(least[0])))
        first, last = self.stretches.circles.span
        centres = max(TOTALS_AT_ONCE // table[0].size // 8, 1) * 8
        for start in range(first, last, centres):
            stop = min(start + centres, last)
            totals = self.stretches.totals(table, start=start, stop=stop, kind=least.dtype.type)
            for number, (total, within) in enumerate(totals):
                smallest = self.stretches.smallest[number, start - first : stop - first]
                stretch = Stretch(number, start, total, within, smallest)
                floors = np.maximum(best, floor) * (1 - TIE)
                found = [
                    hits
                    for lengths in pairwise(self.lengths)
                    for hits in self._reached(stretch, lengths, least, floors)
                ]
                hits = Hits(*map(np.concatenate, zip(*found, strict=True))) if found else NONE
                for at in range(0, len(hits.rows), HITS_AT_ONCE):
                    yield Hits(*(one[at : at + HITS_AT_ONCE] for one in hits))

    def _reached(
        self, stretch: Stretch, lengths: tuple[int, int], least: Counts, floors: Floats
    ) -> Iterator[Hits]:
        """Yield the cylinders of stretches of ranks and lengths that may reach their floor."""
        total, within, smallest = stretch.total, stretch.within, stretch.smallest
        events = np.maximum(self.in_window[lengths[0] + 1], 1.0)
        counts = self.days.counts(total, lengths[1])
        at = few_true(counts >= least[self.classes.of(smallest[:, None] * events)][:, None])
        row, replicate, end = np.unravel_index(at, counts.shape)
        upper = self.likelihood.ratio(counts.ravel()[at], smallest[row] * events[end])
        kept = np.flatnonzero(upper >= floors[replicate])
        row, replicate, end = row[kept], replicate[kept], end[kept]

        last = end + self.days.longest
        for length in range(lengths[0] + 1, lengths[1] + 1) if len(kept) else ():
            count = total[row, replicate, last] - total[row, replicate, last - length]
            upper = self.likelihood.ratio(count, smallest[row] * self.in_window[length, end])
            kept = np.flatnonzero(upper >= floors[replicate])
            where, till = (row[kept], replicate[kept]), last[kept]
            inside = within[*where, till] - within[*where, till - length]
            yield Hits(
                rows=where[0] + stretch.start,
                replicates=where[1],
                stretches=np.full(len(kept), stretch.number),
                last=till,
                length=np.full(len(kept), length),
                before=(count[kept] - inside).astype(np.intp),
            )

    def _ratios(self, hits: Hits, table: Counts) -> Floats:
        """Return the ratio of each cylinder along these stretches, shape (hits, ranks)."""
        members = self.stretches.members(hits.stretches, hits.rows)
        replicate, last = hits.replicates[:, None], hits.last[:, None]
        cases = table[members, replicate, last].astype(np.int64)
        cases -= table[members, replicate, last - hits.length[:, None]]
        cases[:, 0] += hits.before
        sizes = self.stretches.sizes_of(members, hits.stretches, hits.rows)
        events = self.in_window[hits.length, hits.last - self.days.longest]
        return self.likelihood.ratio(cases.cumsum(axis=1), sizes * events[:, None])


class Stretch(NamedTuple):
    """A stretch of ranks of some circles: its number, the first row, and counts and sizes."""

    number: int
    start: int
    total: Counts
    within: Counts
    smallest: Floats


NONE = Hits(*(np.empty(0, dtype=np.intp) for _ in Hits._fields))


def _best_windows(zones: Zones) -> Zones:
    """Keep of each circle the window with the largest ratio, the first of equal ones."""
    order = np.lexsort((zones.windows, -zones.ratios, zones.ranks, zones.centres))
    centres, ranks = zones.centres[order], zones.ranks[order]
    is_best = np.ones(len(order), dtype=bool)
    is_best[1:] = (np.diff(centres) != 0) | (np.diff(ranks) != 0)
    best = order[is_best]
    return Zones(centres[is_best], ranks[is_best], zones.windows[best], zones.ratios[best])
