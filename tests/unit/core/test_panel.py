"""A panel checks itself once, and says which cells are true zeros and which are missing."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.core.errors import DataError
from commonground.core.panel import (
    ChangingCovariate,
    NotACount,
    Panel,
    RepeatedCell,
    UnknownColumn,
)
from commonground.core.periods import MissingPeriods, UnreadablePeriods
from commonground.core.places import UnsafePlaceIds


def table(**columns: Any) -> pd.DataFrame:  # noqa: ANN401  any column
    """Three blocks over three quarters, in order."""
    frame = pd.DataFrame(
        {
            "block": np.repeat(["x", "y", "z"], 3),
            "quarter": ["2019Q1", "2019Q2", "2019Q3"] * 3,
            "drugs": [0, 1, 2, 3, 4, 5, 6, 7, 8],
            "people": np.repeat([10.0, 20.0, 30.0], 3),
            "treated": [0, 0, 0, 0, 1, 1, 0, 0, 0],
        }
    )
    return frame.assign(**columns)


def read(frame: pd.DataFrame, **how: Any) -> Panel:  # noqa: ANN401  passed on
    return Panel.from_frame(frame, place="block", period="quarter", treated="treated", **how)


def test_reads_a_table_by_hand() -> None:
    panel = read(table())

    assert panel.places.ids == ("x", "y", "z")
    assert panel.outcomes == ("drugs",)
    assert panel.series("drugs").tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    assert panel.covariates["people"].tolist() == [10, 20, 30]
    assert panel.marked is not None
    assert panel.marked.tolist() == [[False] * 3, [False, True, True], [False] * 3]


@given(order=st.permutations(range(9)))
def test_is_the_same_for_any_order_of_rows(order: list[int]) -> None:
    panel, shuffled = read(table()), read(table().iloc[order])

    back = shuffled.at(shuffled.places.positions(panel.places.ids))
    assert back.places.ids == panel.places.ids
    assert back.periods == panel.periods
    assert np.array_equal(back.counts, panel.counts)
    assert np.array_equal(back.marked, panel.marked)  # type: ignore[arg-type]
    assert back.covariates.equals(panel.covariates)


def test_keeps_a_missing_row_apart_from_a_zero() -> None:
    panel = read(table().drop(index=5))

    assert np.argwhere(panel.missing).tolist() == [[1, 2, 0]]
    coverage = panel.coverage().loc["drugs", ["positive", "zero", "missing"]]
    assert list(coverage) == [7, 1, 1]


def test_takes_a_missing_row_for_a_zero_when_told() -> None:
    panel = read(table().drop(index=5), absent="zero")

    assert not panel.missing.any()
    assert panel.series("drugs")[1, 2] == 0


def test_keeps_an_empty_cell_missing_even_then() -> None:
    counts = [0, 1, 2, 3, 4, np.nan, 6, 7, 8]

    assert read(table(drugs=counts), absent="zero").missing.sum() == 1


def test_counts_places_of_a_zero_column() -> None:
    panel = read(table(calls=0), outcomes=["drugs", "calls"], covariates=[])

    coverage = panel.coverage()
    assert coverage.loc["calls", "places_never_positive"] == 3
    assert coverage.loc["calls", "total"] == 0


def test_says_which_columns_it_left_out() -> None:
    panel = read(table(street="Elm"))

    assert panel.notes == ("Columns left out because they hold no numbers: street.",)


def test_says_how_many_counts_are_below_zero() -> None:
    panel = read(table(drugs=[0, -1, 2.5, 3, -4, 5, 6, 7, 8]))

    assert panel.notes == ("2 cells of drugs are below zero, which no count can be.",)
    assert panel.series("drugs")[0].tolist() == [0, -1, 2.5]


def test_reads_numbers_that_were_stored_as_text() -> None:
    panel = read(table(drugs=[str(n) for n in range(9)]), outcomes=["drugs"])

    assert panel.series("drugs")[2, 2] == 8


def test_drops_spaces_around_ids() -> None:
    frame = table(block=["x", "x ", " x", *["y"] * 3, *["z"] * 3])

    assert read(frame).places.ids == ("x", "y", "z")


@pytest.mark.parametrize(
    ("frame", "refusal", "words"),
    [
        (pd.concat([table(), table().iloc[[4]]]), RepeatedCell, "row 10: block y, quarter 2019Q2"),
        (table(drugs=[*"01234", "five", *"678"]), NotACount, "'five' in row 6"),
        (table(drugs=[np.inf, *range(8)]), NotACount, "infinite"),
        (table(block=[*"xxxyyyzz", None]), UnsafePlaceIds, "row 9"),
        (table(block=np.repeat([1e16, 2e16, 3e16], 3)), UnsafePlaceIds, "last digits"),
        (table(quarter=["1/2/2019", "1/3/2019", "1/4/2019"] * 3), UnreadablePeriods, "more than"),
        (table(quarter=["2019Q1", "2019Q2", "2019Q4"] * 3), MissingPeriods, "2019Q3"),
        (table().iloc[:0], DataError, "no rows"),
    ],
    ids=["repeated", "text", "infinite", "no id", "16 digits", "two ways", "gap", "empty"],
)
def test_refuses(frame: pd.DataFrame, refusal: type[DataError], words: str) -> None:
    with pytest.raises(refusal, match=words):
        read(frame, outcomes=["drugs"])


def test_refuses_a_mark_that_is_left_blank() -> None:
    blank = [0, 0, 0, 0, 1, 1, 0, np.nan, 0]

    with pytest.raises(NotACount, match=r"'treated' is blank in row 8 .* Write 1 or 0"):
        read(table(treated=blank))


def test_refuses_a_covariate_that_changes() -> None:
    with pytest.raises(ChangingCovariate, match="'drugs'"):
        read(table(), outcomes=["people"], covariates=["drugs"])


def test_refuses_a_column_that_is_not_there() -> None:
    with pytest.raises(UnknownColumn, match="no column 'heroin'; there are block, quarter"):
        read(table(), outcomes=["heroin"])


@pytest.mark.parametrize("part", ["outcomes", "covariates"])
def test_refuses_a_part_that_is_not_there(part: str) -> None:
    with pytest.raises(UnknownColumn, match="'heroin'"):
        getattr(read(table()), f"require_{part}")(["heroin"])


def test_cuts_places_and_periods() -> None:
    panel = read(table()).at(np.array([2, 0])).until(2)

    assert panel.places.ids == ("z", "x")
    assert panel.periods.labels == ("2019Q1", "2019Q2")
    assert panel.series("drugs").tolist() == [[6, 7], [0, 1]]
    assert panel.covariates["people"].tolist() == [30, 10]


def test_refuses_parts_of_different_size() -> None:
    panel = read(table())

    with pytest.raises(DataError, match="shape"):
        Panel(
            places=panel.places,
            periods=panel.periods,
            outcomes=("drugs", "calls"),
            counts=panel.counts,
            covariates=panel.covariates,
        )
