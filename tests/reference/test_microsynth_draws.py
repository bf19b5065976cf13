"""Examples 2 and 8: with R's placebo areas, jackknife groups and row groups, all is determined."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from commonground.core.intervention import Intervention
from commonground.core.panel import Panel
from commonground.evaluate.matching import Matching
from commonground.evaluate.micro_synthetic_control import Effect, micro_synthetic_control
from commonground.evaluate.problem import WeightProblem
from commonground.evaluate.question import Inference, question_of
from commonground.evaluate.solving import Area
from commonground.numerics.batch_calibration import BatchWeights
from tests.reference.microsynth import (
    COVARIATES,
    EXACT,
    MATCHING,
    OBJECTIVE,
    OUTCOMES,
    PLACEBO_T,
    R_LOOSE,
    STATISTICS,
    Results,
    effect_of,
    jackknife_groups,
    objective,
    placebo_rows,
    r_row,
    r_weights,
    row_groups,
)


@pytest.fixture(scope="module")
def draws(results: Results) -> Inference:
    """Give R's draws: two horizons, 250 placebo areas, a jackknife of 39 groups."""
    return Inference(
        kinds=("unclustered",),
        alternative="lower",
        placebo="any",
        as_microsynth=True,
        placebo_rows=placebo_rows(results("sea2/perm_treated_rows.csv.gz")),
        jackknife_rows=jackknife_groups(results("sea2/jack_groups.csv.gz")),
        joint_rows={
            "14": row_groups(results("sea2/assign_groups_call2_len19284.csv.gz"), 2),
            "16": row_groups(results("sea2/assign_groups_call3_len38568.csv.gz"), 4),
        },
    )


@pytest.fixture(scope="module")
def effect(problem: WeightProblem, draws: Inference) -> Effect:
    """Give Example 2 with R's draws, its own statistics, and exact weights for every set."""
    return effect_of(problem, draws, horizons=(14, 16))


@pytest.fixture(scope="module")
def sets(problem: WeightProblem, draws: Inference) -> BatchWeights:
    """Give the exact weights of R's placebo areas."""
    everyone = np.arange(len(problem.panel.places))
    areas = [Area(treated=row, among=everyone) for row in _rows_of(draws)]
    solved = list(problem.solver.solve_many(areas, workers=2))
    return BatchWeights(
        *(
            np.concatenate([getattr(one, part) for one in solved])
            for part in ("weights", "misfit", "gap", "is_exact")
        )
    )


def test_every_placebo_area_is_proved_exact(sets: BatchWeights) -> None:
    assert sets.is_exact.all()
    assert sets.misfit.max() <= EXACT
    assert np.abs(sets.gap).max() <= EXACT
    assert sets.weights.min() >= 0


@pytest.mark.parametrize("horizon", ["14", "16"])
def test_permutation_p_are_those_of_r(effect: Effect, results: Results, horizon: str) -> None:
    expected = pd.read_csv(results(f"sea2/results_endpost{horizon}.csv"))

    ours = effect.to_frame("permutation").query("horizon == @horizon")["p"].to_numpy()
    joint = effect.joint.query("horizon == @horizon and kind == 'permutation'")["p"].item()

    assert np.append(ours, joint).tolist() == expected["Perm.pVal"].tolist()


def test_placebo_statistics_are_those_of_r(
    problem: WeightProblem, draws: Inference, sets: BatchWeights, results: Results
) -> None:
    question = question_of(problem, outcomes=OUTCOMES, horizons=[14, 16], inference=draws)

    for at, horizon in enumerate(question.horizons):
        found = question.compare(
            at, weights=sets.weights, treated=_rows_of(draws), kind="unclustered"
        )
        expected = pd.read_csv(results(f"sea2/survey_t_endpost{horizon}.csv")).iloc[2:, 1:5]
        assert np.abs(found.t - expected.to_numpy(float)).max() <= PLACEBO_T


