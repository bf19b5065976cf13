"""Bad input: each a clear error or a stated caveat; warnings are errors here (issue 2, F.5)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from commonground.core.intervention import Intervention, NoComparison
from commonground.core.panel import MissingCells, NotACount, Panel, RepeatedCell
from commonground.core.periods import UnreadablePeriods
from commonground.core.places import UnsafePlaceIds
from commonground.evaluate.matching import Matching
from commonground.evaluate.micro_synthetic_control import Effect, micro_synthetic_control
from commonground.evaluate.question import Inference
from commonground.evaluate.solving import InfeasibleTargets
from tests.unit.evaluate.cities import (
    MATCHING,
    START,
    city,
    intervention,
    number,
    panel_of,
    table,
)

ALL_KINDS = Inference(kinds=("residual", "clustered", "unclustered"), permutations=40, jackknife=4)


def evaluated(
    panel: Panel,
    *,
    outcomes: tuple[str, ...] = ("theft", "drugs"),
    matching: Matching = MATCHING,
    inference: Inference = ALL_KINDS,
) -> Effect:
    """Evaluate with every kind of uncertainty and every diagnostic."""
    return micro_synthetic_control(
        panel,
        intervention=intervention(panel),
        outcomes=outcomes,
        matching=matching,
        inference=inference,
    )


def says(effect: Effect, text: str) -> bool:
    """Whether a caveat holds the text."""
    return any(text in caveat for caveat in effect.caveats)


def test_refuses_a_place_and_period_given_twice() -> None:
    rows = table()

    with pytest.raises(RepeatedCell, match="1 rows repeat"):
        panel_of(pd.concat([rows, rows.iloc[[7]]]))


def test_takes_rows_in_any_order() -> None:
    rows = table(seed=1)
    shuffled = rows.sample(frac=1, random_state=3)

    one = evaluated(panel_of(rows)).to_frame("clustered")
    other = evaluated(panel_of(shuffled)).to_frame("clustered")

    columns = ["counterfactual", "change", "p", "lower", "upper"]
    assert other[columns].to_numpy() == pytest.approx(one[columns].to_numpy())


def test_refuses_missing_counts_of_a_treated_place() -> None:
    rows = table()
    gap = rows.index[(rows["treated"].groupby(rows["block"]).transform("max") == 1)][0]

    with pytest.raises(MissingCells, match="1 treated places have missing counts before"):
        evaluated(panel_of(rows.drop(gap)))


def test_leaves_out_donors_with_missing_counts_and_says_so() -> None:
    rows = table()
    donor = rows["treated"].groupby(rows["block"]).transform("max") == 0
    gap = rows.index[donor & (rows["quarter"] == 3)][0]

    effect = evaluated(panel_of(rows.drop(gap)))

    block = rows.loc[gap, "block"]
    assert block not in set(effect.weights.to_frame()["place"])
    assert says(effect, "1 donors were left out")
    assert effect.series["observed"].notna().all()
    assert effect.weights.balance.notna().all(axis=None)


def test_refuses_missing_counts_after_the_start() -> None:
    rows = table()
    gap = rows.index[rows["quarter"] == START + 1][0]

    with pytest.raises(MissingCells, match="after the start"):
        evaluated(panel_of(rows.drop(gap)))


def test_shows_no_sum_of_a_period_that_was_not_counted_everywhere() -> None:
    rows = table()
    late = rows["quarter"] == START + 2
    rows.loc[rows.index[late][:1], ["theft", "drugs"]] = np.nan

    panel = panel_of(rows)
    effect = micro_synthetic_control(
        panel,
        intervention=intervention(panel),
        outcomes=("theft",),
        matching=MATCHING,
        horizons=[START + 1],
        inference=ALL_KINDS,
    )

    shown = effect.series.set_index("period")
    assert np.isnan(number(shown, str(START + 2), "counterfactual"))
    assert shown.drop(str(START + 2))["counterfactual"].notna().all()


def test_judges_one_treated_place_by_placebo_places_alone() -> None:
    totals = Matching(outcomes={"theft": (10,), "drugs": (10,)})

    effect = evaluated(city(treated=1), matching=totals)

    assert effect.to_frame("residual")[["p", "lower", "upper", "log_se"]].isna().all(axis=None)
    assert effect.to_frame("clustered")["p"].isna().all()
    assert effect.to_frame("permutation")["p"].between(0, 1).all()
    assert number(effect.joint.set_index("kind"), "permutation", "p") > 0
    assert effect.joint.set_index("kind").loc[["residual", "clustered"], "p"].isna().all()
    assert says(effect, "A single place was treated")


def test_refuses_a_city_that_is_treated_everywhere() -> None:
    panel = city()
    everywhere = Intervention(name="all", area=panel.places.ids, starts=str(START))

    with pytest.raises(NoComparison, match="All 100 places are treated"):
        micro_synthetic_control(
            panel, intervention=everywhere, outcomes=["theft"], matching=MATCHING
        )


def test_refuses_text_in_a_count() -> None:
    rows = table().astype({"theft": object})
    rows.loc[4, "theft"] = "n/a"

    with pytest.raises(NotACount, match="'n/a' in row 5"):
        Panel.from_frame(rows, place="block", period="quarter", outcomes=["theft"])


def test_keeps_ids_of_sixteen_digits() -> None:
    panel = city()

    assert all(len(place) == 16 for place in evaluated(panel).weights.to_frame()["place"])


def test_refuses_ids_that_lost_their_digits() -> None:
    rows = table()
    rows["block"] = rows["block"].astype(np.float64) * 10

    with pytest.raises(UnsafePlaceIds, match="lose their last digits"):
        panel_of(rows)


def test_stands_a_covariate_of_zeros() -> None:
    rows = table()
    with_zeros = panel_of(rows.assign(residents=0))
    asked = Matching(outcomes=MATCHING.outcomes, covariates=("residents",))

    effect, without = (
        micro_synthetic_control(
            with_zeros,
            intervention=intervention(with_zeros),
            outcomes=("theft",),
            matching=matching,
            inference=ALL_KINDS,
        )
        for matching in (asked, Matching(outcomes=MATCHING.outcomes))
    )

    assert effect.weights.values == pytest.approx(without.weights.values)


def test_names_a_covariate_that_no_donor_has() -> None:
    rows = table()
    is_treated = rows["treated"].groupby(rows["block"]).transform("max")

    with pytest.raises(InfeasibleTargets, match="residents") as raised:
        evaluated(panel_of(rows.assign(residents=is_treated)))

    assert raised.value.names == ("residents",)


def test_says_nothing_of_an_outcome_that_never_occurred() -> None:
    panel = Panel.from_frame(
        table().assign(fraud=0),
        place="block",
        period="quarter",
        outcomes=["theft", "drugs", "fraud"],
        covariates=["residents"],
        treated="treated",
    )

    effect = evaluated(panel, outcomes=("theft", "fraud"))

    assert effect.to_frame().set_index("outcome").loc["fraud", ["p", "change"]].isna().all()
    assert says(effect, "No fraud was recorded or expected")
    assert says(effect, "There is no joint test up to 14, because fraud")
    assert "fraud to 14: 0 recorded, 0.0 expected without, no change known" in effect.summary()


def test_gives_no_interval_where_nothing_was_recorded_after_the_start() -> None:
    rows = table(seed=1)
    rows.loc[rows["treated"] == 1, "drugs"] = 0

    effect = evaluated(panel_of(rows))

    assert effect.change("drugs") == -1.0
    assert np.isnan(number(effect.to_frame().set_index("outcome"), "drugs", "lower"))
    assert number(effect.to_frame("permutation").set_index("outcome"), "drugs", "p") < 0.1
    assert says(effect, "so there is no interval for its change")


def test_refuses_dates_that_could_be_read_two_ways() -> None:
    rows = table()
    rows["quarter"] = [f"{quarter}/1/2019" for quarter in rows["quarter"]]

    with pytest.raises(UnreadablePeriods, match="more than one way"):
        panel_of(rows)


def test_says_that_a_treated_place_never_reported() -> None:
    rows = table(seed=1)
    is_treated = rows["treated"].groupby(rows["block"]).transform("max") == 1
    silent = rows.loc[is_treated, "block"].iloc[0]
    rows.loc[rows["block"] == silent, ["theft", "drugs"]] = 0

    effect = evaluated(panel_of(rows))

    assert says(effect, f"1 of 6 treated places never recorded anything (the first is {silent})")


@pytest.mark.parametrize("alternative", ["lower", "two-sided"])
def test_tests_outcomes_that_say_the_same_once(alternative: str) -> None:
    rows = table(seed=1)
    rows["again"] = rows["theft"]
    rows["sum"] = rows["theft"] + rows["drugs"]
    inference = Inference(alternative=alternative, permutations=40, jackknife=4)  # type: ignore[arg-type]

    effect = evaluated(
        panel_of(rows), outcomes=("theft", "again", "drugs", "sum"), inference=inference
    )

    assert effect.joint["p"].notna().all()
    assert effect.joint["rank"].iloc[0] < 4
    assert says(effect, "overlap")


def test_matches_outcomes_that_add_up() -> None:
    rows = table(seed=1)
    rows["sum"] = rows["theft"] + rows["drugs"]
    panel = panel_of(rows)

    effect = micro_synthetic_control(
        panel,
        intervention=intervention(panel),
        outcomes=("sum",),
        matching=Matching(outcomes=dict.fromkeys(("theft", "drugs", "sum"), (5, 5))),
        inference=ALL_KINDS,
    )

    assert effect.weights.misfit < 1e-9


def test_refuses_when_no_donor_was_counted() -> None:
    rows = table()
    donor = rows["treated"].groupby(rows["block"]).transform("max") == 0
    rows.loc[donor & (rows["quarter"] == 2), "theft"] = np.nan

    with pytest.raises(MissingCells, match="Each of the 94 donors"):
        evaluated(panel_of(rows))
