"""Solving a matching for any treated places and donors, and saying why where it cannot be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from commonground.core.errors import MethodError
from commonground.evaluate.matching import Constraints
from commonground.numerics.batch_calibration import (
    BatchWeights,
    Pool,
    TargetSet,
    batch_size,
    batch_weights,
)
from commonground.numerics.calibration import TIGHT, Calibration, Floats, Ratio, calibrate
from commonground.numerics.feasibility import conflict, independent_columns, ruled_out
from commonground.numerics.parallel import ordered
from commonground.numerics.soft_calibration import calibrate_softly
from commonground.numerics.survey_newton import LOOSE, calibrate_as_survey

Positions = NDArray[np.intp]

ROUNDING = 10
"""Factor left to rounding between the misfit a solver stops at and the one measured afterwards."""

SHOWN_CONSTRAINTS = 8


class InfeasibleTargets(MethodError):
    """Targets that no weights reach."""

    def __init__(self, message: str, *, names: tuple[str, ...]) -> None:
        super().__init__(message)
        self.names = names


class NotSolved(MethodError):
    """Targets that some weights reach, though the solver did not find them."""


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """Places to match, and the places that may have weight.

    Parameters
    ----------
    treated
        Positions of the places to match.
    among
        Positions the donors come from, ascending; shared by many areas.
    left_out
        Positions that may have no weight either.
    """

    treated: Positions
    among: Positions
    left_out: Positions = field(default_factory=lambda: np.empty(0, dtype=np.intp))

    @property
    def donors(self) -> Positions:
        """Positions of the places that may have weight, ascending."""
        return np.setdiff1d(self.among, np.concatenate([self.treated, self.left_out]))


@dataclass(frozen=True, slots=True, eq=False)
class Solver:
    """Constraints, and whose rules to solve them by.

    Parameters
    ----------
    constraints
        What to match.
    ratio
        Distance of weights from equal ones, and their bounds.
    as_microsynth
        Stop where R microsynth stops (exact constraints and the linear distance only).
    """

    constraints: Constraints
    ratio: Ratio
    as_microsynth: bool = False

    def solve(self, area: Area) -> Calibration:
        """Find the weights of one area; they come back with one entry a place."""
        donors, targets = area.donors, self.targets(area)
        exact = self.constraints.is_exact
        if self.as_microsynth and exact.all() and self.ratio == Ratio():
            values = self.constraints.values[donors]
            kept = independent_columns(values)
            solved = calibrate_as_survey(
                donors=values[:, kept],
                targets=targets[kept],
                base_weight=len(area.treated) / len(donors),
            )
            tolerance = LOOSE
        else:
            solved = self._solve(donors, targets, base_weight=len(area.treated) / len(donors))
            tolerance = ROUNDING * TIGHT

        weights = np.zeros(len(self.constraints.values))
        weights[donors] = solved.weights
        miss = np.abs(weights @ self.constraints.values - targets) / (1 + np.abs(targets))
        misfit = float(miss[exact].max())
        return replace(solved, weights=weights, misfit=misfit, is_exact=misfit <= tolerance)

    def solve_many(self, areas: Sequence[Area], *, workers: int) -> Iterator[BatchWeights]:
        """Find the weights of many areas, batch by batch, in order.

        Parameters
        ----------
        areas
            Areas whose donors come from the same places.
        workers
            Threads; the weights do not depend on it.
        """
        plain = self.constraints.is_exact.all() and self.ratio == Ratio() and not self.as_microsynth
        together = _Together.of(self.constraints, areas) if plain and areas else None
        size = batch_size(len(self.constraints.values))
        batches = [areas[at : at + size] for at in range(0, len(areas), size)]
        solve = together.solve if together else self._one_by_one
        yield from ordered(solve, batches, workers=workers)

    def targets(self, area: Area) -> Floats:
        """Return the totals of the treated places."""
        totals: Floats = self.constraints.values[area.treated].sum(axis=0)
        return totals

    def bounds(self, area: Area) -> tuple[float, float]:
        """Return the least and the largest weight a donor may have."""
        base = len(area.treated) / len(area.donors)
        return self.ratio.lower * base, self.ratio.upper * base

    def conflict(self, area: Area) -> tuple[str, ...]:
        """Return the names of exact constraints that cannot hold together; none if they can."""
        exact = np.flatnonzero(self.constraints.is_exact)
        smallest, largest = self.bounds(area)
        found = conflict(
            donors=self.constraints.values[np.ix_(area.donors, exact)],
            targets=self.targets(area)[exact],
            smallest=smallest,
            largest=largest,
        )
        if found is None:
            return ()
        return tuple(self.constraints.names[at] for at in exact[found.constraints])

    def why_not(self, area: Area, solved: Calibration) -> InfeasibleTargets | NotSolved:
        """Return the error that says why there are no weights."""
        names = self.conflict(area)
        if not names:
            return NotSolved(
                f"Weights exist, but the solver stopped at a relative misfit of "
                f"{solved.misfit:.0e} after {solved.steps} steps; {TIGHT:.0e} is needed. Match "
                "longer blocks of periods."
            )
        smallest, largest = self.bounds(area)
        bounded = smallest > 0 or np.isfinite(largest)
        weights = f"weights from {smallest:.3g} to {largest:.3g}" if bounded else "weights"
        return InfeasibleTargets(
            f"No non-negative {weights} of {len(area.donors)} donors match these {len(names)} "
            f"targets together: {listed(names)}. Match longer blocks of periods, match some of "
            "them only as closely as possible (soft), allow more donors, or allow the back-up "
            "models (backup = true).",
            names=names,
        )

    def _solve(self, donors: Positions, targets: Floats, *, base_weight: float) -> Calibration:
        """Solve without what is settled beforehand: zero targets and repeated constraints."""
        values, exact = self.constraints.values[donors], self.constraints.is_exact
        may_be_zero = exact & (self.ratio.lower <= 0)
        out, met = ruled_out(values, np.where(may_be_zero, targets, np.nan))
        rows, left = values[~out], np.flatnonzero(~met)
        hard = left[exact[left]]
        hard = hard[independent_columns(rows[:, hard])]
        columns = np.concatenate([hard, left[~exact[left]]])
        if exact.all():
            solved = calibrate(
                donors=rows[:, columns],
                targets=targets[columns],
                base_weight=base_weight,
                ratio=self.ratio,
            )
        else:
            solved = calibrate_softly(
                donors=rows[:, columns],
                targets=targets[columns],
                is_exact=exact[columns],
                tolerated=self.constraints.tolerated(targets)[columns],
                base_weight=base_weight,
                ratio=self.ratio,
            )
        weights = np.zeros(len(donors))
        weights[~out] = solved.weights
        return replace(solved, weights=weights)

    def _one_by_one(self, areas: Sequence[Area]) -> BatchWeights:
        solved = [self.solve(area) for area in areas]
        return BatchWeights(
            weights=np.stack([one.weights for one in solved]),
            misfit=np.array([one.misfit for one in solved]),
            gap=np.array([one.gap for one in solved]),
            is_exact=np.array([one.is_exact for one in solved]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Together:
    """Areas that share their donors, solved in batches over the places in play."""

    pool: Pool
    places: Positions
    position: Positions
    outside: Positions

    @classmethod
    def of(cls, constraints: Constraints, areas: Sequence[Area]) -> _Together:
        among = areas[0].among
        places = np.union1d(among, np.concatenate([area.treated for area in areas]))
        values = constraints.values[places]
        position = np.full(len(constraints.values), -1, dtype=np.intp)
        position[places] = np.arange(len(places))
        return cls(
            pool=Pool.of(values[:, independent_columns(values)]),
            places=places,
            position=position,
            outside=position[np.setdiff1d(places, among)],
        )

    def solve(self, areas: Sequence[Area]) -> BatchWeights:
        found = batch_weights(self.pool, [self._target_set(area) for area in areas])
        weights = np.zeros((len(areas), len(self.position)))
        weights[:, self.places] = found.weights
        return replace(found, weights=weights)

    def _target_set(self, area: Area) -> TargetSet:
        treated = self.position[area.treated]
        excluded = np.unique(np.concatenate([self.outside, treated, self.position[area.left_out]]))
        values = self.pool.values
        return TargetSet(
            targets=values[treated].sum(axis=0) * self.pool.scale,
            base_weight=len(treated) / (len(values) - len(excluded)),
            excluded=excluded,
        )


def listed(names: Sequence[str]) -> str:
    """Return constraints as text; where they are many, how many of each outcome or covariate."""
    if len(names) <= SHOWN_CONSTRAINTS:
        return "; ".join(names)
    families = Counter(name.split(", ")[0] for name in names)
    return "; ".join(f"{name} ({n} periods)" if n > 1 else name for name, n in families.items())
