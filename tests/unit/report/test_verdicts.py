"""Verdicts follow from the intervals and nothing else."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from commonground.evaluate.micro_synthetic_control import Effect
from commonground.report.verdicts import MEANING, SIZEABLE, Verdict, findings, verdict_of


@pytest.mark.parametrize(
    ("lower", "upper", "verdict"),
    [
        (-0.5, -0.1, Verdict.FELL),
        (0.1, 0.5, Verdict.ROSE),
        (-0.05, 0.05, Verdict.NO_SIZEABLE_CHANGE),
        (-SIZEABLE, SIZEABLE, Verdict.NO_SIZEABLE_CHANGE),
        (-0.05, 0.0, Verdict.NO_SIZEABLE_CHANGE),
        (-0.3, 0.05, Verdict.CANT_TELL),
        (-0.05, 0.3, Verdict.CANT_TELL),
        (-0.5, 0.0, Verdict.CANT_TELL),
        (np.nan, np.nan, Verdict.CANT_TELL),
        (-0.5, np.inf, Verdict.CANT_TELL),
        (-1.0, np.inf, Verdict.CANT_TELL),
        (0.1, np.inf, Verdict.ROSE),
    ],
)
def test_reads_the_verdict_off_the_interval(lower: float, upper: float, verdict: Verdict) -> None:
    assert verdict_of(lower, upper) is verdict


def with_intervals(
    effect: Effect, outcome: str, intervals: Mapping[str, tuple[float, float]], *, p: float = 0.001
) -> Effect:
    """Return the result with other intervals for one outcome, and the same p for each."""
    table = effect.uncertainty.copy()
    for kind, ends in intervals.items():
        rows = (table["outcome"] == outcome) & (table["kind"] == kind)
        table.loc[rows, ["lower", "upper"]] = ends
        table.loc[rows, "p"] = p
    return replace(effect, uncertainty=table)


def verdict_on(effect: Effect, outcome: str) -> Verdict:
    return next(f.verdict for f in findings(effect) if f.outcome == outcome)


ALL_BELOW = {
    "residual": (-0.6, -0.3),
    "clustered": (-0.6, -0.2),
    "jackknife": (-0.7, -0.1),
    "permutation": (-0.6, -0.1),
}


def test_says_fell_where_every_kind_agrees(effect: Effect) -> None:
    agreed = with_intervals(effect, "drug_crime", ALL_BELOW)

    assert verdict_on(agreed, "drug_crime") is Verdict.FELL


@pytest.mark.parametrize("kind", ["jackknife", "permutation"])
def test_says_so_where_one_kind_does_not_agree(effect: Effect, kind: str) -> None:
    split = with_intervals(effect, "drug_crime", ALL_BELOW | {kind: (-0.6, 0.1)})

    assert verdict_on(split, "drug_crime") is Verdict.FELL_IN_DOUBT


def test_asks_no_kind_whose_test_does_not_hold_its_level(effect: Effect) -> None:
    wide = with_intervals(effect, "drug_crime", ALL_BELOW | {"clustered": (-0.6, 0.1)})

    assert verdict_on(wide, "drug_crime") is Verdict.FELL


def test_lets_any_kind_decide_where_it_is_quoted(effect: Effect) -> None:
    clustered_first = replace(
        effect, inference=replace(effect.inference, kinds=("clustered", "residual"))
    )
    wide = with_intervals(clustered_first, "drug_crime", ALL_BELOW | {"clustered": (-0.6, 0.1)})

    assert verdict_on(wide, "drug_crime") is Verdict.CANT_TELL


def test_says_so_where_a_rise_is_in_doubt(effect: Effect) -> None:
    above = {kind: (-upper, -lower) for kind, (lower, upper) in ALL_BELOW.items()}
    split = with_intervals(effect, "drug_crime", above | {"jackknife": (-0.1, 0.7)})

    assert verdict_on(split, "drug_crime") is Verdict.ROSE_IN_DOUBT


def test_never_strengthens_a_verdict_by_another_kind(effect: Effect) -> None:
    open_ended = with_intervals(effect, "drug_crime", ALL_BELOW | {"residual": (-0.6, 0.2)})

    assert verdict_on(open_ended, "drug_crime") is Verdict.CANT_TELL


def test_leaves_out_of_account_a_kind_without_an_interval(effect: Effect) -> None:
    missing = with_intervals(effect, "drug_crime", ALL_BELOW | {"jackknife": (np.nan, np.nan)})

    assert verdict_on(missing, "drug_crime") is Verdict.FELL


def test_says_so_where_only_the_p_of_a_kind_does_not_agree(effect: Effect) -> None:
    split = with_intervals(effect, "drug_crime", ALL_BELOW, p=0.11)

    assert verdict_on(split, "drug_crime") is Verdict.FELL_IN_DOUBT


def test_judges_one_sided_p_by_half_of_what_the_interval_leaves_out(effect: Effect) -> None:
    one_sided = replace(effect, inference=replace(effect.inference, alternative="lower"))

    agreed = with_intervals(one_sided, "drug_crime", ALL_BELOW, p=0.05)
    split = with_intervals(one_sided, "drug_crime", ALL_BELOW, p=0.06)

    assert verdict_on(agreed, "drug_crime") is Verdict.FELL
    assert verdict_on(split, "drug_crime") is Verdict.FELL_IN_DOUBT


def test_does_not_ask_a_test_for_falls_about_a_rise(effect: Effect) -> None:
    one_sided = replace(effect, inference=replace(effect.inference, alternative="lower"))
    above = {kind: (-upper, -lower) for kind, (lower, upper) in ALL_BELOW.items()}

    rose = with_intervals(one_sided, "drug_crime", above, p=0.99)

    assert verdict_on(rose, "drug_crime") is Verdict.ROSE


def test_rests_on_placebo_areas_where_the_quoted_kind_gives_no_interval(effect: Effect) -> None:
    nothing = dict.fromkeys(ALL_BELOW, (np.nan, np.nan))
    only_placebo = nothing | {"permutation": (-0.6, -0.1)}

    found = findings(with_intervals(effect, "drug_crime", only_placebo))

    drug = next(f for f in found if f.outcome == "drug_crime")
    assert (drug.kind, drug.verdict) == ("permutation", Verdict.FELL)
    assert (drug.lower, drug.upper) == (-0.6, -0.1)


def test_rests_on_an_interval_with_two_ends_before_one_without(effect: Effect) -> None:
    endless = ALL_BELOW | {"residual": (-1.0, np.inf), "clustered": (-0.6, 0.1)}
    only_endless = dict.fromkeys(ALL_BELOW, (np.nan, np.nan)) | {"permutation": (-0.6, np.inf)}

    kinds = [
        next(f.kind for f in findings(with_intervals(effect, "drug_crime", given)))
        for given in (endless, only_endless)
    ]

    assert kinds == ["clustered", "permutation"]


def test_quotes_the_quoted_kind_where_it_can(effect: Effect) -> None:
    assert {found.kind for found in findings(effect)} == {effect.quoted}


@pytest.mark.parametrize(
    ("before", "verdict"),
    [
        ((-0.4, -0.1), Verdict.FELL_BEFORE_TOO),
        ((-0.4, 0.1), Verdict.FELL),
        ((0.1, 0.4), Verdict.FELL),
        ((np.nan, np.nan), Verdict.FELL),
    ],
)
def test_says_so_where_it_fell_before_the_start_too(
    effect: Effect, before: tuple[float, float], verdict: Verdict
) -> None:
    made = effect.diagnostics
    assert made is not None
    pretended = made.placebo_in_time.copy()
    pretended.loc[pretended["outcome"] == "drug_crime", ["lower", "upper"]] = before
    fallen = with_intervals(effect, "drug_crime", ALL_BELOW)

    both = replace(fallen, diagnostics=replace(made, placebo_in_time=pretended))

    assert verdict_on(both, "drug_crime") is verdict


@pytest.mark.parametrize(
    ("sign", "verdict"),
    [(1, Verdict.FELL_BEFORE_TOO_IN_DOUBT), (-1, Verdict.ROSE_BEFORE_TOO_IN_DOUBT)],
)
def test_keeps_the_doubt_where_it_changed_before_the_start_too(
    effect: Effect, sign: int, verdict: Verdict
) -> None:
    made = effect.diagnostics
    assert made is not None
    split = {
        k: (min(sign * a, sign * b), max(sign * a, sign * b)) for k, (a, b) in ALL_BELOW.items()
    }
    before = sorted((sign * -0.4, sign * -0.1))
    pretended = made.placebo_in_time.assign(lower=before[0], upper=before[1])
    open_ended = with_intervals(effect, "drug_crime", split | {"jackknife": (-0.7, 0.7)})

    both = replace(open_ended, diagnostics=replace(made, placebo_in_time=pretended))

    assert verdict_on(both, "drug_crime") is verdict


def test_does_not_let_a_contrast_fall(effect: Effect) -> None:
    apart = with_intervals(effect, "drug against all", ALL_BELOW)

    assert verdict_on(apart, "drug against all") is Verdict.DIFFERS


def test_has_a_meaning_for_every_verdict() -> None:
    assert set(MEANING) == set(Verdict)
