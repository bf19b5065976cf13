"""The weights of one intervention: the constraints as written, and how they were solved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from commonground.core.errors import MethodError
from commonground.core.intervention import Intervention
from commonground.core.panel import MissingCells, Panel
from commonground.evaluate.matching import (
    MODELS,
    Constraints,
    Matching,
    Model,
    constraints,
    matched_outcomes,
)
from commonground.evaluate.solving import Area, Solver
from commonground.numerics.calibration import Calibration, Floats
from commonground.numerics.feasibility import independent_columns, reachable_range
from commonground.numerics.parallel import one_thread

KEPT_FIT = 1e-6
"""Relative slack within which other weights fit as well as the chosen ones."""

MICROSYNTH_MSE = 0.01
"""Mean squared miss, in totals, above which R microsynth falls back (its ``max.mse``)."""


class OtherWeights(MethodError):
    """Weights that were made for another intervention or other places."""


@dataclass(frozen=True, eq=False)
class WeightProblem:
    """The constraints of an intervention, solved for it and ready for other treated places.

    Parameters
    ----------
    panel
        Counts and covariates.
    intervention
        Where, since when, against what.
    matching
        What was to be matched.
    solver
        The constraints as written for the model that was used.
    area
        The treated places and their donors.
    main
        The solution.
    fell_back
        Why stricter models were not used, one sentence each.
    """

    panel: Panel
    intervention: Intervention
    matching: Matching
    solver: Solver
    area: Area
    main: Calibration
    fell_back: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        panel: Panel,
        *,
        intervention: Intervention,
        matching: Matching,
        as_microsynth: bool = False,
        left_out: NDArray[np.intp] | None = None,
    ) -> WeightProblem:
        """Set up and solve the problem of an intervention.

        Parameters
        ----------
        panel, intervention, matching, as_microsynth
            As in `evaluate.weights.synthetic_weights`.
        left_out
            Positions of donors that may have no weight.
        """
        start = panel.periods.position(intervention.starts)
        area = _area(panel, intervention, matching, start)
        if left_out is not None:
            area = replace(area, left_out=left_out)

        fell_back: list[str] = []
        for model in MODELS:
            written = constraints(panel, matching, start=start, model=model)
            solver = Solver(written, matching.ratio, as_microsynth)
            with one_thread():
                main = solver.solve(area)
            if main.is_exact or _is_good_enough_for_microsynth(solver, area, main, matching):
                return cls(panel, intervention, matching, solver, area, main, tuple(fell_back))
            error = solver.why_not(area, main)
            if not matching.backup or model == MODELS[-1]:
                raise error
            fell_back.append(f"The {model} model was not used. {error}")
        raise AssertionError("the last model returns or raises")

    @property
    def model(self) -> Model:
        """How strictly the area was matched."""
        return MODELS[len(self.fell_back)]

    @property
    def treated(self) -> NDArray[np.intp]:
        """Positions of the treated places."""
        return self.area.treated

    @cached_property
    def donors(self) -> NDArray[np.intp]:
        """Positions of the donors."""
        return self.area.donors

    @property
    def weights(self) -> Floats:
        """One weight a place."""
        return self.main.weights

    @property
    def constraints(self) -> Constraints:
        """What was matched."""
        return self.solver.constraints

    @cached_property
    def independent(self) -> Floats:
        """Constraint values of all places, columns independent among the donors."""
        values = self.constraints.values
        return np.ascontiguousarray(values[:, independent_columns(values[self.donors])])

    def on(
        self, panel: Panel, intervention: Intervention, matching: Matching | None = None
    ) -> WeightProblem:
        """Return the same weights for another panel of the same places.

        Raises
        ------
        OtherWeights
            If places, area, comparison, start or matching are not those the weights were made for.
        """
        if matching is not None and matching != self.matching:
            raise OtherWeights(
                "The weights were made for another matching than the one given. Leave the matching "
                "out to use them as they are, or leave the weights out to make new ones."
            )
        if panel.places.ids != self.panel.places.ids or intervention != self.intervention:
            raise OtherWeights(
                f"The weights were made for {self.intervention.name!r} "
                f"({len(self.panel.places)} places, from {self.intervention.starts} on), not for "
                f"{intervention.name!r} ({len(panel.places)} places, from {intervention.starts} "
                "on). Make weights for this intervention and these places."
            )
        return self if panel is self.panel else replace(self, panel=panel)

    def equally_good_range(self, values: Floats) -> tuple[float, float]:
        """Return the least and the most of a weighted sum over all weights that fit as well."""
        rows = self.constraints.values[self.donors]
        reached = self.weights[self.donors] @ rows
        return reachable_range(
            donors=rows,
            targets=reached,
            values=values[self.donors],
            slack=KEPT_FIT * (1 + np.abs(reached)),
            bounds=self.solver.bounds(self.area),
        )


def _area(panel: Panel, intervention: Intervention, matching: Matching, start: int) -> Area:
    """Return the area with the donors whose matched outcomes were counted in every period."""
    names = matched_outcomes(matching)
    panel.require_outcomes(names)
    columns = [panel.outcomes.index(name) for name in names]
    first = 0 if matching.since is None else panel.periods.position(matching.since)
    missing = np.any(panel.missing[:, first:start][:, :, columns], axis=(1, 2))
    treated = intervention.treated(panel.places)
    if missing[treated].any():
        place = panel.places.ids[treated[missing[treated]][0]]
        raise MissingCells(
            f"{int(missing[treated].sum())} treated places have missing counts before the start, "
            f"the first is {place!r}. A gap is not a zero: find the counts, start the match later, "
            "or take the place out of the area."
        )
    donors = intervention.donors(panel.places)
    if missing[donors].all():
        raise MissingCells(
            f"Each of the {len(donors)} donors has missing counts before the start. Find the "
            "counts, start the match later, or say that a place without a row had zero."
        )
    return Area(treated=treated, among=donors[~missing[donors]])


def _is_good_enough_for_microsynth(
    solver: Solver, area: Area, main: Calibration, matching: Matching
) -> bool:
    """Whether R microsynth would use weights that miss: always, unless it may fall back."""
    if not solver.as_microsynth or not matching.backup:
        return solver.as_microsynth
    miss = main.weights @ solver.constraints.values - solver.targets(area)
    return bool((miss[solver.constraints.is_exact] ** 2).mean() <= MICROSYNTH_MSE)
