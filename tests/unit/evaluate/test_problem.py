"""The weights of one intervention: exact or a reason, and back-up models."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.core.panel import Panel
from commonground.evaluate.matching import Matching
from commonground.evaluate.problem import WeightProblem
from commonground.evaluate.solving import Area, InfeasibleTargets, listed
from tests.unit.evaluate.cities import MATCHING, city, intervention, panel_of, table

EXACT = 1e-9
"""Relative misfit and duality gap of every solved set (issue 2, F.2)."""

UNREACHABLE = Matching(outcomes=("theft", "drugs"), covariates=("residents",))
"""Twenty single quarters of six places; nobody else has exactly these."""


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_proves_its_weights_or_its_conflict(seed: int) -> None:
    panel = city(seed=seed)
    asked = {"intervention": intervention(panel), "matching": UNREACHABLE}

    loose = WeightProblem.of(panel, as_microsynth=True, **asked)  # type: ignore[arg-type]
    conflict = loose.solver.conflict(loose.area)

    if conflict:
        with pytest.raises(InfeasibleTargets) as raised:
            WeightProblem.of(panel, **asked)  # type: ignore[arg-type]
        assert raised.value.names == conflict
        return
    problem = WeightProblem.of(panel, **asked)  # type: ignore[arg-type]
    assert problem.main.misfit <= EXACT
    assert abs(problem.main.gap) <= EXACT
    assert problem.weights.min() >= 0
    assert (problem.weights[problem.treated] == 0).all()


def test_names_the_targets_that_are_too_high() -> None:
    rows = table()
    top = rows["treated"].groupby(rows["block"]).transform("max") * 10_000
    panel = panel_of(rows.assign(residents=rows["residents"] + top))

    with pytest.raises(InfeasibleTargets, match="2 targets together: number of places; residents"):
        WeightProblem.of(panel, intervention=intervention(panel), matching=MATCHING)


def test_falls_back_and_says_why() -> None:
    rows = table()
    top = rows["treated"].groupby(rows["block"]).transform("max") * 10_000
    panel = panel_of(rows.assign(residents=rows["residents"] + top))

    problem = WeightProblem.of(
        panel, intervention=intervention(panel), matching=replace(MATCHING, backup=True)
    )

    assert problem.model == "soft"
    assert [text.split(" was not used")[0] for text in problem.fell_back] == [
        "The exact model",
        "The relaxed model",
    ]


def test_solves_placebo_areas_by_the_model_of_the_main_one() -> None:
    rows = table(seed=3)
    spike = (rows["treated"].groupby(rows["block"]).transform("max") == 1) & (rows["quarter"] == 4)
    rows.loc[spike, "theft"] += 500
    panel = panel_of(rows)
    matching = replace(MATCHING, outcomes={"theft": (1,) * 10}, backup=True)

    problem = WeightProblem.of(panel, intervention=intervention(panel), matching=matching)
    other = Area(treated=problem.donors[:6], among=problem.donors)
    (batch,) = problem.solver.solve_many([other], workers=1)

    assert problem.model == "soft"
    assert batch.is_exact.all()
    assert np.array_equal(batch.weights[0], problem.solver.solve(other).weights)


def test_leaves_chosen_donors_out() -> None:
    panel = city(seed=2)
    main = WeightProblem.of(panel, intervention=intervention(panel), matching=MATCHING)
    heaviest = int(main.weights.argmax())

    again = WeightProblem.of(
        panel,
        intervention=intervention(panel),
        matching=MATCHING,
        left_out=np.array([heaviest]),
    )

    assert again.weights[heaviest] == 0
    assert heaviest not in again.donors
    assert again.main.misfit <= EXACT


def test_holds_the_chosen_counterfactual_within_the_equally_good_range() -> None:
    panel = city(seed=2)
    problem = WeightProblem.of(panel, intervention=intervention(panel), matching=MATCHING)
    values = panel.series("theft")[:, 10:].sum(axis=1)

    least, most = problem.equally_good_range(values)

    assert least <= problem.weights @ values <= most


def test_follows_the_bounds_into_the_range() -> None:
    panel = city(seed=2)
    bounded = replace(MATCHING, largest=8.0)
    free, tied = (
        WeightProblem.of(panel, intervention=intervention(panel), matching=matching)
        for matching in (MATCHING, bounded)
    )
    values = panel.series("theft")[:, 10:].sum(axis=1)

    wide, narrow = free.equally_good_range(values), tied.equally_good_range(values)

    assert wide[0] < narrow[0] < narrow[1] < wide[1]


def test_accepts_what_r_accepts_and_says_so() -> None:
    rows = table()
    top = rows["treated"].groupby(rows["block"]).transform("max") * 10_000
    panel = panel_of(rows.assign(residents=rows["residents"] + top))
    asked = {"intervention": intervention(panel), "as_microsynth": True}

    alone = WeightProblem.of(panel, matching=MATCHING, **asked)  # type: ignore[arg-type]
    backed = WeightProblem.of(panel, matching=replace(MATCHING, backup=True), **asked)  # type: ignore[arg-type]

    assert alone.model == "exact"
    assert not alone.main.is_exact
    assert backed.model == "soft"


def test_makes_weights_of_one_period_from_covariates_alone() -> None:
    rows = pd.DataFrame({"id": list("abcd"), "t": 1, "people": [2, 1, 2, 3], "x": [1.0, 0, 2, 1]})
    panel = Panel.from_frame(
        rows.assign(mark=[1, 0, 0, 0]),
        place="id",
        period="t",
        outcomes=[],
        covariates=["people", "x"],
        treated="mark",
    )

    problem = WeightProblem.of(
        panel, intervention=intervention(panel), matching=Matching(covariates=["people", "x"])
    )

    # Sum 1, mean 2 of (1, 2, 3) and mean 1 of (0, 2, 1): only a third each.
    assert problem.weights == pytest.approx([0, 1 / 3, 1 / 3, 1 / 3])


def test_lists_many_constraints_by_family() -> None:
    names = ["residents", *(f"theft, {t}" for t in range(9))]

    assert listed(names) == "residents; theft (9 periods)"
    assert listed(names[:3]) == "residents; theft, 0; theft, 1"
