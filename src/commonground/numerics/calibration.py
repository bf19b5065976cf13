"""Calibration: weights as equal as can be, under which the donors add up to a target.

The weights solve ``min sum_i d D(w_i / d)`` subject to ``X'w = t`` and ``lower d <= w <= upper d``
(Deville and Särndal 1992, eq. 2.1), by Newton's method on the dual, whose value
``f(m) = d sum_i G(x_i'm) - t'm`` is convex and whose gradient is ``X'w(m) - t`` with
``w_i = d F(x_i'm)``. A soft constraint may be missed at a price: it adds ``r_j m_j^2 / 2`` to the
dual, and with ``r_j = 0`` it is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Distance = Literal["linear", "raking", "logit"]

TIGHT = 1e-10
"""Relative misfit at which a set of weights counts as exact; R's survey package stops at 1e-4."""

MOST_STEPS = 100
SHORTEST_STEP = 2.0**-30
LARGEST_U, LARGEST_LOG = 1e100, 300.0
"""Far beyond any solution; a step tried out there must not overflow."""
SUFFICIENT_DECREASE = 1e-4
RIDGE = 1e-13
"""Share of the mean curvature that is added, so that a singular system has a solution."""
PROVED = 1e-9
"""Share of the sum of absolute terms that rounding may make up."""
STEADIER = (1e-8, 1e-4, 1.0)
"""Larger shares, tried in turn where a step finds no lower value."""
ROUNDING = 8
"""Units in the last place by which a value may rise without having risen."""


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Weights, and how well they do what was asked.

    Parameters
    ----------
    weights
        One weight a donor, shape (n,).
    multipliers
        One a constraint, shape (k,): the solution of the dual.
    misfit
        Largest ``|t_j - x_j'w| / (1 + |t_j|)`` over the exact constraints.
    gap
        Primal minus dual objective over one plus the primal: 0 proves that no other weights are
        more equal.
    steps
        Newton steps taken.
    is_exact
        Whether the misfit is within the tolerance.
    """

    weights: Floats
    multipliers: Floats
    misfit: float
    gap: float
    steps: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Ratio:
    """How a weight ratio ``w / d`` answers to ``u = x'm``: ``F``, its slope and its integral.

    Parameters
    ----------
    distance
        ``"linear"`` (chi-square distance), ``"raking"`` (entropy balancing) or ``"logit"``.
    lower, upper
        Bounds of the ratio; the logit distance needs both, with ``lower < 1 < upper < inf``.
    """

    distance: Distance = "linear"
    lower: float = 0.0
    upper: float = np.inf

    def __post_init__(self) -> None:
        """Check that the bounds leave room for a ratio of 1."""
        if not self.lower < 1 < self.upper:
            raise ValueError(f"bounds {self.lower} and {self.upper} do not enclose 1")
        if self.distance == "logit" and not np.isfinite(self.upper):
            raise ValueError("the logit distance needs a finite upper bound")

    def at(self, u: Floats) -> tuple[Floats, Floats, Floats]:
        """Return ``F(u)``, ``F'(u)`` and ``G(u)``, elementwise."""
        u = np.clip(u, -LARGEST_U, LARGEST_U)
        if self.distance == "logit":
            return self._logit(u)
        if self.distance == "raking":
            low, high = np.log(max(self.lower, np.finfo(float).tiny)), np.log(self.upper)
            inside = np.clip(u, low, min(high, LARGEST_LOG))
            ratio = np.exp(inside)
            integral = ratio - 1 + ratio * (u - inside)
        else:
            low, high = self.lower - 1, self.upper - 1
            inside = np.clip(u, low, high)
            ratio = 1 + inside
            integral = inside + inside**2 / 2 + ratio * (u - inside)
        free = (u > low) & (u < high)
        slope = free * (ratio if self.distance == "raking" else 1.0)
        return ratio, slope, integral

    def _logit(self, u: Floats) -> tuple[Floats, Floats, Floats]:
        below, above, width = 1 - self.lower, self.upper - 1, self.upper - self.lower
        scaled = u * width / (below * above)
        share = 1 / (1 + above / below * np.exp(-np.clip(scaled, -LARGEST_LOG, LARGEST_LOG)))
        ratio = self.lower + width * share
        slope = width * share * (1 - share) * width / (below * above)
        grown = np.logaddexp(np.log(above / width), np.log(below / width) + scaled)
        return ratio, slope, self.lower * u + below * above * grown

    def cost(self, ratio: Floats) -> Floats:
        """Return the distance ``D(w / d)`` of weights from equal ones, elementwise."""
        if self.distance == "linear":
            return (ratio - 1) ** 2 / 2
        if self.distance == "raking":
            return _times_log(ratio, ratio) - ratio + 1
        below, above, width = 1 - self.lower, self.upper - 1, self.upper - self.lower
        low, high = ratio - self.lower, self.upper - ratio
        return (_times_log(low, low / below) + _times_log(high, high / above)) * (
            below * above / width
        )


