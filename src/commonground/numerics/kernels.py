"""Events smoothed over a city: Gaussian density, and sums within a distance, on a grid of cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from commonground.numerics.calibration import Floats
from commonground.numerics.whole_counts import Counts, Integers, whole_counts

M2_A_HECTARE = 10_000.0

NODES_A_BANDWIDTH = 5
"""Cubic binning errs by at most .07 of this to the minus fourth, .011 % of the peak, an axis."""

REACH = 5.5
"""Bandwidths beyond which a point counts no more: all that lies farther adds less than .01 % of the
peak, however the points are spread."""

MOST_NODES = 4_000_000
"""Inner grid of 32 MB; a larger one is worked through in strips."""

POINTS_A_STEP = 100_000
"""Points binned at a time, 256 bytes each."""

MOST_DISTANCES = 2_000_000
"""Distances held at once by the direct sum: 16 MB."""


def gaussian_density(
    points: Floats,
    *,
    x_m: Floats,
    y_m: Floats,
    bandwidth_m: float,
    weights: Floats | None = None,
) -> Floats:
    """Return the Gaussian kernel density of points at the crossings of columns and rows.

    Each point is split among the 4 x 4 nearest nodes of an inner grid, five nodes a bandwidth, by
    the weights of cubic interpolation, which keep its position, spread and skewness (for linear
    binning see Wand 1994). Columns and rows are then smoothed one after the other.

    Parameters
    ----------
    points
        East and north in metres, shape (n, 2). Points beyond the columns and rows count too.
    x_m, y_m
        Where the density is wanted, in metres, ascending: the centres of the columns, shape (c,),
        and of the rows, shape (r,).
    bandwidth_m
        Standard deviation of the kernel in metres.
    weights
        One a point, not negative; 1 if left out.

    Returns
    -------
    numpy.ndarray
        Weight per hectare, shape (r, c), first row for the first of ``y_m``. Within .1 % of the
        peak of the exact sum.

    Raises
    ------
    ValueError
        If coordinates or weights are not finite, the bandwidth is not positive, or columns or rows
        do not ascend.
    """
    points, weights = _usable(points, weights, bandwidth_m)
    x_m, y_m = _ascending(x_m, "x_m"), _ascending(y_m, "y_m")

    density = np.zeros((len(y_m), len(x_m)))
    strips = [slice(0, len(y_m))] if density.size else []
    while strips:
        strip = strips.pop()
        reached = _within(points[:, 0], x_m, bandwidth_m) & _within(
            points[:, 1], y_m[strip], bandwidth_m
        )
        if not reached.any():
            continue
        near = points[reached]
        across, up = (_Axis.around(near[:, axis], bandwidth_m) for axis in (0, 1))
        rows = strip.stop - strip.start
        if across.nodes * up.nodes > MOST_NODES and rows > 1:
            middle = strip.start + rows // 2
            strips += [slice(strip.start, middle), slice(middle, strip.stop)]
            continue
        binned = _binned(across, up, weights[reached])
        rows_smoothed = up.kernel(y_m[strip], bandwidth_m) @ binned
        density[strip] = (across.kernel(x_m, bandwidth_m) @ rows_smoothed.T).T
    return np.maximum(density, 0.0) * _per_hectare(bandwidth_m)


def density_at(
    places: Floats, *, points: Floats, bandwidth_m: float, weights: Floats | None = None
) -> Floats:
    """Return the Gaussian kernel density at any places, by the exact sum over all points.

    Parameters
    ----------
    places
        East and north in metres, shape (m, 2).
    points
        East and north in metres, shape (n, 2).
    bandwidth_m
        Standard deviation of the kernel in metres.
    weights
        One a point, not negative; 1 if left out.

    Returns
    -------
    numpy.ndarray
        Weight per hectare, shape (m,).

    Raises
    ------
    ValueError
        If coordinates or weights are not finite, or the bandwidth is not positive.
    """
    points, weights = _usable(points, weights, bandwidth_m)
    places = _pairs(places, "places")

    density = np.empty(len(places))
    step = max(1, MOST_DISTANCES // max(1, len(points)))
    for start in range(0, len(places), step):
        here = places[start : start + step, None, :]
        away = ((here - points) ** 2).sum(axis=2) / bandwidth_m**2
        density[start : start + step] = np.exp(-away / 2) @ weights
    return density * _per_hectare(bandwidth_m)


def disc_sums(counts: Integers, *, radius_m: float, cell_m: float) -> Counts:
    """Add up the counts of all cells whose centres lie within a distance of each cell's centre.

    Parameters
    ----------
    counts
        Whole numbers from 0 on square cells, shape (rows, columns). What lies outside counts 0.
    radius_m
        The distance, in metres; a centre just as far away is within it.
    cell_m
        Side of a cell, in metres.

    Returns
    -------
    numpy.ndarray
        Same shape as ``counts``.

    Raises
    ------
    ValueError
        If counts are not whole or not on a grid, or a length is not positive.
    """
    counts = whole_counts(counts)
    if counts.ndim != 2:
        raise ValueError(f"counts have {counts.ndim} dimensions; rows and columns are needed")
    if not (cell_m > 0 and 0 <= radius_m < np.inf):
        raise ValueError(f"a radius of {radius_m} m on cells of {cell_m} m cannot be drawn")

    rows, columns = counts.shape
    radius = radius_m / cell_m * (1 + 1e-12)
    running = np.zeros((rows, columns + 1), dtype=np.int64)
    np.cumsum(counts, axis=1, out=running[:, 1:])
    column = np.arange(columns)
    sums = np.zeros_like(counts)
    for away in range(-min(int(radius), rows - 1), min(int(radius), rows - 1) + 1):
        half = min(int(np.sqrt(radius**2 - away**2)), columns)
        ends, begins = np.minimum(column + half + 1, columns), np.maximum(column - half, 0)
        beside = running[:, ends] - running[:, begins]
        to, of = slice(max(0, -away), rows - max(0, away)), slice(max(0, away), rows + min(0, away))
        sums[to] += beside[of]
    return sums


@dataclass(frozen=True, slots=True, eq=False)
class _Axis:
    """The nodes of the inner grid along one axis, and where the points lie between them."""

    first_m: float
    step_m: float
    nodes: int
    before: NDArray[np.intp]
    shares: Floats

    @classmethod
    def around(cls, at: Floats, bandwidth_m: float) -> _Axis:
        """Lay nodes so that each point has two on either side."""
        step, low = bandwidth_m / NODES_A_BANDWIDTH, float(at.min())
        scaled = (at - low) / step
        whole = np.floor(scaled)
        f = scaled - whole
        shares = np.stack(
            [
                f * (1 - f) * (f - 2) / 6,
                (f + 1) * (f - 1) * (f - 2) / 2,
                f * (f + 1) * (2 - f) / 2,
                f * (f + 1) * (f - 1) / 6,
            ]
        )
        before = whole.astype(np.intp)
        return cls(low - step, step, int(before.max()) + 4, before, shares)

    def kernel(self, centres_m: Floats, bandwidth_m: float) -> sparse.csr_array:
        """Return the kernel between centres and nodes, shape (centres, nodes)."""
        width = min(int(2 * REACH * bandwidth_m / self.step_m) + 2, self.nodes)
        first = np.ceil((centres_m - REACH * bandwidth_m - self.first_m) / self.step_m)
        first = np.clip(first, 0, self.nodes - width).astype(np.intp)
        node = first[:, None] + np.arange(width)
        away = (centres_m[:, None] - self.first_m - node * self.step_m) / bandwidth_m
        starts = np.arange(len(centres_m) + 1) * width
        return sparse.csr_array(
            (np.exp(-(away**2) / 2).ravel(), node.ravel(), starts),
            shape=(len(centres_m), self.nodes),
        )


def _binned(across: _Axis, up: _Axis, weights: Floats) -> Floats:
    """Return the weight at the nodes of the inner grid, shape (up, across)."""
    corner = up.before * across.nodes + across.before
    offset = np.arange(4)[:, None] * across.nodes + np.arange(4)
    binned = np.zeros(up.nodes * across.nodes)
    for start in range(0, len(weights), POINTS_A_STEP):
        some = slice(start, start + POINTS_A_STEP)
        node = corner[some] + offset.reshape(-1, 1)
        share = up.shares[:, None, some] * (across.shares[:, some] * weights[some])
        binned += np.bincount(node.ravel(), share.ravel(), minlength=len(binned))
    return binned.reshape(up.nodes, across.nodes)


def _within(at: Floats, centres_m: Floats, bandwidth_m: float) -> NDArray[np.bool_]:
    """Return which points are near enough to count somewhere between the first and last centre."""
    reach = REACH * bandwidth_m
    return np.asarray((at >= centres_m[0] - reach) & (at <= centres_m[-1] + reach))


def _per_hectare(bandwidth_m: float) -> float:
    return float(M2_A_HECTARE / (2 * np.pi * bandwidth_m**2))


def _usable(points: Floats, weights: Floats | None, bandwidth_m: float) -> tuple[Floats, Floats]:
    points = _pairs(points, "points")
    weights = np.ones(len(points)) if weights is None else np.asarray(weights, dtype=np.float64)
    if not 0 < bandwidth_m < np.inf:
        raise ValueError(f"a bandwidth of {bandwidth_m} m smooths nothing; give metres above 0")
    if weights.shape != (len(points),):
        raise ValueError(f"{weights.size} weights do not belong to {len(points)} points")
    if not np.isfinite(weights).all() or (weights < 0).any():
        raise ValueError("weights must be finite and not negative")
    return points, weights


def _pairs(at: Floats, name: str) -> Floats:
    at = np.asarray(at, dtype=np.float64)
    if at.ndim != 2 or at.shape[1] != 2 or not np.isfinite(at).all():
        raise ValueError(f"{name} must be pairs of finite metres, east and north")
    return at


def _ascending(centres_m: Floats, name: str) -> Floats:
    centres_m = np.asarray(centres_m, dtype=np.float64)
    if centres_m.ndim != 1 or not (np.diff(centres_m) > 0).all():
        raise ValueError(f"{name} must ascend")
    return centres_m
