"""Solving for any area: one at a time, many at once, and whose rules apply."""

from __future__ import annotations

import numpy as np
import pytest

from commonground.evaluate.matching import Constraints, Matching
from commonground.evaluate.problem import WeightProblem
from commonground.evaluate.solving import Area, InfeasibleTargets, NotSolved, Solver
from commonground.numerics.calibration import Ratio
from tests.unit.evaluate.cities import MATCHING, city, intervention

SAME = 1e-9
"""Two paths to one optimum; weights are of the order of 1."""


@pytest.fixture(scope="module")
def problem() -> WeightProblem:
    """Give the weights of a small city."""
    panel = city(seed=3)
    return WeightProblem.of(panel, intervention=intervention(panel), matching=MATCHING)


def test_solves_many_areas_as_it_solves_each(problem: WeightProblem) -> None:
    areas = [
        Area(treated=problem.donors[at : at + 6], among=problem.donors) for at in range(0, 60, 2)
    ]

    (batch,) = problem.solver.solve_many(areas, workers=1)

    for at, area in enumerate(areas):
        alone = problem.solver.solve(area)
        assert batch.is_exact[at] == alone.is_exact
        if alone.is_exact:
            assert np.abs(batch.weights[at] - alone.weights).max() <= SAME


def test_keeps_the_places_of_other_areas_out_of_play(problem: WeightProblem) -> None:
    few = problem.donors[:40]
    areas = [Area(treated=problem.treated[:2], among=few, left_out=few[:3])]

    (batch,) = problem.solver.solve_many(areas, workers=1)

    outside = np.setdiff1d(np.arange(100), few[3:])
    assert (batch.weights[0, outside] == 0).all()


def test_solves_no_areas() -> None:
    written = Constraints(("number",), ("number",), np.ones((3, 1)), np.array([True]))

    assert list(Solver(written, Ratio()).solve_many([], workers=2)) == []


def test_follows_rs_rule_for_the_linear_distance_only(problem: WeightProblem) -> None:
    written, area = problem.constraints, problem.area

    raking = Solver(written, Ratio("raking"), as_microsynth=True).solve(area)
    linear = Solver(written, Ratio(), as_microsynth=True).solve(area)

    assert np.array_equal(raking.weights, Solver(written, Ratio("raking")).solve(area).weights)
    assert np.isnan(linear.gap)


def test_tells_a_conflict_from_a_limit_of_the_solver(problem: WeightProblem) -> None:
    reachable = problem.solver.why_not(problem.area, problem.main)
    panel = problem.panel
    most = int(panel.covariates["residents"].to_numpy().argmax())
    highest = Area(treated=np.array([most]), among=np.setdiff1d(np.arange(100), [most]))
    matching = Matching(covariates=["residents"])
    solver = WeightProblem.of(panel, intervention=problem.intervention, matching=matching).solver

    refused = solver.why_not(highest, solver.solve(highest))

    assert isinstance(reachable, NotSolved)
    assert isinstance(refused, InfeasibleTargets)
    assert "number of places; residents" in str(refused)


def test_names_the_bounds_that_are_in_the_way(problem: WeightProblem) -> None:
    tight = Solver(problem.constraints, Ratio("linear", 0.9, 1.1))

    refused = tight.why_not(problem.area, tight.solve(problem.area))

    assert isinstance(refused, InfeasibleTargets)
    assert "weights from 0.0574 to 0.0702" in str(refused)
