"""What can be matched: redundant constraints, places ruled out, and proof that targets conflict."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from commonground.numerics.calibration import Floats, column_scale

REDUNDANT = 1e-10
"""Share of a column's sum of squares; if those before it leave less, it says nothing new."""

MOST_FILTERED = 24
"""Conflicts of more constraints are not made minimal: each one costs a linear programme."""

CONFLICT = 1e-6
"""Relative misfit that no weights avoid, above which targets count as in conflict; well above the
linear programme's own tolerance of 1e-7."""


@dataclass(frozen=True, slots=True, eq=False)
class Conflict:
    """Proof that no non-negative weights reach the targets (Farkas' lemma).

    Parameters
    ----------
    constraints
        Positions of constraints that cannot hold together. Where they are few, without any one of
        them the others can.
    multipliers
        One each: no donor has a positive value of the combination, yet the targets do.
    misfit
        Smallest relative misfit that any weights leave, summed over the constraints.
    """

    constraints: NDArray[np.intp]
    multipliers: Floats
    misfit: float


def independent_columns(values: Floats) -> NDArray[np.intp]:
    """Return the columns that say something new, each judged against those before it.

    Parameters
    ----------
    values
        Shape (n, k). A column of zeros says nothing.
    """
    scaled = values / column_scale(values)
    moments = scaled.T @ scaled / max(len(values), 1)
    kept: list[int] = []
    factor = np.zeros_like(moments)
    for column in range(moments.shape[0]):
        row = moments[column, kept].copy()
        for at in range(len(kept)):
            row[at] = (row[at] - row[:at] @ factor[at, :at]) / factor[at, at]
        left = moments[column, column] - row @ row
        if left > REDUNDANT:
            at = len(kept)
            factor[at, :at], factor[at, at] = row, np.sqrt(left)
            kept.append(column)
    return np.array(kept, dtype=np.intp)


def ruled_out(values: Floats, targets: Floats) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Take zero targets out exactly.

    Where no donor has a negative value and the target is 0, every donor with a positive value must
    have weight 0; then the constraint holds by itself.

    Parameters
    ----------
    values, targets
        Shapes (n, k) and (k,).

    Returns
    -------
    tuple
        Which donors are ruled out, shape (n,), and which constraints are met that way, shape (k,).
    """
    met = (targets == 0) & np.all(values >= 0, axis=0)
    return np.any(values[:, met] > 0, axis=1), met


def conflict(
    *, donors: Floats, targets: Floats, smallest: float = 0.0, largest: float = np.inf
) -> Conflict | None:
    """Prove that targets cannot be reached, or return ``None`` if they can.

    Parameters
    ----------
    donors, targets
        Shapes (n, k) and (k,).
    smallest, largest
        Bounds of a weight.
    """
    bounds = (smallest, largest)
    misfit, price = _least_misfit(donors, targets, bounds)
    if misfit <= CONFLICT:
        return None

    together = np.flatnonzero(np.abs(price) * (1 + np.abs(targets)) > CONFLICT)
    for candidate in together[::-1] if len(together) <= MOST_FILTERED else ():
        rest = together[together != candidate]
        if len(rest) and _least_misfit(donors[:, rest], targets[rest], bounds)[0] > CONFLICT:
            together = rest
    _, multipliers = _least_misfit(donors[:, together], targets[together], bounds)
    return Conflict(together, multipliers, misfit)


def reachable_range(
    *,
    donors: Floats,
    targets: Floats,
    values: Floats,
    slack: Floats,
    bounds: tuple[float, float] = (0.0, np.inf),
) -> tuple[float, float]:
    """Return the least and the most that weighted values can be, over all weights as good.

    Parameters
    ----------
    donors, targets
        Constraints that the weights keep, shapes (n, k) and (k,).
    values
        What is summed with the weights, shape (n,).
    slack
        How far each constraint may be missed, shape (k,).
    bounds
        Least and largest weight.
    """
    matrix = np.hstack([donors.T, np.eye(len(targets))])
    limits = [bounds] * len(donors) + [(-float(room), float(room)) for room in slack]
    ends = []
    for sign in (1.0, -1.0):
        solved = optimize.linprog(
            sign * np.concatenate([values, np.zeros(len(targets))]),
            A_eq=matrix,
            b_eq=targets,
            bounds=limits,
            method="highs",
        )
        ends.append(-sign * np.inf if solved.fun is None else sign * float(solved.fun))
    return ends[0], ends[1]


def _least_misfit(
    donors: Floats, targets: Floats, bounds: tuple[float, float]
) -> tuple[float, Floats]:
    """Return the smallest summed relative misfit, and the price of each constraint."""
    size = 1 + np.abs(targets)
    matrix, goal = donors.T / size[:, None], targets / size
    count, places = matrix.shape
    solved = optimize.linprog(
        np.concatenate([np.zeros(places), np.ones(2 * count)]),
        A_eq=np.hstack([matrix, np.eye(count), -np.eye(count)]),
        b_eq=goal,
        bounds=[bounds] * places + [(0, None)] * (2 * count),
        method="highs",
    )
    if solved.fun is None:
        raise RuntimeError(f"the linear programme for feasibility ended with: {solved.message}")
    return float(solved.fun), np.asarray(solved.eqlin.marginals, dtype=np.float64) / size
