"""Caveats: facts about one result, in words."""

from __future__ import annotations

import numpy as np
import pytest

from commonground.evaluate.caveats import FEW_TREATED, FEWEST_PRE_PERIODS
from commonground.evaluate.matching import Matching
from commonground.evaluate.micro_synthetic_control import Effect, micro_synthetic_control
from commonground.evaluate.question import Inference, Placebo
from tests.unit.evaluate.cities import MATCHING, city, intervention, mapped, panel_of, table

PLACEBOS: tuple[Placebo, ...] = ("untreated", "patches")


def caveats(
    *, seed: int = 1, matching: Matching = MATCHING, inference: Inference | None = None
) -> str:
    """Return all caveats of a small city's effect as one text."""
    panel = city(seed=seed)
    effect: Effect = micro_synthetic_control(
        panel,
        intervention=intervention(panel),
        outcomes=["theft", "drugs"],
        matching=matching,
        inference=inference,
        diagnostics=False,
    )
    return "\n".join(effect.caveats)


def test_says_that_one_area_is_one_area() -> None:
    assert caveats().startswith("One area had the intervention.")


def test_says_that_no_buffer_was_set() -> None:
    assert "No buffer was set" in caveats()


def test_says_that_few_periods_were_matched() -> None:
    text = caveats(matching=Matching(outcomes=["theft"], since=8))

    assert f"Only 3 periods before the start were matched; fewer than {FEWEST_PRE_PERIODS}" in text


def test_says_that_no_outcome_was_matched() -> None:
    assert "No outcome was matched" in caveats(matching=Matching(covariates=["residents"]))


def test_says_what_is_known_of_unclustered_errors() -> None:
    text = caveats(inference=Inference(kinds=("unclustered",)))

    assert "Which of the two wins depends on the outcome." in text
    assert "Which of the two wins" not in caveats()


def test_says_what_is_known_of_clustered_errors() -> None:
    assert "too wide for outcomes that most places record often" in caveats()
    assert "too wide" not in caveats(inference=Inference(kinds=("residual",)))


def test_says_what_is_known_of_the_jackknife() -> None:
    assert "a little more often than they say" in caveats(inference=Inference(jackknife=True))
    assert "a little more often" not in caveats()


def test_says_what_is_known_of_placebo_areas_by_the_rules_of_r() -> None:
    by_r = Inference(kinds=("unclustered",), permutations=30, as_microsynth=True)

    assert "By R microsynth's rules" in caveats(inference=by_r)
    assert "By R microsynth's rules" not in caveats(inference=Inference(permutations=30))


@pytest.mark.parametrize("treated", [FEW_TREATED - 1, FEW_TREATED])
def test_says_that_few_places_were_treated(treated: int) -> None:
    panel = city(treated=treated)
    effect = micro_synthetic_control(
        panel,
        intervention=intervention(panel),
        outcomes=["theft"],
        matching=Matching(covariates=["residents"]),
        diagnostics=False,
    )

    said = any("Only 29 places were treated." in caveat for caveat in effect.caveats)
    assert said == (treated < FEW_TREATED)


def test_says_that_placebo_areas_are_scattered() -> None:
    assert "scattered places" in caveats(inference=Inference(permutations=30))


def test_says_so_where_the_map_is_known_as_well() -> None:
    panel = mapped(city(seed=1))

    texts = [
        "\n".join(
            micro_synthetic_control(
                panel,
                intervention=intervention(panel),
                outcomes=["theft"],
                matching=MATCHING,
                inference=Inference(permutations=30, placebo=placebo),
                diagnostics=False,
            ).caveats
        )
        for placebo in PLACEBOS
    ]

    assert ["scattered places" in text for text in texts] == [True, False]


def test_says_that_placebo_areas_expect_little() -> None:
    rows = table(seed=1)
    rows["drugs"] = (rows["theft"] > 4) & (rows["theft"] < 7)
    panel = panel_of(rows.astype({"drugs": int}))

    effect = micro_synthetic_control(
        panel,
        intervention=intervention(panel),
        outcomes=["theft", "drugs"],
        matching=Matching(outcomes={"theft": (10,)}),
        inference=Inference(permutations=30),
        diagnostics=False,
    )

    text = "\n".join(effect.caveats)
    assert "Most placebo areas expect fewer than 10 of drugs up to 14" in text


def test_counts_placebo_areas_that_were_left_out() -> None:
    hard = Matching(outcomes={"theft": (1,) * 10, "drugs": (5, 5)})
    text = caveats(matching=hard, inference=Inference(permutations=60))

    assert "of 60 placebo areas have no weights that match them" in text


def test_is_never_silent_in_rs_mode() -> None:
    rows = table(change=0.05, seed=4)
    rows["residents"] += rows["treated"].groupby(rows["block"]).transform("max") * 5_000
    panel = panel_of(rows)
    inference = Inference(
        kinds=("unclustered",),
        alternative="lower",
        permutations=40,
        jackknife=True,
        as_microsynth=True,
    )

    effect = micro_synthetic_control(
        panel,
        intervention=intervention(panel),
        outcomes=["drugs"],
        matching=MATCHING,
        inference=inference,
        diagnostics=False,
    )

    text = "\n".join(effect.caveats)
    assert "they do not match the area" in text
    assert "used all the same: its intervals mean nothing" in text
    p = effect.to_frame("permutation")["p"].item()
    assert ("A permutation p of 0 (drugs" in text) == (p == 0)


@pytest.mark.parametrize("count", [3, 0])
def test_says_that_little_was_expected(count: int) -> None:
    rows = table(seed=1)
    rows["drugs"] = 0
    chosen = np.flatnonzero((rows["quarter"] >= 11) & (rows["treated"] == 0))[: 40 * count : 40]
    rows.loc[chosen, "drugs"] = 1
    panel = panel_of(rows.assign(drugs=rows["drugs"] + (rows["quarter"] == 1)))

    effect = micro_synthetic_control(
        panel,
        intervention=intervention(panel),
        outcomes=["drugs"],
        matching=Matching(outcomes={"theft": (5, 5)}),
        diagnostics=False,
    )

    text = "\n".join(effect.caveats)
    assert "too few for a relative change" in text or "it tells nothing" in text
