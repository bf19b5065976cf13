"""Knox test: events near in space that are near in time more often than by chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from commonground.numerics.calibration import Floats
from commonground.numerics.parallel import ordered
from commonground.numerics.whole_counts import Counts

Days: TypeAlias = NDArray[np.int16] | NDArray[np.int32] | NDArray[np.float64]

LANE_BYTES = 256
"""Permutations are worked on side by side, so many bytes of days for each event: 128 if days are
whole and few."""

PAIRS_A_STEP = 1024
"""Pairs counted at a time: few enough for a fast cache, many enough to keep two threads apart."""

MOST_PAIRS = 4_000_000
"""Pairs of neighbours held at once, each counted from either side: some 200 MB."""

ROUNDING = 1e-12
"""The tree is asked a little farther than the last distance, which is then compared exactly."""


@dataclass(frozen=True, slots=True)
class Bands:
    """Bands of distance and of time, closed on the left: ``[edge, next edge)``.

    Parameters
    ----------
    distances_m
        Edges of the spatial bands in metres, ascending, at least two; from 0 as a rule.
    days
        Edges of the temporal bands in days, ascending, at least two.
    """

    distances_m: tuple[float, ...]
    days: tuple[float, ...]

    def __post_init__(self) -> None:
        """Check that edges ascend from 0 or more."""
        for name, edges in (("distances_m", self.distances_m), ("days", self.days)):
            if len(edges) < 2 or not edges[0] >= 0 or not np.isfinite(edges[-1]):
                raise ValueError(f"{name} {edges}: at least two finite edges from 0 are needed")
            if not (np.diff(edges) > 0).all():
                raise ValueError(f"{name} {edges} do not ascend")

    @property
    def shape(self) -> tuple[int, int]:
        """How many spatial and temporal bands there are."""
        return len(self.distances_m) - 1, len(self.days) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Knox:
    """A Knox table: pairs of events by spatial band (rows) and temporal band (columns).

    Parameters
    ----------
    observed
        Pairs in each band, shape (spatial bands, temporal bands).
    expected
        What they would be on average, were times independent of places (Knox 1964): pairs in the
        spatial band x pairs in the temporal band over all pairs, same shape. It is the mean over
        all permutations there are.
    permuted
        Pairs under each permutation, shape (permutations, spatial bands, temporal bands).
    """

    observed: Counts
    expected: Floats
    permuted: Counts

    @property
    def mean(self) -> Floats:
        """Mean over the permutations that were made."""
        return np.asarray(self.permuted.mean(axis=0))

    @property
    def sd(self) -> Floats:
        """Standard deviation over the permutations, with ``B - 1``."""
        return np.asarray(self.permuted.std(axis=0, ddof=1))

    @property
    def ratio(self) -> Floats:
        """Observed pairs over the mean of the permutations; ``nan`` where that is 0."""
        mean = self.mean
        return np.where(mean > 0, self.observed / np.where(mean > 0, mean, 1.0), np.nan)

    @property
    def p(self) -> Floats:
        """``(1 + permutations with as many pairs) / (1 + permutations)``."""
        as_many = (self.permuted >= self.observed).sum(axis=0)
        return np.asarray((1 + as_many) / (1 + len(self.permuted)))


def knox(
    points: Floats,
    *,
    days: Floats,
    bands: Bands,
    permutations: int = 999,
    seed: int,
    workers: int = 1,
) -> Knox:
    """Count pairs of events near in space and time, and the same with the times shuffled.

    Pairs near in space are found once. A permutation hands the times out anew among the events,
    and only looks up how far apart those of each pair now are (Mantel 1967; near repeats: Johnson
    et al. 2007).

    Parameters
    ----------
    points
        East and north of each event in metres, shape (n, 2).
    days
        When each event happened, in days from any start, shape (n,).
    bands
        Distances and times apart that count as near.
    permutations
        How many; at least 2.
    seed
        Same seed, same table, to the last byte.
    workers
        Threads; they change nothing but the time it takes.

    Returns
    -------
    Knox
        Observed, expected and permuted tables.

    Raises
    ------
    ValueError
        If points or days are not finite, do not belong together, or are fewer than 2.
    """
    points = np.asarray(points, dtype=np.float64)
    days = np.asarray(days, dtype=np.float64)
    _require_events(points, days)
    if permutations < 2:
        raise ValueError(f"{permutations} permutations; at least 2 are needed")

    at, edges = _compact(days, bands.days)
    batches = _batches(at, permutations=permutations, seed=seed)
    observed = np.zeros(bands.shape, dtype=np.int64)
    permuted = np.zeros((permutations, *bands.shape), dtype=np.int64)
    near = np.zeros(bands.shape[0], dtype=np.int64)
    for pairs in _near_pairs(points, bands.distances_m):
        near += [len(one) for one, _ in pairs]
        observed += _tally(pairs, at[:, None], edges)[0]

        def shuffled(batch: _Batch, pairs: _Pairs = pairs) -> Counts:
            return _tally(pairs, batch.shuffled(at), edges)

        done = ordered(shuffled, batches, workers=workers)
        for batch, tally in zip(batches, done, strict=True):
            permuted[batch.first : batch.first + batch.size] += tally

    return Knox(observed, _expected(near, at, edges), permuted)


_Pairs: TypeAlias = list[tuple[NDArray[np.intp], NDArray[np.intp]]]
"""For each spatial band the first and the second event of each pair."""


class _Batch(NamedTuple):
    """Permutations that are made together, whatever the workers."""

    first: int
    size: int
    seed: np.random.SeedSequence

    def shuffled(self, at: Days) -> Days:
        """Return the days of each event, one column a permutation."""
        random = np.random.default_rng(self.seed)
        rows = np.broadcast_to(at, (self.size, len(at)))
        return np.ascontiguousarray(random.permuted(rows, axis=1).T)


def _batches(at: Days, *, permutations: int, seed: int) -> list[_Batch]:
    lanes = LANE_BYTES // at.itemsize
    firsts = range(0, permutations, lanes)
    seeds = np.random.SeedSequence(seed).spawn(len(firsts))
    return [
        _Batch(first, min(lanes, permutations - first), child)
        for first, child in zip(firsts, seeds, strict=True)
    ]


def _compact(days: Floats, edges: tuple[float, ...]) -> tuple[Days, list[float]]:
    """Return days from the first event on, in as few bytes as hold them, and edges to match.

    Whole days are below an edge if they are below the next whole number.
    """
    since = days - days.min()
    if not (since == np.floor(since)).all() or since.max() > np.iinfo(np.int32).max:
        return since, list(edges)
    kind = np.int16 if since.max() <= np.iinfo(np.int16).max else np.int32
    beyond = int(since.max()) + 1
    return since.astype(kind), [min(int(np.ceil(edge)), beyond) for edge in edges]


def _near_pairs(points: Floats, distances_m: tuple[float, ...]) -> Iterator[_Pairs]:
    """Yield pairs within the last distance by spatial band, no more at a time than fit."""
    tree = cKDTree(points)
    reach = distances_m[-1] * (1 + ROUNDING)
    neighbours = tree.query_ball_point(points, reach, return_length=True)
    run = (np.cumsum(neighbours) - 1) // MOST_PAIRS
    for ends in np.split(np.arange(len(points)), np.flatnonzero(np.diff(run)) + 1):
        found = cKDTree(points[ends]).sparse_distance_matrix(tree, reach, output_type="ndarray")
        one, other = found["i"].astype(np.intp) + ends[0], found["j"].astype(np.intp)
        once = other > one
        one, other = one[once], other[once]
        apart = np.sqrt(((points[one] - points[other]) ** 2).sum(axis=1))
        band = np.searchsorted(distances_m, apart, side="right")
        order = np.lexsort((other, one, band))
        cuts = np.searchsorted(band[order], np.arange(1, len(distances_m) + 1))
        slices = [order[low:high] for low, high in pairwise(cuts)]
        yield [(one[here], other[here]) for here in slices]


def _tally(pairs: _Pairs, at: Days, edges: list[float]) -> Counts:
    """Count pairs by band under each column of days; shape (columns, spatial, temporal bands)."""
    below = np.zeros((len(pairs), len(edges), at.shape[1]), dtype=np.int64)
    for band, (one, other) in enumerate(pairs):
        for start in range(0, len(one), PAIRS_A_STEP):
            step = slice(start, start + PAIRS_A_STEP)
            apart = at[one[step]]
            apart -= at[other[step]]
            np.abs(apart, out=apart)
            for edge, limit in enumerate(edges):
                if limit > 0:
                    near = (apart < limit).view(np.uint8)
                    below[band, edge] += near.sum(axis=0, dtype=np.uint16)
    return np.moveaxis(np.diff(below, axis=1), 2, 0)


def _expected(near: Counts, at: Days, edges: list[float]) -> Floats:
    """Return the product of the margins over all pairs."""
    in_order = np.sort(at).astype(np.float64)
    place = np.arange(len(at))
    below = [int((_first_at(in_order, edge) - place - 1).clip(min=0).sum()) for edge in edges]
    pairs = len(at) * (len(at) - 1) / 2
    return np.outer(near, np.diff(below)) / pairs


def _first_at(in_order: Floats, edge: float) -> NDArray[np.intp]:
    """Return for each day the place of the first that is ``edge`` later, or more.

    A sum and a difference are rounded apart, and the table is made of differences.
    """
    first = np.searchsorted(in_order, in_order + edge)
    last = len(in_order) - 1
    while (late := (first > 0) & (in_order[first - 1] - in_order >= edge)).any():
        first -= late
    while (early := (first <= last) & (in_order[np.minimum(first, last)] - in_order < edge)).any():
        first += early
    return first


def _require_events(points: Floats, days: Floats) -> None:
    if points.ndim != 2 or points.shape[1] != 2 or days.shape != (len(points),):
        raise ValueError(
            f"points of shape {points.shape} and days of shape {days.shape} do not belong "
            "together; a pair of metres and a day of each event are needed"
        )
    if len(points) < 2:
        raise ValueError(f"{len(points)} events make no pair")
    if not (np.isfinite(points).all() and np.isfinite(days).all()):
        raise ValueError("points and days must be finite; leave out events without place or date")
