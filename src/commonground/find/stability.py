"""Stability: what would be drawn had other weeks been recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.core.progress import Progress, quietly
from commonground.find.boundaries import MOST_LIKELY, closed
from commonground.find.ground import Ground
from commonground.find.raster import Raster
from commonground.find.records import Records
from commonground.numerics.calibration import Floats
from commonground.numerics.parallel import ordered
from commonground.numerics.reliability import Reliability

BATCH = 10
"""Replicates that one worker draws at a time."""


def inclusion(
    ground: Ground,
    *,
    replicates: int,
    seed: int,
    times: Floats | None = None,
    workers: int = 1,
    progress: Progress = quietly,
) -> Floats:
    """Return how often each square of the raster lies in a dense area, over bootstrapped weeks.

    Weeks are drawn with replacement, for the incidents of a raid are not independent. Divisions of
    the city take turns, so the answer is averaged over them too.

    Parameters
    ----------
    ground
        The city.
    replicates
        How many times weeks are drawn.
    seed
        Same seed, same weeks, whatever the number of workers.
    times
        How often each record is counted before weeks are drawn.
    workers
        Threads.
    progress
        Called with the name of a stage, what is done of it, and what there is to do.
    """
    drawn = times_dense(
        ground, replicates=replicates, seed=seed, times=times, workers=workers, progress=progress
    )
    return drawn / replicates


def times_dense(
    ground: Ground,
    *,
    replicates: int,
    seed: int,
    times: Floats | None = None,
    workers: int = 1,
    progress: Progress = quietly,
) -> NDArray[np.int64]:
    """Return how many bootstraps each square of the raster lies in a dense area of.

    Parameters
    ----------
    ground, replicates, seed, times, workers, progress
        As for `inclusion`.
    """
    by_week = [ground.by_week(at, times=times) for at in range(len(ground.divisions))]
    weeks = by_week[0].shape[1]
    seeds = np.random.SeedSequence(seed).spawn(replicates)
    batches = [range(at, min(at + BATCH, replicates)) for at in range(0, replicates, BATCH)]

    def held(batch: range) -> list[NDArray[np.int64]]:
        counted = [np.zeros(len(units), dtype=np.int64) for units in ground.divisions]
        for replicate in batch:
            drawn = np.random.default_rng(seeds[replicate]).integers(weeks, size=weeks)
            often = np.bincount(drawn, minlength=weeks).astype(np.float64)
            division = replicate % len(ground.divisions)
            counted[division] += ground.areas(division, by_week[division] @ often) > 0
        return counted

    total = [np.zeros(len(units), dtype=np.int64) for units in ground.divisions]
    for done, counted in enumerate(ordered(held, batches, workers=workers), start=1):
        total = [held_before + more for held_before, more in zip(total, counted, strict=True)]
        progress("Bootstrap", min(done * BATCH, replicates), replicates)

    squares = np.zeros(len(ground.divisions[0].faces), dtype=np.int64)
    for units, counts in zip(ground.divisions, total, strict=True):
        squares += np.where(units.faces >= 0, counts[units.faces], 0)
    return squares


@dataclass(frozen=True, slots=True, eq=False)
class Half:
    """What one half of a record draws; only the few squares that it draws at all are held.

    Parameters
    ----------
    dense
        Squares that lie in a dense area of any bootstrap, ascending.
    times
        How many bootstraps each of them does, same shape.
    drawn
        Squares that the half draws, ascending: those of most bootstraps, gaps between them closed.
    """

    dense: NDArray[np.intp]
    times: NDArray[np.int64]
    drawn: NDArray[np.intp]

    @classmethod
    def of(cls, times: NDArray[np.int64], *, replicates: int, raster: Raster) -> Half:
        """Return what is drawn by a half whose bootstraps hold each square so many times."""
        dense = np.flatnonzero(times)
        drawn = np.flatnonzero(closed(times >= MOST_LIKELY * replicates, raster=raster))
        return cls(dense, times[dense], drawn)


@dataclass(frozen=True, slots=True, eq=False)
class Halves:
    """What two random halves of a record draw.

    Parameters
    ----------
    one, other
        The halves.
    replicates
        Bootstraps of each.
    squares
        Squares of the raster.
    """

    one: Half
    other: Half
    replicates: int
    squares: int


def reliability_of(halves: Sequence[Halves]) -> Reliability:
    """Learn how often one half of a record draws what the other said it would.

    A place stands out by its own chance too, so a fresh record draws it less often than bootstraps
    of the old one say.

    Parameters
    ----------
    halves
        Pairs of random halves, of as many bootstraps each.
    """
    cases, came_about = drawn_again(halves)
    return Reliability.of(
        np.arange(len(cases)) / (len(cases) - 1), cases=cases, came_about=came_about
    )


def drawn_again(halves: Sequence[Halves]) -> tuple[Floats, Floats]:
    """Count the squares that one half draws in so many bootstraps, and those the other draws too.

    Parameters
    ----------
    halves
        Pairs of random halves, of as many bootstraps each.

    Returns
    -------
    tuple
        Squares by the number of bootstraps, and how many of them the other half draws; each of
        shape (replicates + 1,).
    """
    levels = halves[0].replicates + 1
    cases, again = np.zeros(levels), np.zeros(levels)
    for pair in halves:
        for said, other in ((pair.one, pair.other), (pair.other, pair.one)):
            too = said.times[np.isin(said.dense, other.drawn, assume_unique=True)]
            cases += np.bincount(said.times, minlength=levels)
            cases[0] += pair.squares - len(said.dense)
            again += np.bincount(too, minlength=levels)
            again[0] += len(other.drawn) - len(too)
    return cases, again


def random_halves(records: Records, *, count: int, seed: int) -> list[NDArray[np.bool_]]:
    """Return random halves of the records; what is not in one half is the other."""
    seeds = np.random.SeedSequence(seed).spawn(count)
    return [np.random.default_rng(one).random(len(records.day)) < 0.5 for one in seeds]


def overlap(one: NDArray[np.intp], other: NDArray[np.intp]) -> float:
    """Return the Jaccard index of two sets of squares: what they share, of what either holds."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    either = len(one) + len(other) - shared
    return shared / either if either else float("nan")