def calibrate(  # noqa: PLR0913  the parts of one convex problem
    *,
    donors: Floats,
    targets: Floats,
    base_weight: float,
    ratio: Ratio | None = None,
    softness: Floats | None = None,
    start: Floats | None = None,
    tolerance: float = TIGHT,
) -> Calibration:
    """Find the weights nearest to equal ones under which the donors add up to the targets.

    Parameters
    ----------
    donors
        Constraint values ``X``, shape (n, k).
    targets
        Totals to reach ``t``, shape (k,).
    base_weight
        The equal weight ``d`` that every donor starts from.
    ratio
        Distance and bounds; linear and non-negative if left out.
    softness
        Shape (k,): 0 for an exact constraint; ``r_j`` lets constraint ``j`` be missed at the price
        of ``miss^2 / (2 r_j)``. All exact if left out.
    start
        Multipliers to start from, shape (k,).
    tolerance
        Relative misfit at which to stop.

    Returns
    -------
    Calibration
        With ``is_exact`` false if no weights were found; nothing is raised, because only the
        caller knows what an infeasible set means.
    """
    problem = _Problem.scaled(
        donors=donors,
        targets=targets,
        base_weight=base_weight,
        ratio=ratio or Ratio(),
        softness=np.zeros(len(targets)) if softness is None else softness,
    )
    multipliers = np.zeros(len(targets)) if start is None else start * problem.scale
    point = problem.at(multipliers, problem.donors @ multipliers)
    steps = 0
    while problem.misfit(point) > tolerance and steps < MOST_STEPS:
        moved = None if problem.is_hopeless(point) else _newton_step(problem, point)
        if moved is None:
            break
        point = moved
        steps += 1

    return problem.finish(point, steps=steps, tolerance=tolerance)


