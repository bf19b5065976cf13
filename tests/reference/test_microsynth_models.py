"""Examples 3 and 4: targets that cannot be reached, and what is done then."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from commonground.core.intervention import Intervention
from commonground.core.panel import Panel
from commonground.evaluate.matching import Matching
from commonground.evaluate.problem import WeightProblem
from commonground.evaluate.question import Inference, question_of
from commonground.evaluate.resampling import jackknife
from commonground.evaluate.solving import InfeasibleTargets
from tests.reference.microsynth import (
    BLOCKS,
    COVARIATES,
    EXACT,
    NINE,
    OBJECTIVE,
    R_LOOSE,
    Results,
    jackknife_groups,
    objective,
    r_row,
    r_weights,
)

"""Nine outcomes in every quarter: not reachable, so the back-up models."""


@pytest.fixture(scope="module")
def second(panel: Panel) -> WeightProblem:
    return WeightProblem.of(
        panel,
        intervention=Intervention.marked_in(panel),
        matching=Matching(outcomes=NINE, covariates=COVARIATES, backup=True),
    )


def test_says_which_constraints_are_in_conflict(second: WeightProblem) -> None:
    matching = Matching(outcomes=NINE, covariates=COVARIATES)
    with pytest.raises(InfeasibleTargets, match="as closely as possible") as raised:
        WeightProblem.of(second.panel, intervention=second.intervention, matching=matching)
    assert len(raised.value.names) > 1
    assert second.model == "relaxed"


def test_fits_no_worse_than_r(second: WeightProblem, results: Results) -> None:
    theirs = r_weights(results("sea3_perm0_nocheck/weights_main.csv.gz"), second)

    assert objective(second, second.weights) <= objective(second, theirs) + OBJECTIVE
    assert second.main.misfit <= EXACT


def test_expects_what_r_expects(second: WeightProblem, results: Results) -> None:
    expected = r_row(results("sea3_perm0_nocheck/basic_con_endpost16.csv"), "Main")[:9]

    ours = [(second.weights @ second.panel.series(name))[12:].sum() for name in NINE]

    assert ours == pytest.approx(expected, rel=1e-3)


def test_fits_the_third_model_no_worse_than_r(panel: Panel, results: Results) -> None:
    third = WeightProblem.of(
        panel,
        intervention=Intervention.marked_in(panel),
        matching=Matching(soft_outcomes=NINE, soft_covariates=COVARIATES),
    )
    theirs = r_weights(results("sea3_perm0_checkfeas/weights_main.csv.gz"), third)

    assert objective(third, third.weights) <= objective(third, theirs) + OBJECTIVE
    assert third.weights.sum() == pytest.approx(39, rel=EXACT)


"""Blocks of quarters: 16 of the 39 jackknife groups cannot be left out."""


@pytest.fixture(scope="module")
def blocks(panel: Panel) -> WeightProblem:
    return WeightProblem.of(
        panel,
        intervention=Intervention.marked_in(panel),
        matching=Matching(outcomes=BLOCKS, covariates=COVARIATES),
    )


def test_matches_all_of_its_constraints(blocks: WeightProblem, results: Results) -> None:
    expected = r_weights(results("sea4/weights_main.csv.gz"), blocks)

    assert blocks.main.misfit <= EXACT
    assert np.abs(blocks.weights - expected).max() <= 2 * R_LOOSE


@pytest.mark.slow
def test_names_the_groups_that_cannot_be_left_out(blocks: WeightProblem, results: Results) -> None:
    inference = Inference(jackknife_rows=jackknife_groups(results("sea4/jack_groups.csv.gz")))
    question = question_of(blocks, outcomes=NINE, horizons=None, inference=inference)

    found = jackknife(blocks, question, seed=0, workers=2)

    assert found is not None
    assert len(found.infeasible) == 16
    assert all(len(names) > 1 for names in found.infeasible.values())
    assert found.by_horizon == ()
    misses = pd.read_csv(results("sea4/mse_model.csv")).set_index("column")["m1_primary"]
    groups = misses[misses.index.str.startswith("Jack") & (misses > 1)].index
    bad = {int(str(name).removeprefix("Jack")) - 1 for name in groups}
    assert bad <= set(found.infeasible)
