"""Stability: what would be drawn had other weeks been recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

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


@dataclass(frozen=True, eq=False)
class Halves:
    """What two random halves of a record draw.

    Parameters
    ----------
    one, other
        How many bootstraps of the half each square lies in a dense area of; bytes, for there are
        many squares.
    replicates
        Bootstraps of each half.
    raster
        The squares.
    """

    one: NDArray[np.uint8]
    other: NDArray[np.uint8]
    replicates: int
    raster: Raster

    @cached_property
    def drawn(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Squares that each half draws."""
        one, other = (
            closed(half >= MOST_LIKELY * self.replicates, raster=self.raster).ravel()
            for half in (self.one, self.other)
        )
        return one, other


def reliability_of(halves: Sequence[Halves]) -> Reliability:
    """Learn how often one half of a record draws what the other said it would.

    A place stands out by its own chance too, so a fresh record draws it less often than bootstraps
    of the old one say.

    Parameters
    ----------
    halves
        Pairs of random halves, of as many bootstraps each.
    """
    replicates = halves[0].replicates
    cases, came_about = np.zeros(replicates + 1), np.zeros(replicates + 1)
    for pair in halves:
        one, other = pair.drawn
        for said, drawn in ((pair.one, other), (pair.other, one)):
            cases += np.bincount(said, minlength=replicates + 1)
            came_about += np.bincount(said[drawn], minlength=replicates + 1)
    stated = np.arange(replicates + 1) / replicates
    return Reliability.of(stated, cases=cases, came_about=came_about)


def random_halves(records: Records, *, count: int, seed: int) -> list[NDArray[np.bool_]]:
    """Return random halves of the records; what is not in one half is the other."""
    seeds = np.random.SeedSequence(seed).spawn(count)
    return [np.random.default_rng(one).random(len(records.day)) < 0.5 for one in seeds]


def overlap(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    """Return the Jaccard index of two sets: what they share, of what either holds."""
    either = int((one | other).sum())
    return float((one & other).sum() / either) if either else float("nan")
