"""Matching: constraints as they are written, block by block."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.core.panel import MissingCells, Panel, UnknownColumn
from commonground.evaluate.matching import (
    ImpossibleWeights,
    Matching,
    NothingToMatch,
    UnusableBlocks,
    constraints,
    earlier,
    matched_outcomes,
)

START = 6


@pytest.fixture
def panel() -> Panel:
    """Give three places and eight periods; theft in place i and period t is 10 i + t."""
    rows = [
        {"id": f"p{i}", "t": t, "theft": 10 * i + t, "drugs": (i * t) % 3, "people": i}
        for i in (1, 2, 3)
        for t in range(1, 9)
    ]
    return Panel.from_frame(pd.DataFrame(rows), place="id", period="t")


def test_matches_every_period_of_a_list(panel: Panel) -> None:
    found = constraints(panel, Matching(outcomes=["theft"]), start=START, model="exact")

    assert found.names == ("number of places", *(f"theft, {t}" for t in (6, 5, 4, 3, 2, 1)))
    assert found.values[0].tolist() == [1, 16, 15, 14, 13, 12, 11]
    assert found.is_exact.all()


def test_cuts_blocks_backwards_from_the_start(panel: Panel) -> None:
    matching = Matching(outcomes={"theft": (2, 3, 4)}, covariates=["people"])

    found = constraints(panel, matching, start=START, model="exact")

    assert found.names[1:] == ("people", "theft, 5 to 6", "theft, 2 to 4", "theft, 1")
    assert found.values[1].tolist() == [1, 2, 25 + 26, 22 + 23 + 24, 21]


def test_starts_the_match_later_on_request(panel: Panel) -> None:
    found = constraints(
        panel, Matching(outcomes={"theft": (3, 3)}, since=3), start=START, model="exact"
    )

    assert found.names[1:] == ("theft, 4 to 6", "theft, 3")


def test_relaxes_an_outcome_to_its_total(panel: Panel) -> None:
    matching = Matching(
        outcomes={"theft": (3, 3)}, soft_outcomes={"theft": (2, 4)}, covariates=["people"]
    )

    found = constraints(panel, matching, start=START, model="relaxed")

    exact = [name for name, hard in zip(found.names, found.is_exact, strict=True) if hard]
    soft = [name for name, hard in zip(found.names, found.is_exact, strict=True) if not hard]
    assert exact == ["number of places", "people", "theft, 1 to 6"]
    assert soft == ["theft, 5 to 6", "theft, 4", "theft, 1 to 3"]


def test_keeps_only_the_number_of_places_in_the_soft_model(panel: Panel) -> None:
    matching = Matching(outcomes=["theft"], covariates=["people"])

    found = constraints(panel, matching, start=START, model="soft")

    assert found.is_exact.tolist() == [True] + [False] * 7


def test_weighs_a_miss_by_the_mean_target_of_its_family(panel: Panel) -> None:
    matching = Matching(soft_outcomes={"theft": (3, 3)}, soft_covariates=["people"])
    found = constraints(panel, matching, start=START, model="exact")

    tolerated = found.tolerated(np.array([1.0, 7.0, 20.0, 40.0]))

    assert tolerated.tolist() == [1.0, 7.0, 30.0, 30.0]


def test_counts_a_family_without_targets_as_one(panel: Panel) -> None:
    found = constraints(panel, Matching(soft_outcomes=["drugs"]), start=START, model="exact")

    assert found.tolerated(np.zeros(7)).tolist() == [1.0] * 7


@given(lengths=st.lists(st.integers(1, 5), min_size=1, max_size=6), periods=st.integers(1, 8))
def test_loses_the_oldest_periods_when_pretending_an_earlier_start(
    lengths: list[int], periods: int
) -> None:
    (kept,) = earlier(
        Matching(outcomes={"theft": tuple(lengths)}), periods=periods
    ).outcomes.items()  # type: ignore[union-attr]

    assert sum(kept[1]) == max(sum(lengths) - periods, 0)
    assert all(one <= other for one, other in zip(kept[1], lengths, strict=False))


def test_keeps_a_list_as_it_is_when_pretending_an_earlier_start() -> None:
    assert earlier(Matching(outcomes=["theft"]), periods=3).outcomes == ["theft"]


def test_lists_each_matched_outcome_once() -> None:
    matching = Matching(outcomes=["theft"], soft_outcomes=["drugs", "theft"])

    assert matched_outcomes(matching) == ("theft", "drugs")


@pytest.mark.parametrize(
    ("asked", "error", "match"),
    [
        ({}, NothingToMatch, "nothing to match"),
        ({"outcomes": ["theft"], "since": START + 1}, NothingToMatch, "no period to match"),
        ({"outcomes": ["fraud"]}, UnknownColumn, "fraud"),
        ({"covariates": ["income"]}, UnknownColumn, "income"),
        ({"outcomes": {"theft": (3, 0)}}, UnusableBlocks, "1 or more"),
    ],
)
def test_refuses_what_cannot_be_matched(
    panel: Panel, asked: dict[str, Any], error: type[Exception], match: str
) -> None:
    with pytest.raises(error, match=match):
        constraints(panel, Matching(**asked), start=START, model="exact")


def test_refuses_a_missing_covariate(panel: Panel) -> None:
    panel.covariates.loc[1, "people"] = np.nan

    with pytest.raises(MissingCells, match="'people' is missing for 1 places, the first is 'p2'"):
        constraints(panel, Matching(covariates=["people"]), start=START, model="exact")


@pytest.mark.parametrize(
    ("asked", "match"),
    [
        ({"distance": "euclid"}, "there are linear, raking, logit"),
        ({"smallest": 1.2}, "leave no room"),
        ({"largest": 0.5}, "leave no room"),
        ({"smallest": -1.0}, "leave no room"),
        ({"distance": "logit"}, "needs a largest weight"),
    ],
)
def test_refuses_impossible_weights(asked: dict[str, Any], match: str) -> None:
    with pytest.raises(ImpossibleWeights, match=match):
        Matching(outcomes=["theft"], **asked)
