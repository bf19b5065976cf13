"""No small count can be read, nor worked out, from anything that is written."""

import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from commonground.evaluate.micro_synthetic_control import Effect
from commonground.report.content import Document
from commonground.report.documents import write_report
from commonground.report.tables import all_tables, effect_table, series_table
from commonground.report.verdicts import Verdict, findings
from commonground.report.withheld import withheld

OUTCOME, OTHER = "drug_crime", "all_crime"

ROUNDED = 0.051
"""A count stands in the text to one decimal, so a sum found there may be off by that."""

TALKATIVE = (
    f"Only 7.3 of {OUTCOME} were expected up to 2017Q2.",
    f"Only 9.1 of {OTHER} were expected up to 2017Q2.",
    "One area had the intervention.",
)


@pytest.fixture(scope="module")
def series(effect: Effect) -> pd.Series:
    """Return the true counts of the outcome."""
    table = effect.series[effect.series["outcome"] == OUTCOME]
    return table.set_index("period")["observed"]


@pytest.fixture(scope="module")
def fewest(effect: Effect, series: pd.Series) -> int:
    """Return a bound above one of the outcome's counts, and below its total."""
    bound = int(series.min()) + 1
    others = effect.series.loc[effect.series["outcome"] == OTHER, "observed"]
    assert others.min() >= bound
    return bound


@pytest.fixture
def document(effect: Effect, as_microsynth: Effect, fewest: int) -> Document:
    """Return all that a report may hold, with caveats that speak of counts."""
    spoken = replace(effect, caveats=TALKATIVE)
    return Document("Elm", "What?", spoken, as_microsynth=as_microsynth, fewest=fewest)


def sums(series: pd.Series) -> set[float]:
    """Return every sum of successive periods that would help to find a single one."""
    values = series.to_numpy()
    ends = combinations(range(len(values) + 1), 2)
    return {float(values[first:last].sum()) for first, last in ends}


def numbers_of(table: pd.DataFrame, outcome: str) -> list[float]:
    """Return every number in the rows that speak of an outcome."""
    texts = table.select_dtypes(exclude="number").astype(str)
    rows = texts.apply(lambda row: row.str.contains(outcome).any(), axis=1)
    found = table.loc[rows].select_dtypes("number").drop(columns="freedom", errors="ignore")
    return [float(value) for value in found.to_numpy().ravel() if np.isfinite(value)]


def gives_away(value: float, known: set[float], *, slack: float) -> bool:
    return value > 1 and any(abs(value - count) < slack for count in known)


def test_gives_no_sum_of_periods_in_any_table_but_one_total(
    effect: Effect, series: pd.Series, fewest: int
) -> None:
    total = float(series["2017Q1":].sum())
    known = sums(series) | {float(series[:"2016Q4"].mean())}

    shown = withheld(effect, fewest=fewest)

    for name, table in all_tables(shown).items():
        numbers = numbers_of(table.drop(columns="all_places", errors="ignore"), OUTCOME)
        found = {value for value in numbers if gives_away(value, known, slack=1e-6)}
        assert found <= {total}, name
    assert effect_table(shown).query("outcome == @OUTCOME")["observed"].dropna().item() == total


def test_finds_the_sums_in_the_tables_when_nothing_is_withheld(
    effect: Effect, series: pd.Series
) -> None:
    known = sums(series)

    giving = {
        name
        for name, table in all_tables(effect).items()
        if any(gives_away(value, known, slack=1e-6) for value in numbers_of(table, OUTCOME))
    }

    assert giving >= {"effect", "balance", "series", "placebo_in_time"}


def test_gives_no_sum_of_periods_in_anything_written(
    document: Document, series: pd.Series, tmp_path: Path
) -> None:
    write_report(document, tmp_path)

    html = (tmp_path / "report.html").read_text("utf-8")
    rows = re.findall(rf"<tr>.*?{OUTCOME}.*?</tr>", html)
    listed = [line for line in html.splitlines() if line.startswith(f"{OUTCOME} ")]
    cells = [cell for row in rows for cell in re.findall(r">(\d+(?:\.\d)?)<", row)]
    cells += [cell for line in listed for cell in re.findall(r"\s(\d+(?:\.\d+)?)(?=\s)", line)]
    known = sums(series) - {float(series["2017Q1":].sum())}
    assert rows
    assert not [cell for cell in cells if gives_away(float(cell), known, slack=ROUNDED)]
    assert TALKATIVE[0] not in html
    assert TALKATIVE[1] in html
    for figure in (tmp_path / "figures").glob("*.vl.json"):
        text = figure.read_text("utf-8")
        assert not re.search(rf'"observed": \d[^}}]*"outcome": "{OUTCOME}"', text), figure.name


def test_keeps_what_gives_nothing_away(effect: Effect, fewest: int) -> None:
    shown = withheld(effect, fewest=fewest)

    other = series_table(shown).query("outcome == @OTHER")
    assert other["observed"].notna().all()
    assert shown.diagnostics is not None
    assert shown.diagnostics.placebo_in_time["lower"].notna().all()
    before = {(f.horizon, f.outcome): f.verdict for f in findings(effect)}
    for found in findings(shown):
        assert found.verdict in {before[found.horizon, found.outcome], Verdict.WITHHELD} or (
            found.is_contrast
        )


def test_withholds_a_total_that_is_small_with_all_that_is_relative_to_it(effect: Effect) -> None:
    shown = withheld(effect, fewest=110)

    assert shown.diagnostics is not None
    estimates = shown.estimates[shown.estimates["outcome"] == OUTCOME]
    unsure = shown.uncertainty[shown.uncertainty["outcome"] == OUTCOME]
    checked = shown.diagnostics.detectable.query("outcome == @OUTCOME")
    assert estimates[["observed", "difference", "change"]].isna().all(axis=None)
    assert unsure[["lower", "upper", "statistic", "p", "log_se"]].isna().all(axis=None)
    assert checked[["after", "before"]].isna().all(axis=None)
    assert {f.verdict for f in findings(shown) if f.outcome == OUTCOME} == {Verdict.WITHHELD}


def test_withholds_a_contrast_with_a_part_of_it(effect: Effect) -> None:
    shown = withheld(effect, fewest=110)

    assert shown.estimates.query("outcome == 'drug against all'")["change"].isna().all()


@pytest.mark.parametrize("bound", [1, 20, 35, 110, 100_000])
def test_changes_nothing_the_second_time(effect: Effect, bound: int) -> None:
    once = withheld(replace(effect, caveats=TALKATIVE), fewest=bound)

    twice = withheld(once, fewest=bound)

    assert twice.caveats == once.caveats
    before, after = all_tables(once), all_tables(twice)
    for name, table in before.items():
        pd.testing.assert_frame_equal(table, after[name])


def test_says_whose_counts_are_withheld(effect: Effect, fewest: int) -> None:
    shown = withheld(effect, fewest=fewest)

    assert shown.caveats[-1].startswith(
        f"Counts of {OUTCOME} are withheld, because some are below {fewest};"
    )


def test_withholds_nothing_unless_it_must(effect: Effect) -> None:
    assert withheld(effect, fewest=0) is effect
    assert withheld(effect, fewest=1) is effect