@dataclass(frozen=True, slots=True, eq=False)
class _Point:
    """Where the iteration stands: multipliers ``m``, ``u = Xm``, and what follows from them."""

    multipliers: Floats
    u: Floats
    weights: Floats
    slope: Floats
    gradient: Floats
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """One calibration with its columns scaled to a root mean square of 1."""

    donors: Floats
    targets: Floats
    base_weight: float
    ratio: Ratio
    softness: Floats
    scale: Floats

    @classmethod
    def scaled(
        cls, *, donors: Floats, targets: Floats, base_weight: float, ratio: Ratio, softness: Floats
    ) -> _Problem:
        scale = column_scale(donors)
        return cls(donors / scale, targets / scale, base_weight, ratio, softness / scale**2, scale)

    def at(self, multipliers: Floats, u: Floats) -> _Point:
        ratio, slope, integral = self.ratio.at(u)
        weights = self.base_weight * ratio
        penalty = self.softness * multipliers
        gradient = weights @ self.donors - self.targets + penalty
        value = (
            self.base_weight * float(integral.sum())
            - float(self.targets @ multipliers)
            + float(penalty @ multipliers) / 2
        )
        return _Point(multipliers, u, weights, self.base_weight * slope, gradient, value)

    def misfit(self, point: _Point) -> float:
        """Return the relative misfit, a soft constraint's counted from where its price puts it."""
        miss = np.abs(point.gradient) * self.scale / (1 + np.abs(self.targets * self.scale))
        return float(miss.max(initial=0.0))

    def is_hopeless(self, point: _Point) -> bool:
        """Whether the multipliers prove that no weights reach the targets; see `disproves`."""
        first = self.donors[:1, 0]
        if self.softness.any() or not len(first) or (self.donors[:, 0] != first).any():
            return False
        total = float(self.targets[0] / first[0]) if first[0] else 0.0
        return bool(disproves(self.targets, point.multipliers, point.u.max(), total))

    def finish(self, point: _Point, *, steps: int, tolerance: float) -> Calibration:
        cost = self.base_weight * float(self.ratio.cost(point.weights / self.base_weight).sum())
        cost += float(self.softness @ point.multipliers**2) / 2
        dual = -point.value + self._value_at_rest()
        misfit = self.misfit(point)
        return Calibration(
            weights=point.weights,
            multipliers=point.multipliers / self.scale,
            misfit=misfit,
            gap=(cost - dual) / (1 + cost),
            steps=steps,
            is_exact=misfit <= tolerance,
        )

    def _value_at_rest(self) -> float:
        """Return ``d sum G(0)``, which the dual objective is counted from."""
        return self.base_weight * len(self.donors) * float(self.ratio.at(np.zeros(1))[2][0])


def disproves(
    targets: Floats, multipliers: Floats, largest: Floats | float, total: Floats | float
) -> NDArray[np.bool_]:
    """Return whether multipliers ``m`` prove that no non-negative weights reach the targets.

    If some did, ``t'm = sum_i w_i x_i'm`` could be no more than ``sum_i w_i`` times the largest
    ``x_i'm``.

    Parameters
    ----------
    targets, multipliers
        ``t`` and ``m``, shape (..., k).
    largest
        Largest ``x_i'm`` of a donor.
    total
        Sum of the weights, which a constant constraint fixes.
    """
    terms = targets * multipliers
    rounding = PROVED * np.abs(terms).sum(axis=-1)
    return np.asarray(terms.sum(axis=-1) > np.maximum(largest, 0.0) * total + rounding)


def column_scale(donors: Floats) -> Floats:
    """Return the root mean square of each column, shape (k,); 1 for a column of zeros."""
    scale = np.sqrt(np.einsum("ij,ij->j", donors, donors) / max(len(donors), 1))
    return np.where(scale > 0, scale, 1.0)


def _newton_step(problem: _Problem, point: _Point) -> _Point | None:
    """Move to a lower value along the Newton direction, or say that there is none.

    Where too few donors are free to fix a direction, it is bent towards steepest descent.
    """
    free = point.slope > 0
    rows = problem.donors[free]
    curvature = (rows * point.slope[free, None]).T @ rows + np.diag(problem.softness)
    mean = float(np.trace(curvature)) / len(curvature) or 1.0
    for ridge in (RIDGE, *STEADIER):
        steady = curvature + ridge * mean * np.eye(len(curvature))
        direction = np.asarray(np.linalg.solve(steady, -point.gradient), dtype=np.float64)
        moved = _descend(problem, point, direction)
        if moved is not None:
            return moved
    return None


def _descend(problem: _Problem, point: _Point, direction: Floats) -> _Point | None:
    """Move as far along a direction as the value falls in proportion."""
    along = problem.donors @ direction
    descent = float(point.gradient @ direction)
    size = abs(point.value) + float(np.abs(problem.targets @ point.multipliers))
    noise = ROUNDING * np.finfo(float).eps * size

    length = 1.0
    while length >= SHORTEST_STEP:
        moved = problem.at(point.multipliers + length * direction, point.u + length * along)
        if moved.value <= point.value + SUFFICIENT_DECREASE * length * descent + noise:
            return moved
        length /= 2
    return None


def _times_log(factor: Floats, of: Floats) -> Floats:
    """Return ``factor log(of)``, 0 where the factor is 0."""
    return factor * np.log(np.where(factor > 0, of, 1.0))
