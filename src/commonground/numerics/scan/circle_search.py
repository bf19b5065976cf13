"""The largest ratio among all circles of many replicates, without computing most of them.

Counts and sizes grow with the ranks of a circle. So between two ranks no count is above that at the
later one, and no size below that at the earlier one. Where the later count is below the smallest
that reaches a floor at the earlier size, no circle between them reaches it. Only the stretches of
ranks that remain are computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from commonground.numerics.calibration import Floats
from commonground.numerics.scan.circles import Circles, Counts, Indices, few_true, smallest_type
from commonground.numerics.scan.clusters import Zones
from commonground.numerics.scan.likelihood import Likelihood, SizeClasses

SLACK = 0.6
"""Standard deviations by which the expected count may grow within a stretch."""

LONGEST = 32
"""Most ranks of a stretch; with up to 7 cases a location their sum fits in a byte."""

COUNTS_AT_ONCE = 2**19
"""Counts in a block of centres and replicates: few enough for a processor's cache, and enough that
two workers do not spend their time in waiting for the interpreter."""

HITS_AT_ONCE = 2**15


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """The ranks of all circles, cut into stretches.

    Parameters
    ----------
    circles
        The circles.
    sizes
        Sizes of the locations, laid out in rows, shape (n_rows,).
    ends
        0, then the rank after each stretch, shape (stretches + 1,).
    before, smallest
        Sizes of the circles that end before each stretch and with its first rank, shape
        (stretches, span). The smallest of a row that is no centre is 0.
    """

    circles: Circles
    sizes: Floats
    ends: Indices
    before: Floats
    smallest: Floats

    @classmethod
    def of(cls, circles: Circles, sizes: Floats, *, expected: float) -> Stretches:
        """Cut circles so that the count expected in them grows little within a stretch.

        Parameters
        ----------
        circles, sizes
            The circles, and the size of each location, shape (n,).
        expected
            Cases expected in a location, on average.
        """
        ends = [0]
        while ends[-1] < circles.ranks:
            length = int(SLACK * np.sqrt(ends[-1] / expected))
            ends.append(min(ends[-1] + min(max(length, 1), LONGEST), circles.ranks))

        (start, stop), laid = circles.span, circles.table(sizes)
        is_centre = circles.table(np.ones(len(sizes), dtype=bool))[start:stop]
        before, smallest = (np.zeros((len(ends) - 1, stop - start)) for _ in range(2))
        total = np.zeros(stop - start)
        for stretch, (begin, end) in enumerate(pairwise(ends)):
            before[stretch] = total
            for rank in range(begin, end):
                total += circles.ring(laid, rank=rank, start=start, stop=stop)
                if rank == begin:
                    smallest[stretch, is_centre] = total[is_centre]
        return cls(circles, laid, np.array(ends), before, smallest)

    def totals(
        self, table: Counts, *, start: int, stop: int, kind: type[np.integer]
    ) -> Iterator[tuple[Counts, Counts]]:
        """Yield the counts of circles at the end of each stretch, and those within the stretch.

        Parameters
        ----------
        table
            Counts laid out in rows, of a type that holds the sum over a stretch.
        start, stop
            Rows of the centres.
        kind
            Type that holds all counts. Both arrays are changed when the next are asked for.
        """
        shape = (stop - start, *table.shape[1:])
        total, within = np.zeros(shape, dtype=kind), np.empty(shape, dtype=table.dtype)
        for begin, end in pairwise(self.ends):
            within[...] = self.circles.ring(table, rank=begin, start=start, stop=stop)
            for rank in range(begin + 1, end):
                within += self.circles.ring(table, rank=rank, start=start, stop=stop)
            total += within
            yield total, within

    def members(self, stretch: Indices, rows: Indices) -> Indices:
        """Return the rows that circles take from the begin of a stretch on, shape (hits, ranks)."""
        ranks = self.ends[stretch][:, None] + np.arange(np.diff(self.ends).max())
        return self.circles.members(ranks, rows[:, None])

    def sizes_of(self, members: Indices, stretch: Indices, rows: Indices) -> Floats:
        """Return the sizes of circles after each of these members."""
        sizes = self.sizes[members]
        sizes[:, 0] += self.before[stretch, rows - self.circles.span[0]]
        return sizes.cumsum(axis=1)


class Hits(NamedTuple):
    """Stretches in which a circle may reach a floor.

    Parameters
    ----------
    rows, replicates, stretches
        Row of the centre, replicate and stretch.
    before
        Count of the circle that ends before the stretch.
    """

    rows: Indices
    replicates: Indices
    stretches: Indices
    before: Indices


@dataclass(frozen=True, slots=True, eq=False)
class CircleSearch:
    """All circles, ready to be searched in any number of replicates.

    Parameters
    ----------
    stretches, likelihood
        The circles and the statistic.
    classes, smallest
        Classes of sizes, and those of the smallest circle of a stretch, shape (stretches, span).
    thresholds
        Smallest counts that may reach a floor, by floor; kept because every batch asks for them.
    """

    stretches: Stretches
    likelihood: Likelihood
    classes: SizeClasses
    smallest: NDArray[np.int32]
    thresholds: dict[float, Counts] = field(default_factory=dict)

    @classmethod
    def of(cls, circles: Circles, likelihood: Likelihood, sizes: Floats) -> CircleSearch:
        """Prepare a search of circles over locations with sizes of shape (n,)."""
        stretches = Stretches.of(circles, sizes, expected=likelihood.cases / len(sizes))
        classes = SizeClasses(likelihood, smallest=sizes.min(), largest=sizes.sum())
        return cls(stretches, likelihood, classes, classes.of(stretches.smallest).astype(np.int32))

    @property
    def zones(self) -> int:
        """About how many zones there are."""
        return len(self.stretches.circles.rows) * self.stretches.circles.ranks

    def largest(self, drawn: Counts, *, floor: float) -> Floats:
        """Return the largest ratio of each replicate, or anything below the floor.

        Parameters
        ----------
        drawn
            Cases in each location, shape (replicates, n).
        floor
            Ratios below it may be missed.
        """
        (first, last), replicates = self.stretches.circles.span, len(drawn)
        kind = smallest_type(int(drawn.max()) * LONGEST)
        table = self.stretches.circles.table(drawn.T.astype(kind))
        centres = max(COUNTS_AT_ONCE // replicates // 8, 1) * 8
        best = np.zeros(replicates)
        for start in range(first, last, centres):
            hits = self._hits(table, floor, start=start, stop=min(start + centres, last))
            for at in range(0, len(hits.rows), HITS_AT_ONCE):
                some = Hits(*(one[at : at + HITS_AT_ONCE] for one in hits))
                np.maximum.at(best, some.replicates, self._ratios(some, table))
        return best

    def reaching(self, ratio: float, *, cases: Counts) -> Zones:
        """Return every circle of the data whose ratio is at least so large.

        Parameters
        ----------
        ratio
            Above 0.
        cases
            Cases in each location, shape (n,).
        """
        circles, sizes = self.stretches.circles, self.stretches.sizes
        start, stop = circles.span
        table, is_centre = circles.table(cases), self.stretches.smallest[0] > 0
        count, size = np.zeros(stop - start, dtype=np.int64), np.zeros(stop - start)
        least = self.classes.least_counts(ratio)
        found = []
        for rank in range(circles.ranks):
            count += circles.ring(table, rank=rank, start=start, stop=stop)
            size += circles.ring(sizes, rank=rank, start=start, stop=stop)
            at = np.flatnonzero((count >= least[self.classes.of(size)]) & is_centre)
            ratios = self.likelihood.ratio(count[at], size[at])
            at, ratios = at[ratios >= ratio], ratios[ratios >= ratio]
            found.append((at + start, np.full(len(at), rank), np.zeros(len(at), int), ratios))
        return Zones(*map(np.concatenate, zip(*found, strict=True)))

    def _hits(self, table: Counts, floor: float, *, start: int, stop: int) -> Hits:
        """Return the stretches in which a circle around these rows may reach the floor."""
        thresholds, first = self._thresholds(floor), self.stretches.circles.span[0]
        totals = self.stretches.totals(table, start=start, stop=stop, kind=thresholds.dtype.type)
        found = []
        for stretch, (total, within) in enumerate(totals):
            at = few_true(total >= thresholds[stretch, start - first : stop - first, None])
            if len(at):
                row, replicate = np.divmod(at, table.shape[1])
                before = (total.ravel()[at] - within.ravel()[at]).astype(np.intp)
                found.append(Hits(row + start, replicate, np.full(len(at), stretch), before))
        return Hits(*map(np.concatenate, zip(*found, strict=True))) if found else NONE

    def _thresholds(self, floor: float) -> Counts:
        """Return the smallest count with which a stretch may reach the floor."""
        if floor not in self.thresholds:
            least = self.classes.least_counts(floor)
            self.thresholds[floor] = least.astype(smallest_type(int(least[0])))[self.smallest]
        return self.thresholds[floor]

    def _ratios(self, hits: Hits, table: Counts) -> Floats:
        """Return the largest ratio in each of these stretches."""
        members = self.stretches.members(hits.stretches, hits.rows)
        cases = table[members, hits.replicates[:, None]].astype(np.int64)
        cases[:, 0] += hits.before
        sizes = self.stretches.sizes_of(members, hits.stretches, hits.rows)
        return np.asarray(self.likelihood.ratio(cases.cumsum(axis=1), sizes).max(axis=1))


NONE = Hits(*(np.empty(0, dtype=np.intp) for _ in Hits._fields))