def test_permutation_intervals_are_those_of_r(effect: Effect, results: Results) -> None:
    expected = pd.read_csv(results("sea2/results_endpost16.csv")).set_index("variable")

    ours = effect.to_frame("permutation").query("horizon == '16'").set_index("outcome")

    for outcome in OUTCOMES:
        ends = expected.loc[outcome, ["Perm.Lower", "Perm.Upper"]].to_numpy(float)
        assert ours.loc[outcome, ["lower", "upper"]].to_numpy(float) == pytest.approx(
            ends, abs=PLACEBO_T
        )


@pytest.mark.parametrize("horizon", ["14", "16"])
def test_jackknife_is_that_of_r(effect: Effect, results: Results, horizon: str) -> None:
    expected = pd.read_csv(results(f"sea2/results_endpost{horizon}.csv"))

    ours = effect.to_frame("jackknife").query("horizon == @horizon")
    joint = effect.joint.query("horizon == @horizon and kind == 'jackknife'")["p"].item()

    for column, name in (("p", "pVal"), ("lower", "Lower"), ("upper", "Upper")):
        assert ours[column].to_numpy() == pytest.approx(
            expected[f"Jack.{name}"].to_numpy()[:4], abs=R_LOOSE
        )
    assert joint == pytest.approx(expected["Jack.pVal"].iloc[4], abs=R_LOOSE)


def test_jackknife_statistics_are_those_of_r(effect: Effect, results: Results) -> None:
    expected = r_row(results("sea2/survey_t_endpost16.csv"), "Jackknife")[:4]

    ours = effect.to_frame("jackknife").query("horizon == '16'")["statistic"].to_numpy()

    assert ours == pytest.approx(expected, abs=R_LOOSE)


@pytest.mark.slow
def test_r_mode_repeats_rs_jackknife_to_its_digits(
    panel: Panel, problem: WeightProblem, draws: Inference, results: Results
) -> None:
    effect = micro_synthetic_control(
        panel,
        intervention=problem.intervention,
        outcomes=OUTCOMES,
        matching=MATCHING,
        horizons=[14, 16],
        inference=replace(draws, placebo_rows=None),
        diagnostics=False,
    )

    for horizon in ("14", "16"):
        expected = r_row(results(f"sea2/survey_t_endpost{horizon}.csv"), "Jackknife")[:4]
        ours = effect.to_frame("jackknife").query("horizon == @horizon")["statistic"]
        assert ours.to_numpy() == pytest.approx(expected, rel=STATISTICS)


def test_example_8_ranks_one_place_among_a_hundred(panel: Panel, results: Results) -> None:
    ids = pd.read_csv(results("sea8_ids.csv"), dtype=str)["ID"]
    few = panel.at(np.sort(panel.places.positions(ids)))
    third = WeightProblem.of(
        few,
        intervention=Intervention.marked_in(few),
        matching=Matching(soft_outcomes=["any_crime"], soft_covariates=COVARIATES),
    )
    theirs = r_weights(results("sea8/weights_main.csv.gz"), third)
    rows = placebo_rows(results("sea8/perm_treated_rows.csv.gz"))

    effect = micro_synthetic_control(
        few,
        intervention=third.intervention,
        outcomes=["any_crime"],
        matching=third.matching,
        weights=third,
        inference=Inference(placebo="any", placebo_rows=rows, alternative="lower"),
        diagnostics=False,
    )

    assert objective(third, third.weights) <= objective(third, theirs) + OBJECTIVE
    assert rows.shape == (100, 1)
    p = effect.to_frame("permutation")["p"].item()
    assert p == pytest.approx(round(p * 101) / 101)
    assert p > 0.5
    assert effect.to_frame()["p"].isna().all()
    assert any("single place" in caveat for caveat in effect.caveats)


def _rows_of(draws: Inference) -> NDArray[np.intp]:
    return np.asarray(draws.placebo_rows, dtype=np.intp)
