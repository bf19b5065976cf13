"""Calibration of many sets of treated places at once, from the same donors.

Each set is the linear, non-negative calibration of `calibration`, solved by the same Newton method.
What makes many of them cheap: the second-moment matrix of the places in play is updated with the
few places that enter or leave between two steps, the misfit follows from that matrix, and a step of
a whole batch is one matrix product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.numerics.calibration import (
    RIDGE,
    TIGHT,
    Floats,
    calibrate,
    column_scale,
    disproves,
)

MOST_STEPS = 40
USUAL_STEPS = 12
"""Most sets are solved by then; it pays to ask whether the others can be."""
MOST_HALVINGS = 20
NOISE = 1e-9
"""Relative rise of the dual value that is taken for rounding."""
CELLS_A_BATCH = 8_000_000
"""Weights held at once (places x sets): 64 MB an array, and a few arrays. With fewer sets at a time
a million places would be read more often than they are computed with."""
LARGEST_BATCH = 64


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """The constraint values of every place, prepared once for any number of sets.

    Parameters
    ----------
    values
        Shape (n, k), columns scaled to a root mean square of 1; the first column is constant.
    scale
        What the columns were divided by, shape (k,).
    moments
        ``X'X`` of all places, shape (k, k).
    never_negative
        Columns without a negative value, shape (k,): with target 0 they rule places out.
    """

    values: Floats
    scale: Floats
    moments: Floats
    never_negative: NDArray[np.bool_]

    @classmethod
    def of(cls, values: Floats) -> Pool:
        """Prepare constraint values, shape (n, k)."""
        scale = column_scale(values)
        scaled = np.ascontiguousarray(values / scale)
        return cls(scaled, scale, scaled.T @ scaled, np.all(values >= 0, axis=0))


@dataclass(frozen=True, slots=True, eq=False)
class TargetSet:
    """One calibration to solve.

    Parameters
    ----------
    targets
        Totals to reach, shape (k,).
    base_weight
        The equal weight every donor starts from.
    excluded
        Positions of the places that may have no weight.
    """

    targets: Floats
    base_weight: float
    excluded: NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class BatchWeights:
    """Weights of several sets.

    Parameters
    ----------
    weights
        Shape (sets, n); 0 for excluded places.
    misfit, gap
        Relative misfit and relative duality gap of each set, shape (sets,).
    is_exact
        Which sets were solved, shape (sets,).
    """

    weights: Floats
    misfit: Floats
    gap: Floats
    is_exact: NDArray[np.bool_]


def batch_size(places: int) -> int:
    """Return how many sets to solve together; it never depends on the workers."""
    return int(np.clip(CELLS_A_BATCH // places, 1, LARGEST_BATCH))


def batch_weights(pool: Pool, sets: Sequence[TargetSet]) -> BatchWeights:
    """Solve several calibrations together.

    A set the batch cannot finish is tried once more on its own, with a line search; one that is
    still not exact comes back with ``is_exact`` false.
    """
    batch = _Batch.begin(pool, sets)
    for _ in range(MOST_STEPS):
        if not batch.step():
            break

    return batch.finish()


class _Batch:
    """The iteration's state; ``v`` is the dual multiplier plus one on the constant column."""

    def __init__(self, pool: Pool, sets: Sequence[TargetSet]) -> None:
        count, (places, constraints) = len(sets), pool.values.shape
        self.pool, self.sets = pool, sets
        self.d = np.array([one.base_weight for one in sets])
        self.targets = np.stack([one.targets for one in sets]) / pool.scale
        self.ruled_out = pool.never_negative & (self.targets == 0)
        self.allowed = np.ones((count, places), dtype=bool)
        self.moments = np.repeat(pool.moments[None], count, axis=0)
        self.v = np.zeros((count, constraints))
        self.v[:, 0] = pool.scale[0]
        self.u = np.ones((count, places))
        self.unfinished = np.arange(count)
        self.hopeless = np.zeros(count, dtype=bool)
        self.steps = 0

    @classmethod
    def begin(cls, pool: Pool, sets: Sequence[TargetSet]) -> _Batch:
        batch = cls(pool, sets)
        for at, one in enumerate(sets):
            batch.allowed[at, one.excluded] = False
            if batch.ruled_out[at].any():
                batch.allowed[at, (pool.values[:, batch.ruled_out[at]] > 0).any(axis=1)] = False
            batch.moments[at] -= batch._moments_of(np.flatnonzero(~batch.allowed[at]))
        batch.active = batch.allowed.copy()
        batch.value = batch._values(np.arange(len(sets)), batch.v, batch.moments)
        return batch

    active: NDArray[np.bool_]
    value: Floats

    def step(self) -> bool:
        """Take one Newton step for every unfinished set; say whether any is left."""
        at = self.unfinished
        v = self._solve(at)
        u = v @ self.pool.values.T
        for row, one in enumerate(at):
            self._accept(int(one), v[row], u[row])
        at = at[self._misfit(at) > TIGHT / 10]
        self.steps += 1
        if self.steps > USUAL_STEPS and len(at):
            hopeless = self._is_hopeless(at)
            self.hopeless[at[hopeless]] = True
            at = at[~hopeless]
        self.unfinished = at
        return bool(len(at))

    def finish(self) -> BatchWeights:
        weights = np.where(self.active, self.u, 0.0) * self.d[:, None]
        miss = weights @ self.pool.values - self.targets
        misfit = self._relative(np.abs(miss), self.targets).max(axis=1)
        cost = (weights**2).sum(axis=1) / (2 * self.d)
        gap = np.einsum("bi,bi->b", self.v, miss) / (1 + cost)
        for at in np.flatnonzero((misfit > TIGHT) & ~self.hopeless):
            weights[at], misfit[at], gap[at] = self._alone(int(at))
        return BatchWeights(weights, misfit, gap, misfit <= TIGHT)

    def _solve(self, at: NDArray[np.intp]) -> Floats:
        """Return where the full Newton step leads, shape (unfinished, k)."""
        moments = self.moments[at]
        residual = self.targets[at] / self.d[at, None] - np.einsum(
            "bij,bj->bi", moments, self.v[at]
        )
        dropped = self.ruled_out[at]
        residual[dropped] = 0.0
        moments = np.where(dropped[:, :, None] | dropped[:, None, :], 0.0, moments)
        mean = np.einsum("bii->b", moments) / moments.shape[1]
        diagonal = dropped + RIDGE * np.where(mean > 0, mean, 1.0)[:, None]
        moments += diagonal[:, :, None] * np.eye(moments.shape[1])
        return self.v[at] + np.linalg.solve(moments, residual[:, :, None])[:, :, 0]

    def _accept(self, at: int, v: Floats, u: Floats) -> None:
        """Move one set to the new point, or as far towards it as the dual value still falls."""
        old_v, old_u = self.v[at], self.u[at]
        halvings = 0
        while True:
            active = self.allowed[at] & (u > 0)
            moments = self._moved(at, active)
            value = self._values(np.array([at]), v[None], moments[None])[0]
            if value <= self.value[at] + NOISE * abs(self.value[at]) or halvings == MOST_HALVINGS:
                break
            halvings += 1
            v, u = (old_v + v) / 2, (old_u + u) / 2
        self.v[at], self.u[at], self.active[at] = v, u, active
        self.moments[at], self.value[at] = moments, value

    def _moved(self, at: int, active: NDArray[np.bool_]) -> Floats:
        """Return the moments of a new set of active places, from those of the old one."""
        changed = np.flatnonzero(active != self.active[at])
        if len(changed) > active.sum():
            return self._moments_of(np.flatnonzero(active))
        entered = active[changed]
        moments: Floats = self.moments[at] + self._moments_of(changed[entered])
        return moments - self._moments_of(changed[~entered])

    def _moments_of(self, places: NDArray[np.intp]) -> Floats:
        rows = self.pool.values[places]
        moments: Floats = rows.T @ rows
        return moments

    def _values(self, at: NDArray[np.intp], v: Floats, moments: Floats) -> Floats:
        quadratic = np.einsum("bi,bij,bj->b", v, moments, v)
        values: Floats = self.d[at] / 2 * quadratic - np.einsum("bi,bi->b", self.targets[at], v)
        return values

    def _misfit(self, at: NDArray[np.intp]) -> Floats:
        reached = self.d[at, None] * np.einsum("bij,bj->bi", self.moments[at], self.v[at])
        miss = np.where(self.ruled_out[at], 0.0, np.abs(reached - self.targets[at]))
        worst: Floats = self._relative(miss, self.targets[at]).max(axis=1)
        return worst

    def _is_hopeless(self, at: NDArray[np.intp]) -> NDArray[np.bool_]:
        largest = np.where(self.allowed[at], self.u[at], -np.inf).max(axis=1)
        total = self.targets[at, 0] / self.pool.values[0, 0]
        return disproves(self.targets[at], self.v[at], largest, total)

    def _relative(self, miss: Floats, targets: Floats) -> Floats:
        """Return ``|miss| / (1 + |t|)`` in the units of the data."""
        relative: Floats = miss * self.pool.scale / (1 + np.abs(targets * self.pool.scale))
        return relative

    def _alone(self, at: int) -> tuple[Floats, float, float]:
        weights = np.zeros(len(self.pool.values))
        places, columns = self.allowed[at], ~self.ruled_out[at]
        solved = calibrate(
            donors=self.pool.values[np.ix_(places, columns)] * self.pool.scale[columns],
            targets=self.targets[at, columns] * self.pool.scale[columns],
            base_weight=float(self.d[at]),
        )
        weights[places] = solved.weights
        return weights, solved.misfit, solved.gap
