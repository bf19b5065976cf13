"""The effect: known truth, the same digits for any worker, and every way of asking."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from commonground.core.intervention import Ring
from commonground.core.panel import Panel, UnknownColumn
from commonground.core.periods import UnknownPeriod
from commonground.evaluate.matching import Matching, NothingToMatch
from commonground.evaluate.micro_synthetic_control import Effect, micro_synthetic_control
from commonground.evaluate.problem import OtherWeights, WeightProblem
from commonground.evaluate.question import ImpossibleInference, Inference
from commonground.evaluate.resampling import TooFewPlaceboAreas
from tests.unit.evaluate.cities import MATCHING, city, intervention, mapped, number, panel_of, table

EVERYTHING = Inference(
    kinds=("residual", "clustered", "unclustered"),
    permutations=120,
    jackknife=True,
    contrasts={"drugs against theft": {"drugs": 1.0, "theft": -1.0}},
)


def evaluated(panel: Panel, inference: Inference | None = None, **asked: object) -> Effect:
    """Evaluate theft and drugs in a small city."""
    options: dict[str, object] = {"matching": MATCHING, "diagnostics": False, **asked}
    return micro_synthetic_control(
        panel,
        intervention=intervention(panel),
        outcomes=("theft", "drugs"),
        inference=inference,
        **options,  # type: ignore[arg-type]
    )


def test_recovers_an_effect_without_noise() -> None:
    rows = table()
    level = rows["residents"] % 7 + 1.0
    rows["theft"], rows["drugs"] = 2 * level, level
    rows.loc[rows["quarter"] == 1, ["theft", "drugs"]] += 1.0
    rows.loc[rows["treated"] == 1, "drugs"] *= 0.5

    effect = evaluated(panel_of(rows), matching=Matching(outcomes=("drugs",)))

    assert effect.change("drugs") == pytest.approx(-0.5)
    assert effect.change("theft") == pytest.approx(0.0, abs=1e-9)


def test_finds_a_large_effect_and_no_effect() -> None:
    effect = evaluated(city(change=0.3, seed=2), EVERYTHING).to_frame().set_index("outcome")

    assert number(effect, "drugs", "upper") < 0
    assert number(effect, "theft", "lower") < 0 < number(effect, "theft", "upper")


@pytest.mark.parametrize("workers", [2, 3, 8])
def test_gives_the_same_digits_for_any_number_of_workers(workers: int) -> None:
    panel = city(seed=1)

    one = evaluated(panel, EVERYTHING, seed=5, workers=1)
    many = evaluated(panel, EVERYTHING, seed=5, workers=workers)

    pd.testing.assert_frame_equal(one.uncertainty, many.uncertainty, check_exact=True)
    pd.testing.assert_frame_equal(one.joint, many.joint, check_exact=True)
    pd.testing.assert_frame_equal(one.series, many.series, check_exact=True)


def test_draws_anew_with_another_seed() -> None:
    panel = city(seed=1)

    one, other = (evaluated(panel, EVERYTHING, seed=seed).uncertainty for seed in (1, 2))

    assert not one.equals(other)


def test_gives_a_row_for_every_horizon_outcome_and_kind() -> None:
    effect = evaluated(city(), EVERYTHING, horizons=[12, 14])

    kinds = ["residual", "clustered", "unclustered", "jackknife", "permutation"]
    names = ["theft", "drugs", "drugs against theft"]
    assert effect.horizons == ("12", "14")
    assert effect.uncertainty["kind"].unique().tolist() == kinds
    assert len(effect.uncertainty) == 2 * len(names) * len(kinds)
    assert effect.to_frame("jackknife")["outcome"].tolist() == names * 2
    assert effect.joint["kind"].unique().tolist() == kinds


def test_contrasts_one_change_with_another() -> None:
    effect = evaluated(city(seed=3), EVERYTHING)

    ratio = (1 + effect.change("drugs")) / (1 + effect.change("theft"))
    assert effect.change("drugs against theft") == pytest.approx(ratio - 1)


def test_adds_observed_and_counterfactual_up_over_the_horizon() -> None:
    effect = evaluated(city(seed=3), horizons=[12])

    theft = effect.series.query("outcome == 'theft' and period in ['11', '12']")
    row = effect.to_frame().set_index("outcome").loc["theft"]
    assert theft["observed"].sum() == row["observed"]
    assert theft["counterfactual"].sum() == pytest.approx(row["counterfactual"])


def test_uses_weights_made_before_as_they_are() -> None:
    panel = city(seed=4)
    made = WeightProblem.of(panel, intervention=intervention(panel), matching=MATCHING)

    first = evaluated(panel, weights=made)
    anew = evaluated(panel)
    shorter = evaluated(panel, weights=made, horizons=[12])

    pd.testing.assert_frame_equal(first.estimates, anew.estimates)
    assert np.array_equal(shorter.weights.values, anew.weights.values)


def test_refuses_weights_made_for_another_intervention() -> None:
    panel = city(seed=4)
    made = WeightProblem.of(panel, intervention=intervention(panel), matching=MATCHING)
    other = replace(intervention(panel), starts="12")

    with pytest.raises(OtherWeights, match="from 11 on"):
        micro_synthetic_control(
            panel, intervention=other, outcomes=["theft"], matching=MATCHING, weights=made
        )


def test_needs_no_matching_beside_weights() -> None:
    panel = city(seed=4)
    made = WeightProblem.of(panel, intervention=intervention(panel), matching=MATCHING)

    with_weights = evaluated(panel, weights=made, matching=None)

    pd.testing.assert_frame_equal(with_weights.estimates, evaluated(panel).estimates)


def test_refuses_weights_made_for_another_matching() -> None:
    panel = city(seed=4)
    made = WeightProblem.of(panel, intervention=intervention(panel), matching=MATCHING)

    with pytest.raises(OtherWeights, match="another matching"):
        evaluated(panel, weights=made, matching=Matching(outcomes=["theft"]))


def test_refuses_weights_without_what_they_were_made_from() -> None:
    panel = city(seed=4)

    with pytest.raises(OtherWeights, match=r"SyntheticWeights, .* WeightProblem\.of"):
        evaluated(panel, weights=evaluated(panel).weights)


def test_refuses_to_match_on_nothing() -> None:
    with pytest.raises(NothingToMatch, match="Give a matching, or weights"):
        evaluated(city(), matching=None)


def test_refuses_a_seed_below_zero() -> None:
    with pytest.raises(ImpossibleInference, match="The seed is -1"):
        evaluated(city(), seed=-1)


def test_draws_placebo_areas_as_patches_of_the_map() -> None:
    panel = mapped(city(seed=5))

    effect = evaluated(panel, Inference(permutations=60, placebo="patches"))

    assert effect.to_frame("permutation")["p"].between(1 / 61, 1).all()
    assert not any("scattered" in caveat for caveat in effect.caveats)


def test_knows_dated_periods() -> None:
    rows = table(seed=6)
    starts = pd.period_range("2019Q1", periods=14, freq="Q-DEC").to_timestamp()
    rows["quarter"] = [f"{starts[at - 1]:%Y-%m-%d}" for at in rows["quarter"]]

    effect = evaluated(panel_of(rows), horizons=["2022Q2"])

    assert effect.starts == "2021Q3"
    assert effect.horizons == ("2022Q2",)


@pytest.mark.parametrize(
    "matching",
    [
        replace(MATCHING, distance="raking"),
        replace(MATCHING, distance="logit", largest=60.0),
        replace(MATCHING, largest=20.0),
        Matching(soft_outcomes=("theft", "drugs"), covariates=("residents",)),
    ],
    ids=["raking", "logit", "bounded", "soft"],
)
def test_draws_placebo_areas_by_the_same_rules(matching: Matching) -> None:
    inference = Inference(permutations=25, jackknife=3)

    effect = evaluated(city(seed=7), inference, matching=matching)

    assert effect.weights.values.min() >= 0
    assert effect.to_frame("permutation")["p"].notna().all()


def test_shows_progress() -> None:
    seen: list[tuple[str, int, int]] = []

    evaluated(
        city(),
        Inference(permutations=100),
        diagnostics=True,
        progress=lambda *told: seen.append(told),
    )

    last = {stage: (done, of) for stage, done, of in seen}
    assert last["Placebo areas"] == (100, 100)
    assert last["Checks"][0] == last["Checks"][1]


def test_keeps_a_buffer_out_of_the_comparison() -> None:
    panel = city(seed=8)
    ring = Ring(name="0-100 m", places=_untreated(panel)[:5])
    with_buffer = replace(intervention(panel), buffer=(ring,))

    effect = micro_synthetic_control(
        panel,
        intervention=with_buffer,
        outcomes=["theft"],
        matching=MATCHING,
        inference=Inference(permutations=30),
    )

    kept_out = panel.places.positions(ring.places)
    assert (effect.weights.values[kept_out] == 0).all()
    assert any(caveat.startswith("5 places around") for caveat in effect.caveats)


@pytest.mark.parametrize(
    ("asked", "error", "match"),
    [
        ({"horizons": [9]}, UnknownPeriod, "before the intervention starts"),
        ({"inference": Inference(joint=("fraud",))}, UnknownColumn, "'fraud'"),
        ({"inference": Inference(contrasts={"c": {"fraud": 1.0}})}, UnknownColumn, "'fraud'"),
        (
            {"inference": Inference(contrasts={"theft": {"drugs": 1.0}})},
            ImpossibleInference,
            "name",
        ),
    ],
)
def test_refuses_what_cannot_be_asked(
    asked: dict[str, object], error: type[Exception], match: str
) -> None:
    with pytest.raises(error, match=match):
        evaluated(city(), **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "match"),
    [
        ({"confidence": 90}, "as 0.9"),
        ({"kinds": ()}, "Name one"),
        ({"permutations": 5}, "at least 19"),
    ],
)
def test_refuses_impossible_inference(asked: dict[str, object], match: str) -> None:
    with pytest.raises(ImpossibleInference, match=match):
        Inference(**asked)  # type: ignore[arg-type]


def test_refuses_placebo_areas_that_cannot_be_made() -> None:
    panel = city(treated=60)

    with pytest.raises(TooFewPlaceboAreas, match="Only 0 placebo areas"):
        evaluated(
            panel,
            Inference(permutations=50),
            matching=Matching(outcomes={"theft": (10,)}),
        )


def test_summarises_in_a_few_lines() -> None:
    text = evaluated(city(seed=2), EVERYTHING).summary()

    assert text.splitlines()[0].startswith("theft to 14: ")
    assert "90% interval" in text
    assert "Caveat: One area had the intervention." in text
    assert "nan" not in text


def test_counts_no_outcome_or_horizon_twice() -> None:
    panel = city()

    effect = micro_synthetic_control(
        panel,
        intervention=intervention(panel),
        outcomes=["theft", "theft"],
        matching=MATCHING,
        horizons=[14, "14"],
        diagnostics=False,
    )

    assert len(effect.to_frame()) == 1


def _untreated(panel: Panel) -> tuple[str, ...]:
    area = set(intervention(panel).area)
    return tuple(place for place in panel.places.ids if place not in area)
