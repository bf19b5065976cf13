"""Which locations are nearest to which: shared steps on a lattice, lists elsewhere."""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.spatial import KDTree

from commonground.numerics.calibration import Floats
from commonground.numerics.scan.circles import EMPTY, Circles, Indices
from commonground.numerics.scan.options import ScanOptions

TIE_M = 1e-6
"""Distances in metres that differ by less are equal: coordinates carry rounding errors."""

ROUNDING = 1e-12
"""Share by which a sum of populations may pass its limit without having passed it."""

OFF_LATTICE = 1e-6
"""Spacings by which a location may stand beside its point of the lattice."""

MOST_EMPTY = 4
"""Points of a lattice for each location, above which lists are shorter."""

MOST_LISTED = 250_000_000
"""Locations in all lists together, which then take a gigabyte."""

NEIGHBOURS_AT_ONCE = 2**20
SPARE = 32
"""Locations to ask for beyond the share, to see where the last ring ends."""

FAR = 1e300
LABEL_BITS = 32


def circles_around(points: Floats, population: Floats, options: ScanOptions) -> Circles:
    """Order the locations around each one by distance, then by index, up to the limits.

    Parameters
    ----------
    points
        Coordinates in metres, shape (n, 2).
    population
        Above 0, shape (n,).
    options
        The limits. The share is one of all the population given.
    """
    most = np.inf if options.share is None else options.share * population.sum() * (1 + ROUNDING)
    if options.radius_m is not None:
        lattice = _lattice(points, options.radius_m)
        if lattice is not None and _largest(lattice, population) <= most:
            return lattice
    return _lists(points, population, radius_m=options.radius_m or np.inf, most=float(most))


def _lattice(points: Floats, radius_m: float) -> Circles | None:
    """Return circles that share their steps, or ``None`` where the locations are no lattice."""
    spacing = np.array([_spacing(points[:, axis]) for axis in (0, 1)])
    placed = (points - points.min(axis=0)) / spacing
    nearest = np.rint(placed)
    is_off = np.abs(placed - nearest).max() > OFF_LATTICE
    if is_off or (nearest.max(axis=0) + 1).prod() > MOST_EMPTY * len(points):
        return None

    columns = nearest.astype(np.intp)
    size = columns.max(axis=0) + 1
    for outer, *signs in product((0, 1), (1, -1), (1, -1)):
        turned = np.where(np.array(signs) > 0, columns, size - 1 - columns)
        major, minor = turned[:, outer], turned[:, 1 - outer]
        if np.all(np.diff(major * size[1 - outer] + minor) > 0):
            sides = size[[outer, 1 - outer]]
            return _shared_steps(major, minor, sides, spacing[[outer, 1 - outer]], radius_m)
    return None


def _shared_steps(  # noqa: PLR0917  one lattice in its parts
    major: Indices, minor: Indices, size: Indices, spacing: Floats, radius_m: float
) -> Circles:
    """Lay a lattice out line by line, with room between the lines for circles to reach into."""
    reach = np.minimum(size - 1, np.floor((radius_m + TIE_M) / spacing)).astype(np.intp)
    ahead, aside = (np.arange(-one, one + 1) for one in reach)
    distance = np.hypot(*np.meshgrid(ahead * spacing[0], aside * spacing[1], indexing="ij"))
    width = int(size[1] + reach[1])
    step = ahead[:, None] * width + aside

    order = np.argsort(distance, axis=None)
    order = order[distance.ravel()[order] <= radius_m + TIE_M]
    shift = -int(step.min())
    steps = _equals_by_label(distance.ravel()[order], step.ravel()[order] + shift) - shift
    rows = (major + reach[0] + 1) * width + minor
    n_rows = int(size[0] + 2 * reach[0] + 2) * width
    return Circles(rows, n_rows, steps.astype(np.int32))


def _lists(points: Floats, population: Floats, *, radius_m: float, most: float) -> Circles:
    """Return circles with a list of rows for each centre."""
    tree, n, reach = KDTree(points), len(points), radius_m + TIE_M
    if np.isfinite(radius_m):
        wanted = 1 + int(tree.query_ball_point(points, reach, return_length=True).max())
    else:
        wanted = SPARE + int(n * most / population.sum())
    if n * min(wanted, n) > MOST_LISTED:
        raise ValueError(
            f"{n} locations with up to {min(wanted, n)} in a circle are too many; "
            "give a smaller radius or share, or larger cells"
        )

    at_once = max(1, NEIGHBOURS_AT_ONCE // wanted)
    blocks = [
        _listed(tree, points[start : start + at_once], population, most, reach, wanted)
        for start in range(0, n, at_once)
    ]
    ranks = max(len(block) for block in blocks)
    if not ranks:
        raise ValueError("no location is within the limits; raise the largest share")
    steps = np.full((ranks, n), EMPTY, dtype=np.int32)
    for start, block in zip(range(0, n, at_once), blocks, strict=True):
        steps[: len(block), start : start + block.shape[1]] = block
    return Circles(np.arange(1, n + 1), n + 1, steps)


def _listed(  # noqa: PLR0917  one search, with its limits
    tree: KDTree, centres: Floats, population: Floats, most: float, reach: float, wanted: int
) -> Indices:
    """Return the rows within the limits of some centres, shape (ranks, centres)."""
    n = len(population)
    while True:
        wanted = min(wanted, n)
        found = tree.query(centres, k=wanted, distance_upper_bound=reach)
        distance, index = (np.reshape(one, (len(centres), wanted)) for one in found)
        index = _equals_by_label(distance, index)
        total = np.cumsum(np.append(population, 0.0)[index], axis=1)

        past = np.where(total > most, distance, np.inf).min(axis=1)
        is_whole = np.isinf(distance[:, -1]) | (past + TIE_M < distance[:, -1])
        if wanted == n or is_whole.all():
            rows = np.where((total <= most) & (index < n), index + 1, EMPTY)
            return rows[:, rows.any(axis=0)].T
        wanted *= 2


def _equals_by_label(distance: Floats, labels: Indices) -> Indices:
    """Order labels, from 0, at the same distance; distances ascend along the last axis."""
    apart = np.diff(np.minimum(distance, FAR), axis=-1, prepend=0.0) > TIE_M
    rings = np.cumsum(apart, axis=-1)
    keys = np.sort((rings << LABEL_BITS) + labels, axis=-1)
    return np.asarray(keys & (2**LABEL_BITS - 1))


def _largest(circles: Circles, population: Floats) -> float:
    """Return the largest population of a circle at its last rank."""
    table = circles.table(population)
    start, stop = circles.span
    total = np.zeros(stop - start)
    for rank in range(circles.ranks):
        total += circles.ring(table, rank=rank, start=start, stop=stop)
    return float(total[circles.rows - start].max())


def _spacing(values: Floats) -> float:
    """Return the smallest distance between different values; 1 where all are the same."""
    apart = np.diff(np.unique(values))
    apart = apart[apart > TIE_M]
    return float(apart.min()) if len(apart) else 1.0
