"""Checks of a comparison."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from commonground.core.panel import Panel
from commonground.evaluate.diagnostics import (
    TooShortForPlaceboInTime,
    detectable,
    diagnose,
    minimum_detectable_change,
    placebo_in_time,
)
from commonground.evaluate.matching import Matching
from commonground.evaluate.micro_synthetic_control import Effect, micro_synthetic_control
from commonground.evaluate.problem import WeightProblem
from commonground.evaluate.question import Inference, question_of
from commonground.numerics.permutation import Alternative
from tests.unit.evaluate.cities import MATCHING, START, city, intervention, number, panel_of, table

ALTERNATIVES: tuple[Alternative, ...] = ("two-sided", "lower", "upper")
TOTALS = Matching(outcomes={"theft": (5, 5)}, covariates=("residents",))


def evaluated(panel: Panel, **asked: object) -> Effect:
    """Evaluate drugs, which are not matched, with all diagnostics."""
    return micro_synthetic_control(
        panel,
        intervention=intervention(panel),
        outcomes=["theft", "drugs"],
        matching=TOTALS,
        **asked,  # type: ignore[arg-type]
    )


def test_says_where_the_method_finds_a_fall_before_the_start() -> None:
    rows = table(seed=5)
    is_treated = rows["treated"].groupby(rows["block"]).transform("max") == 1
    falling = is_treated & rows["quarter"].between(START - 4, START - 1)
    rows["drugs"] = rows["theft"] // np.where(falling, 3, 1)

    effect = evaluated(panel_of(rows))

    (caveat,) = (one for one in effect.caveats if "where there can be none" in one)
    assert "started in period 7, it finds by period 10" in caveat
    assert "drugs −" in caveat


def test_says_nothing_where_it_finds_nothing_before_the_start() -> None:
    quiet = [evaluated(city(seed=seed)) for seed in range(4)]

    for effect in quiet:
        assert effect.diagnostics is not None
        in_time = effect.diagnostics.placebo_in_time
        found = ((in_time["lower"] > 0) | (in_time["upper"] < 0)).any()
        assert found == any("where there can be none" in caveat for caveat in effect.caveats)


def test_pretends_a_start_as_long_before_as_the_horizon_lasts() -> None:
    panel = city(seed=1)
    problem = WeightProblem.of(panel, intervention=intervention(panel), matching=TOTALS)
    question = question_of(problem, outcomes=["theft"], horizons=[13], inference=Inference())

    found = placebo_in_time(problem, question)

    assert found["starts"].tolist() == [str(START - 3)]
    assert found["horizon"].tolist() == [str(START - 1)]
    late = panel.series("theft")[problem.treated][:, START - 4 : START - 1].sum()
    assert found["observed"].tolist() == [late]


def test_refuses_to_pretend_a_start_with_nothing_left_to_match() -> None:
    panel = city(seed=1)
    matching = Matching(outcomes=["theft"], since=6)
    problem = WeightProblem.of(panel, intervention=intervention(panel), matching=matching)
    question = question_of(problem, outcomes=["theft"], horizons=None, inference=Inference())

    with pytest.raises(TooShortForPlaceboInTime, match="would leave 1 periods"):
        placebo_in_time(problem, question)

    checks = diagnose(problem, question)
    assert checks.placebo_in_time.empty
    assert "pretended start" in checks.notes[0]


def test_measures_the_fit_before_the_start() -> None:
    effect = evaluated(city(seed=1))

    assert effect.diagnostics is not None
    fit = effect.diagnostics.fit.set_index("outcome")
    before = effect.series.query("outcome == 'drugs'").iloc[: START - 1]
    gap = before["observed"] - before["counterfactual"]
    assert fit.loc["drugs", "rmspe"] == pytest.approx(np.sqrt((gap**2).mean()))
    assert number(fit, "drugs", "relative") > 0


def test_says_that_other_weights_would_say_something_else() -> None:
    effect = evaluated(city(seed=1))

    assert effect.diagnostics is not None
    good = effect.diagnostics.equally_good.set_index("outcome")
    assert (good["least_change"] < 0).all()
    assert (good["most_change"] > 0).all()
    (caveat,) = (one for one in effect.caveats if "Other weights match the area as well" in one)
    least, most = number(good, "theft", "least_change"), number(good, "theft", "most_change")
    assert f": theft −{-100 * least:.0f} % to +{100 * most:.0f} %, drugs " in caveat


def test_says_nothing_of_other_weights_that_agree() -> None:
    rows = table(seed=1)
    rows.loc[rows["treated"] == 1, ["theft", "drugs"]] *= 50

    effect = evaluated(panel_of(rows))

    assert not any("Other weights" in caveat for caveat in effect.caveats)


def test_shows_the_change_without_the_heaviest_donors() -> None:
    effect = evaluated(city(seed=1))

    assert effect.diagnostics is not None
    without = effect.diagnostics.without_donors
    heaviest = effect.weights.to_frame()["place"].tolist()[:5]
    assert without["left_out"].unique().tolist() == [*heaviest, "the 5 heaviest"]
    assert without["share"].between(0, 1).all()


def test_holds_the_result_within_the_equally_good_range() -> None:
    effect = evaluated(city(seed=1))

    assert effect.diagnostics is not None
    good = effect.diagnostics.equally_good.set_index("outcome")
    rows = effect.to_frame().set_index("outcome")
    assert (good["least"] <= rows["counterfactual"]).all()
    assert (rows["counterfactual"] <= good["most"]).all()
    assert (good["least_change"] <= rows["change"] + 1e-9).all()


def test_detects_what_its_error_and_power_allow() -> None:
    log_se, freedom = np.array([0.1, 0.1, 0.1]), np.array([np.inf, 9.0, np.nan])

    two_sided, lower, upper = (
        detectable(log_se, freedom=freedom, inference=Inference(alternative=alternative))
        for alternative in ALTERNATIVES
    )

    reach = stats.norm.ppf(0.95) + stats.norm.ppf(0.8), stats.t.ppf(0.95, 9) + stats.t.ppf(0.8, 9)
    assert two_sided[:2] == pytest.approx(np.expm1(-0.1 * np.array(reach)))
    assert np.isnan(two_sided[2])
    assert lower[:2].tolist() == two_sided[:2].tolist()
    assert upper[:2] == pytest.approx(np.expm1(0.1 * np.array(reach)))


def test_says_before_an_intervention_what_could_be_found() -> None:
    panel = city(seed=1)
    until = panel.until(START - 1)
    planned = intervention(panel)

    asked = {"intervention": planned, "outcomes": ["theft", "drugs"], "matching": MATCHING}
    before = minimum_detectable_change(until, periods=4, **asked)  # type: ignore[arg-type]
    with_later = minimum_detectable_change(panel, periods=4, **asked)  # type: ignore[arg-type]

    assert before.equals(with_later)
    assert before["detectable"].between(-1, 0).all()
    assert before["expected"].gt(0).all()


def test_refuses_to_pretend_a_start_before_the_data() -> None:
    panel = city(seed=1)
    covariates = Matching(covariates=["residents"])

    with pytest.raises(TooShortForPlaceboInTime, match="before the first period"):
        minimum_detectable_change(
            panel,
            intervention=intervention(panel),
            outcomes=["theft"],
            matching=covariates,
            periods=START + 1,
        )
