"""Examples 1, 5 and 6 of R microsynth 2.0.51 on the Seattle data, and what R does not tell."""

from __future__ import annotations

import numpy as np
import pytest

from commonground.core.intervention import Intervention
from commonground.core.panel import Panel
from commonground.evaluate.micro_synthetic_control import Effect, micro_synthetic_control
from commonground.evaluate.problem import WeightProblem
from commonground.evaluate.question import Inference, Question, question_of
from commonground.evaluate.weights import weights_of
from commonground.numerics.joint_test import grouped_relative_effects, jackknife_moments, joint_test
from tests.reference.microsynth import (
    EXACT,
    MATCHING,
    OUTCOMES,
    R_LOOSE,
    R_MODE,
    STATISTICS,
    WEIGHTS,
    Results,
    assert_table,
    effect_of,
    r_row,
    r_weights,
    row_groups,
)


@pytest.fixture(scope="module")
def asked(problem: WeightProblem) -> Question:
    """Give the question of Example 1."""
    inference = Inference(kinds=("unclustered",), alternative="lower")
    return question_of(problem, outcomes=OUTCOMES, horizons=None, inference=inference)


@pytest.fixture(scope="module")
def one_as_r(panel: Panel, results: Results) -> Effect:
    """Give Example 1 by R's rules, with R's row groups."""
    return micro_synthetic_control(
        panel,
        intervention=Intervention.marked_in(panel),
        outcomes=OUTCOMES,
        matching=MATCHING,
        inference=Inference(
            kinds=("unclustered",),
            alternative="lower",
            as_microsynth=True,
            joint_rows={"16": row_groups(results("sea1/assign_groups_call1_len38568.csv.gz"), 4)},
        ),
        diagnostics=False,
    )


def test_main_weights_are_those_of_r_made_tight(problem: WeightProblem, results: Results) -> None:
    expected = r_weights(results("sea1_tight/weights_main.csv.gz"), problem)

    assert np.abs(problem.weights - expected).max() <= WEIGHTS
    assert problem.weights.min() >= 0
    assert problem.main.misfit <= EXACT
    assert abs(problem.main.gap) <= EXACT


def test_example_1_has_its_statistics(
    problem: WeightProblem, asked: Question, results: Results
) -> None:
    found = asked.compare(
        0, weights=problem.weights[None], treated=problem.treated[None], kind="unclustered"
    )

    for ours, name in (
        (found.counterfactual[0], "basic_con_endpost16"),
        (found.treated[0] / found.counterfactual[0] - 1, "basic_pct_endpost16"),
        (found.t[0], "survey_t_endpost16"),
        (found.log_ratio[0], "survey_logratio_endpost16"),
        (found.log_se[0] ** 2, "survey_var_logratio_endpost16"),
    ):
        expected = r_row(results(f"sea1_tight/{name}.csv"), "Main")[:4]
        assert ours == pytest.approx(expected, rel=STATISTICS), name


def test_example_1_has_its_p_and_intervals(problem: WeightProblem, results: Results) -> None:
    effect = effect_of(problem, Inference(kinds=("unclustered",), alternative="lower"))

    assert_table(effect, results("sea1_tight/results_endpost16.csv"), tolerance=STATISTICS)


def test_omnibus_is_that_of_r_with_its_groups(
    problem: WeightProblem, asked: Question, results: Results
) -> None:
    groups = row_groups(results("sea1_tight/assign_groups_call1_len38568.csv.gz"), 4)

    effects = grouped_relative_effects(
        asked.follow_ups[0].counts,
        weights=problem.weights[None],
        treated=problem.treated[None],
        groups=groups,
    )
    found = joint_test(*jackknife_moments(effects), alternative="lower")

    expected = r_row(results("sea1_tight/survey_t_endpost16.csv"), "Main")[4]
    assert found.statistic[0] == pytest.approx(expected, rel=STATISTICS)


def test_r_mode_follows_rs_path(one_as_r: Effect, problem: WeightProblem, results: Results) -> None:
    expected = r_weights(results("sea1/weights_main.csv.gz"), problem)

    assert np.abs(one_as_r.weights.values - expected).max() <= R_MODE
    assert one_as_r.weights.values.sum() == pytest.approx(39.000239, abs=1e-6)
    assert_table(one_as_r, results("sea1/results_endpost16.csv"), tolerance=STATISTICS)
    omnibus = r_row(results("sea1/survey_t_endpost16.csv"), "Main")[4]
    assert one_as_r.joint["statistic"][0] == pytest.approx(omnibus, rel=STATISTICS)


@pytest.mark.parametrize(
    ("outcome", "printed"),
    [
        ("i_felony", (46, 68.22, -0.326, 0.0109, -0.503, -0.084)),
        ("i_misdemea", (45, 71.80, -0.373, 0.0019, -0.528, -0.167)),
        ("i_drugs", (20, 23.76, -0.158, 0.2559, -0.464, 0.321)),
        ("any_crime", (788, 986.44, -0.201, 0.0146, -0.329, -0.049)),
    ],
)
def test_r_mode_prints_the_published_table(
    one_as_r: Effect, outcome: str, printed: tuple[float, ...]
) -> None:
    row = one_as_r.to_frame().set_index("outcome").loc[outcome]

    shown = (
        row["observed"],
        round(row["counterfactual"], 2),
        round(row["change"], 3),
        round(row["p"], 4),
        round(row["lower"], 3),
        round(row["upper"], 3),
    )
    assert shown == printed
    assert round(one_as_r.joint["p"][0], 4) == 0.0


def test_clustering_by_block_widens_the_errors(problem: WeightProblem) -> None:
    effect = effect_of(problem, Inference(kinds=("clustered", "unclustered"), alternative="lower"))

    clustered, plain = effect.to_frame("clustered"), effect.to_frame("unclustered")
    wider = clustered["log_se"] / plain["log_se"]
    assert wider.round(2).tolist() == [1.20, 1.38, 1.20, 1.80]
    assert clustered["p"].round(3).tolist() == [0.031, 0.021, 0.296, 0.114]


@pytest.mark.slow
def test_finds_a_fall_before_the_intervention_and_says_so(problem: WeightProblem) -> None:
    effect = effect_of(problem, Inference(), diagnostics=True)

    (caveat,) = (one for one in effect.caveats if "where there can be none" in one)
    assert "i_felony −38 %" in caveat
    assert "any_crime −15 %" in caveat
    assert "i_drugs" not in caveat


def test_example_5_is_the_weights_alone(problem: WeightProblem, results: Results) -> None:
    expected = r_weights(results("sea5/weights_main.csv.gz"), problem)

    assert np.abs(weights_of(problem).values - expected).max() <= R_LOOSE


def test_example_6_uses_weights_made_before(panel: Panel, results: Results) -> None:
    intervention = Intervention.marked_in(panel)
    made = WeightProblem.of(panel, intervention=intervention, matching=MATCHING, as_microsynth=True)

    effect = effect_of(
        made, Inference(kinds=("unclustered",), alternative="lower"), horizons=(14, 16)
    )

    for horizon in ("14", "16"):
        path = results(f"sea6/results_endpost{horizon}.csv")
        assert_table(effect, path, tolerance=STATISTICS, horizon=horizon)
