"""Data sets under the null hypothesis, and the largest ratio of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from commonground.numerics.calibration import Floats
from commonground.numerics.parallel import ordered
from commonground.numerics.scan.circles import Indices
from commonground.numerics.scan.options import ScanOptions

BATCH = 128
"""Replicates drawn and searched together."""

GUIDE = 2**18
"""Equal parts of the distribution in which the place of a draw is looked up."""

MOST_SHUFFLED = 10**7
"""Individuals that are shuffled one by one; of more, the cases of each location are drawn."""

MOSTLY_REACHED = 0.02
"""Share of the first batch whose maxima are below the floor for the others."""

LOWER, LAST_STEP, LOWEST = 0.8, 0.1, 1e-9
"""A floor is lowered by a factor down to a last step, then to what any excess of cases reaches."""


class Search(Protocol):
    """Finds the largest ratio of replicates."""

    @property
    def zones(self) -> int:
        """About how many zones there are."""
        ...

    def largest(self, drawn: NDArray[np.integer], *, floor: float) -> Floats:
        """Return the largest ratio of each replicate, or anything below the floor."""
        ...


class Null(Protocol):
    """Draws what could have been seen if no place were special."""

    def draw(self, random: np.random.Generator, replicates: int) -> NDArray[np.integer]:
        """Return data sets, one in each row."""
        ...


def replicate_maxima(search: Search, null: Null, options: ScanOptions) -> Floats:
    """Return the largest ratio of each replicate, whatever the number of workers.

    Parameters
    ----------
    search
        Finds the largest ratios of some replicates.
    null
        Draws them, in batches with a random stream of their own.
    options
        How many, their seed and the workers.

    Notes
    -----
    The floor is learned from the first batch. Whatever it is, the maxima are exact: a replicate in
    which nothing reaches it is searched again with a lower one.
    """
    first, *others = _batches(options.seed, options.replicates)
    pilot = _exact_maxima(first, search=search, null=null, floor=first_floor(search.zones))
    floor = float(np.quantile(pilot, MOSTLY_REACHED))
    maxima = partial(_exact_maxima, search=search, null=null, floor=floor)
    return np.concatenate([pilot, *ordered(maxima, others, workers=options.workers)])


def first_floor(zones: int) -> float:
    """Return a floor that most replicates of so many zones reach, whatever the data."""
    return 0.5 * float(np.log1p(zones))


def floors(first: float) -> Iterator[float]:
    """Yield a floor and ever lower ones, to the lowest that makes sense."""
    while first > LAST_STEP:
        yield first
        first *= LOWER
    yield LOWEST


def _exact_maxima(batch: Batch, *, search: Search, null: Null, floor: float) -> Floats:
    """Search a batch with ever lower floors, until each replicate has reached one."""
    drawn = null.draw(np.random.default_rng(batch.seed), batch.replicates)
    best, left = np.zeros(len(drawn)), np.arange(len(drawn))
    for level in floors(floor):
        best[left] = search.largest(drawn[left], floor=level)
        left = left[best[left] < level]
        if not len(left):
            break
    return best


class Batch(NamedTuple):
    """Replicates with a random stream of their own."""

    seed: np.random.SeedSequence
    replicates: int


def _batches(seed: int, replicates: int) -> list[Batch]:
    """Cut replicates into batches of fixed size."""
    sizes = [min(BATCH, replicates - start) for start in range(0, replicates, BATCH)]
    seeds = np.random.SeedSequence(seed).spawn(len(sizes))
    return [Batch(*one) for one in zip(seeds, sizes, strict=True)]


@dataclass(frozen=True, slots=True, eq=False)
class Multinomial:
    """Cases thrown on locations in proportion to their population.

    Parameters
    ----------
    cases
        Cases in a replicate.
    cumulative
        Share of the population in a location and those before it, shape (n,).
    guide
        The location of each of many equal parts of the distribution, shape (GUIDE,). Where a part
        reaches into another location, the bitwise complement of its first.
    """

    cases: int
    cumulative: Floats
    guide: NDArray[np.int32]

    @classmethod
    def of(cls, cases: int, population: Floats) -> Multinomial:
        """Prepare draws of so many cases."""
        cumulative = np.cumsum(population)
        cumulative /= cumulative[-1]
        parts = np.searchsorted(cumulative, np.arange(GUIDE + 1) / GUIDE, side="right")
        guide = np.where(np.diff(parts) > 0, ~parts[:-1], parts[:-1])
        return cls(cases, cumulative, guide.astype(np.int32))

    def draw(self, random: np.random.Generator, replicates: int) -> NDArray[np.integer]:
        """Return the cases in each location, shape (replicates, n)."""
        counts = np.empty((replicates, len(self.cumulative)), dtype=np.int32)
        for one in counts:
            one[:] = np.bincount(self._locations(random.random(self.cases)), minlength=len(one))
        return counts

    def _locations(self, uniform: Floats) -> Indices:
        """Return the location of each uniform number, most of them without a search."""
        location = self.guide.take((uniform * GUIDE).astype(np.intp))
        split = np.flatnonzero(location < 0)
        value, at = uniform.take(split), ~location.take(split)
        at += value >= self.cumulative.take(at)
        further = np.flatnonzero(value >= self.cumulative.take(at))
        at[further] = np.searchsorted(self.cumulative, value.take(further), side="right")
        location[split] = at
        return location.astype(np.intp)


@dataclass(frozen=True, slots=True, eq=False)
class Relabelled:
    """Cases drawn from all individuals, without replacement.

    Parameters
    ----------
    cases
        Cases in a replicate.
    individuals
        Cases and controls in each location, shape (n,).
    """

    cases: int
    individuals: Indices

    def draw(self, random: np.random.Generator, replicates: int) -> NDArray[np.integer]:
        """Return the cases in each location, shape (replicates, n)."""
        return random.multivariate_hypergeometric(
            self.individuals,
            self.cases,
            size=replicates,
            method="count" if self.individuals.sum() <= MOST_SHUFFLED else "marginals",
        )


@dataclass(frozen=True, slots=True, eq=False)
class PermutedDays:
    """The days of the events in another order, so that space and time have nothing in common.

    Parameters
    ----------
    days
        The day of each event, shape (events,).
    """

    days: Indices

    def draw(self, random: np.random.Generator, replicates: int) -> NDArray[np.integer]:
        """Return the day of each event, shape (replicates, events)."""
        return random.permuted(np.tile(self.days, (replicates, 1)), axis=1)
