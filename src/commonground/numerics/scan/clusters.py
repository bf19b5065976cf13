"""The clusters a scan reports, and the zones they are chosen from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from commonground.numerics.calibration import Floats
from commonground.numerics.permutation import rank_p
from commonground.numerics.scan.circles import Circles, Indices
from commonground.numerics.scan.replicates import first_floor, floors

TIE = 1e-9
"""Log-likelihood ratios that differ by a smaller share are equal: sums carry rounding errors."""


@dataclass(frozen=True, slots=True, eq=False)
class Cluster:
    """A circle with more cases than expected.

    Parameters
    ----------
    centre
        Index of the location in its middle.
    locations
        Indices of all its locations, nearest first.
    radius_m
        Distance in metres from the centre to the last of them.
    cases, expected
        Cases inside, and those expected if no place is special.
    llr
        Log-likelihood ratio.
    p
        Share of the replicates, with the data among them, whose largest ratio is as large.
    first_day, last_day
        The first and the last of its days; none where time plays no part.
    """

    centre: int
    locations: Indices
    radius_m: float
    cases: int
    expected: float
    llr: float
    p: float
    first_day: int | None = None
    last_day: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """The clusters of a scan.

    Parameters
    ----------
    clusters
        The most likely first, then secondary ones by their ratio; no two share a location. Empty
        where no zone has more cases than expected.
    maxima
        The largest ratio of each replicate, shape (replicates,).
    """

    clusters: tuple[Cluster, ...]
    maxima: Floats

    @property
    def most_likely(self) -> Cluster | None:
        """The cluster with the largest ratio, whatever its p."""
        return self.clusters[0] if self.clusters else None

    @property
    def secondary(self) -> tuple[Cluster, ...]:
        """The other clusters."""
        return self.clusters[1:]

    def critical_value(self, alpha: float) -> float:
        """Return the ratio above which p is at most ``alpha``; infinite with too few replicates."""
        return critical_value(self.maxima, alpha=alpha)


def critical_value(maxima: Floats, *, alpha: float) -> float:
    """Return the ratio above which p is at most ``alpha``; infinite with too few replicates."""
    rank = int(np.floor(alpha * (len(maxima) + 1) * (1 + TIE)))
    return float(np.sort(np.append(maxima, 0.0))[-rank]) if rank else np.inf


@dataclass(frozen=True, slots=True, eq=False)
class Zones:
    """Zones that reach a ratio, in no order.

    Parameters
    ----------
    centres, ranks
        Row of the centre, and rank of the last row of the circle, shape (zones,).
    windows
        What tells zones of the same circle apart, shape (zones,).
    ratios
        Log-likelihood ratios, shape (zones,).
    """

    centres: Indices
    ranks: Indices
    windows: Indices
    ratios: Floats

    @classmethod
    def joined(cls, parts: Sequence[Zones]) -> Zones:
        """Return the zones of several parts as one."""
        parts = [NONE, *parts]
        return cls(
            np.concatenate([part.centres for part in parts]),
            np.concatenate([part.ranks for part in parts]),
            np.concatenate([part.windows for part in parts]),
            np.concatenate([part.ratios for part in parts]),
        )


NOTHING = np.empty(0, dtype=np.intp)
NONE = Zones(NOTHING, NOTHING, NOTHING, np.empty(0))


class Found(NamedTuple):
    """A zone to report: its locations, nearest first, its window, its ratio and its p."""

    inside: Indices
    window: int
    llr: float
    p: float


def reported(
    reaching: Callable[[float], Zones], *, circles: Circles, maxima: Floats, alpha: float
) -> Iterator[Found]:
    """Yield the most likely zone, then the secondary ones.

    The most likely zone has the largest ratio. The next has the largest of those that share no
    location with any before, and so on while p is below ``alpha``. Of equal ratios the first centre
    comes first, then the smaller circle, then the first window.

    Parameters
    ----------
    reaching
        Returns all zones that reach a ratio.
    circles
        Their circles.
    maxima
        The largest ratio of each replicate.
    alpha
        Secondary zones have a smaller p.
    """
    zones = _telling(reaching, critical_value(maxima, alpha=alpha), circles)
    left, is_first = np.arange(len(zones.ratios)), True
    while len(left):
        largest = zones.ratios[left].max()
        p = rank_p(maxima[:, None], np.array([largest * (1 - TIE)]), alternative="upper")[0]
        if p >= alpha and not is_first:
            return
        is_first = False

        equal = left[zones.ratios[left] >= largest * (1 - TIE)]
        keys = (zones.windows[equal], zones.ranks[equal], zones.centres[equal])
        taken = equal[np.lexsort(keys)[0]]
        inside = circles.circle(zones.centres[taken], zones.ranks[taken])
        yield Found(inside, int(zones.windows[taken]), float(zones.ratios[taken]), float(p))

        free = circles.free_ranks(inside)[zones.centres[left] - circles.span[0]]
        left = left[zones.ranks[left] < free]


def _telling(reaching: Callable[[float], Zones], level: float, circles: Circles) -> Zones:
    """Return the zones that reach a level; where none does, lower it until one does."""
    start = level if np.isfinite(level) else first_floor(len(circles.rows) * circles.ranks)
    found = (reaching(floor * (1 - TIE)) for floor in floors(start))
    return next((zones for zones in found if len(zones.ratios)), NONE)
