"""The paragraph says what changed, against what, how sure, and what the data cannot tell."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from commonground.evaluate.micro_synthetic_control import Effect
from commonground.numerics.permutation import Alternative
from commonground.report.kinds import KINDS
from commonground.report.numbers import (
    GAP,
    count,
    decimal,
    percent,
    probability,
    span,
    together,
    when,
)
from commonground.report.prose import outcome_sentence, paragraph, what_p_asks
from commonground.report.verdicts import Verdict
from commonground.report.withheld import withheld


def plainly(text: str) -> str:
    return text.replace(GAP, " ")


def with_quoted(effect: Effect, lower: float, upper: float) -> Effect:
    """Return the result with one interval for everything, agreed on by every kind."""
    table = effect.uncertainty.assign(lower=lower, upper=upper, p=0.001)
    return replace(effect, uncertainty=table)


def test_says_what_changed_against_what_and_how_sure(effect: Effect) -> None:
    text = plainly(paragraph(effect))

    assert text.startswith("Elm Street covered 6 places; its effect is counted from 2017Q1")
    assert f"of {len(effect.weights.donors)} untreated places" in text
    assert "Recorded drug_crime fell by about" in text
    assert "90 % interval" in text
    assert "What these data can't tell: whether" in text
    assert "\n" not in text


@pytest.mark.parametrize(
    ("lower", "upper", "words"),
    [
        (-0.4, -0.2, "Recorded drug_crime fell by about"),
        (0.2, 0.4, "Recorded drug_crime rose by about"),
        (-0.04, 0.05, "Recorded drug_crime showed no sizeable change"),
        (-0.4, 0.2, "For drug_crime the data can't tell"),
        (np.nan, np.nan, "no interval can be given"),
        (-0.71, np.inf, ", and the interval goes from 71 % fewer to no upper end"),
        (-1.0, 0.4, ", and the interval goes from no lower end to 40 % more"),
        (-1.0, np.inf, ", and the interval has no end either way"),
        (0.2, np.inf, "90 % interval 20 % more to no upper end"),
    ],
)
def test_words_each_verdict(effect: Effect, lower: float, upper: float, words: str) -> None:
    sentence = outcome_sentence(with_quoted(effect, lower, upper), "drug_crime")

    assert words in plainly(sentence)


def test_adds_doubt_to_a_fall_that_another_kind_leaves_open(effect: Effect) -> None:
    table = with_quoted(effect, -0.4, -0.2).uncertainty
    table.loc[table["kind"] == "jackknife", "upper"] = 0.1

    sentence = outcome_sentence(replace(effect, uncertainty=table), "drug_crime")

    assert sentence.endswith(", but not every way of counting uncertainty agrees.")


def test_adds_both_doubts_to_a_fall_that_has_both(effect: Effect) -> None:
    assert effect.diagnostics is not None
    table = with_quoted(effect, -0.4, -0.2).uncertainty
    table.loc[table["kind"] == "jackknife", "upper"] = 0.1
    before = effect.diagnostics.placebo_in_time.assign(lower=-0.3, upper=-0.1)
    checks = replace(effect.diagnostics, placebo_in_time=before)

    sentence = outcome_sentence(
        replace(effect, uncertainty=table, diagnostics=checks), "drug_crime"
    )

    assert sentence.endswith(
        ", but did so before the start too, and not every way of counting uncertainty agrees."
    )


@pytest.mark.parametrize(
    ("alternative", "words"),
    [
        ("lower", "p asks for a fall only"),
        ("upper", "p asks for a rise only"),
        ("two-sided", "p asks for any change"),
    ],
)
def test_says_what_p_asks(effect: Effect, alternative: Alternative, words: str) -> None:
    asked = replace(effect, inference=replace(effect.inference, alternative=alternative))

    assert what_p_asks(asked) == words


@pytest.mark.parametrize(
    ("alternative", "words"),
    [("two-sided", "by more than chance alone"), ("lower", "by no more than chance")],
)
def test_judges_the_joint_test_as_the_intervals_are_judged(
    effect: Effect, alternative: Alternative, words: str
) -> None:
    asked = replace(effect.inference, alternative=alternative)

    text = paragraph(replace(effect, inference=asked, joint=effect.joint.assign(p=0.08)))

    assert words in text.partition("Taken together, ")[2]


def test_says_that_small_counts_are_not_shown(plain_effect: Effect) -> None:
    text = paragraph(withheld(plain_effect, fewest=110))

    assert "The counts of drug_crime are too small to be shown." in text
    assert "108" not in text


def test_gives_a_contrast_no_counts(effect: Effect) -> None:
    sentence = outcome_sentence(effect, "drug against all")

    assert sentence.startswith("The contrast drug against all is")
    assert "recorded" not in sentence


def test_reports_what_a_pretended_start_finds(effect: Effect) -> None:
    assert effect.diagnostics is not None
    in_time = effect.diagnostics.placebo_in_time
    nothing = in_time.assign(lower=-0.2, upper=0.2)
    something = pd.concat([in_time.head(1).assign(lower=-0.3, upper=-0.1), nothing.tail(1)])

    said = [
        paragraph(replace(effect, diagnostics=replace(effect.diagnostics, placebo_in_time=table)))
        for table in (nothing, something)
    ]

    assert "finds no change that stands out from chance" in said[0]
    assert "also finds a change in drug_crime: part of what it finds" in said[1]


def test_draws_no_comfort_from_a_pretended_start_without_an_interval(effect: Effect) -> None:
    assert effect.diagnostics is not None
    unsure = effect.diagnostics.placebo_in_time.assign(lower=np.nan, upper=np.nan)
    checks = replace(effect.diagnostics, placebo_in_time=unsure)

    assert "pretended" not in paragraph(replace(effect, diagnostics=checks))


def test_names_the_kind_of_an_interval_that_is_not_the_quoted_one(effect: Effect) -> None:
    table = with_quoted(effect, -0.4, -0.2).uncertainty
    table.loc[table["kind"] != "permutation", ["lower", "upper"]] = np.nan

    sentence = outcome_sentence(replace(effect, uncertainty=table), "drug_crime")

    assert "40 % to 20 % fewer, judged by placebo areas" in plainly(sentence)


def test_leaves_out_checks_that_were_not_made(plain_effect: Effect) -> None:
    assert "pretended" not in paragraph(plain_effect)


def test_glosses_every_kind_of_uncertainty(effect: Effect) -> None:
    assert set(effect.uncertainty["kind"]) <= set(KINDS)


def test_writes_numbers_for_people() -> None:
    assert plainly(percent(-0.2012, signed=True, places=1)) == "−20.1 %"
    assert plainly(span(-0.33, -0.05)) == "33 % to 5 % fewer"
    assert plainly(span(0.05, 0.33)) == "5 % to 33 % more"
    assert plainly(span(-0.5, 0.41)) == "50 % fewer to 41 % more"
    assert plainly(span(-0.71, np.inf)) == "71 % fewer to no upper end"
    assert plainly(span(0.1, np.inf)) == "10 % more to no upper end"
    assert (
        plainly(span(-1.0, -0.05)) == plainly(span(-np.inf, -0.05)) == "no lower end to 5 % fewer"
    )
    assert span(np.nan, np.nan) == percent(np.nan) == "–"
    assert [percent(np.inf, signed=True), decimal(-np.inf), count(np.inf)] == ["∞", "−∞", "∞"]
    assert plainly(probability(0.0004)) == "< 0.001"
    assert together(["a", "b", "c"]) == "a, b and c"
    assert [plainly(when(label)) for label in ("13", "2019", "2019Q1")] == [
        "period 13",
        "2019",
        "2019Q1",
    ]


def test_keeps_the_verdict_words_fixed() -> None:
    assert [str(verdict) for verdict in Verdict][:10] == [
        "fell",
        "rose",
        "fell; not every way of counting uncertainty agrees",
        "rose; not every way of counting uncertainty agrees",
        "fell; did so before the start too",
        "rose; did so before the start too",
        "fell; did so before the start too, and not every way of counting uncertainty agrees",
        "rose; did so before the start too, and not every way of counting uncertainty agrees",
        "no sizeable change",
        "can't tell",
    ]
