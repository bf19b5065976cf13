"""Placebo areas and the jackknife, held to the same work written out."""

from __future__ import annotations

import numpy as np
import pytest

from commonground.evaluate.matching import Matching
from commonground.evaluate.problem import WeightProblem
from commonground.evaluate.question import Inference, Question, question_of
from commonground.evaluate.resampling import jackknife, placebo_distribution, row_groups
from commonground.evaluate.solving import Area
from commonground.numerics.joint_test import R_ROW_GROUPS
from tests.unit.evaluate.cities import MATCHING, city, intervention, panel_of, table


def asked(problem: WeightProblem, **inference: object) -> Question:
    """Ask for theft and drugs."""
    return question_of(
        problem,
        outcomes=["theft", "drugs"],
        horizons=None,
        inference=Inference(**inference),  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def problem() -> WeightProblem:
    """Give the weights of a small city."""
    panel = city(seed=3)
    return WeightProblem.of(panel, intervention=intervention(panel), matching=MATCHING)


def test_evaluates_each_placebo_area_as_if_it_had_been_treated(problem: WeightProblem) -> None:
    rows = np.stack([problem.donors[at : at + 6] for at in range(0, 60, 3)])
    question = asked(problem, placebo_rows=rows)

    found = placebo_distribution(problem, question, seed=0, workers=2, row_groups=[None])

    assert found is not None
    assert found.drawn == len(rows)
    sums, kept = question.follow_ups[0].sums, 0
    for row in rows:
        donors = np.setdiff1d(problem.donors, row)
        again = problem.solver.solve(Area(treated=row, among=donors))
        if again.is_exact:
            ratio = np.log(sums[row].sum(axis=0) / (again.weights @ sums))
            assert found.by_horizon[0].log_ratio[kept] == pytest.approx(ratio)
            kept += 1
    assert len(found.gaps) == kept
    assert found.unsolved == len(rows) - kept


def test_never_gives_weight_to_the_treated_area(problem: WeightProblem) -> None:
    area = Area(treated=problem.donors[:6], among=problem.donors)

    assert (problem.solver.solve(area).weights[problem.treated] == 0).all()


def test_gives_no_permutation_where_too_few_areas_can_be_matched() -> None:
    panel = city(seed=3)
    problem = WeightProblem.of(panel, intervention=intervention(panel), matching=MATCHING)
    extreme = np.argsort(-panel.series("theft").sum(axis=1))[:6]
    rows = np.sort(extreme)[None].repeat(20, axis=0)

    found = placebo_distribution(
        problem, asked(problem, placebo_rows=rows), seed=0, workers=1, row_groups=[None]
    )

    assert found is not None
    assert found.by_horizon == ()
    assert found.unsolved == 20


def test_draws_no_area_that_is_the_treated_one() -> None:
    panel = panel_of(table(treated=1))
    problem = WeightProblem.of(
        panel, intervention=intervention(panel), matching=Matching(outcomes={"theft": (10,)})
    )

    found = placebo_distribution(
        problem,
        asked(problem, permutations=500, placebo="any"),
        seed=0,
        workers=1,
        row_groups=[None],
    )

    assert found is not None
    assert found.drawn == 99


def test_leaves_out_one_group_at_a_time(problem: WeightProblem) -> None:
    question = asked(problem, jackknife=3)

    told: list[tuple[str, int, int]] = []

    found = jackknife(
        problem, question, seed=7, workers=2, progress=lambda *stage: told.append(stage)
    )

    assert found is not None
    assert found.groups == 3
    assert told[-1] == ("Jackknife", 3, 3)
    if found.by_horizon:
        assert found.by_horizon[0].replicates == 3
        assert found.infeasible == {}


def test_makes_replicates_of_given_groups() -> None:
    panel = city(seed=3)
    totals = Matching(outcomes={"theft": (10,)})
    problem = WeightProblem.of(panel, intervention=intervention(panel), matching=totals)
    groups = np.zeros(100, dtype=np.intp)
    groups[problem.treated[::2]] = groups[problem.donors[::2]] = 1
    question = asked(problem, jackknife_rows=groups)

    found = jackknife(problem, question, seed=0, workers=1)

    assert found is not None
    sums = question.follow_ups[0].sums
    apart = []
    for group in (0, 1):
        treated = problem.treated[groups[problem.treated] != group]
        donors = problem.donors[groups[problem.donors] != group]
        again = problem.solver.solve(Area(treated=treated, among=donors))
        weighted = again.weights @ sums / again.weights.sum()
        apart.append(sums[treated].mean(axis=0) - weighted)
    full = sums[problem.treated].mean(axis=0) - problem.weights @ sums / problem.weights.sum()
    spread = ((np.array(apart) - full) ** 2).sum(axis=0) / 2
    assert found.by_horizon[0].difference_se == pytest.approx(np.sqrt(spread))


def test_does_neither_unless_asked(problem: WeightProblem) -> None:
    question = asked(problem)

    assert jackknife(problem, question, seed=0, workers=1) is None
    assert placebo_distribution(problem, question, seed=0, workers=1, row_groups=[None]) is None
    assert row_groups(problem, question, seed=0) == (None,)


def test_splits_rows_into_groups_within_each_arm(problem: WeightProblem) -> None:
    (groups,) = row_groups(problem, asked(problem, as_microsynth=True), seed=0)

    assert groups is not None
    for arm in (problem.treated, problem.donors):
        sizes = np.bincount(groups[arm].ravel(), minlength=R_ROW_GROUPS)
        assert sizes.max() - sizes.min() <= 1
