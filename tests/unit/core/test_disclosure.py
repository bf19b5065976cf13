"""Small counts are withheld and cannot be worked out, and nobody who was ill is on a map."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.core.disclosure import CELL_M, PEOPLE, drawable, suppress
from commonground.core.incidents import AND, CATEGORIES, Incidents

FEWEST = 11
LOW = 3
"""A floor so low that every table somebody could think of can be tried."""


def withheld(counts: list[int], *, fewest: int = FEWEST) -> list[int | None]:
    shown = suppress(pd.DataFrame({"helped": counts}), fewest=fewest)["helped"]
    return [None if pd.isna(value) else int(value) for value in shown]


def test_shows_zeros_and_large_counts() -> None:
    assert withheld([0, 11, 40]) == [0, 11, 40]


def test_withholds_the_smallest_large_count_beside_small_ones() -> None:
    assert withheld([3, 40, 15, 0]) == [None, 40, None, 0]
    assert withheld([3, 7, 40, 60]) == [None, None, None, 60]


def test_withholds_all_counts_that_are_equally_small() -> None:
    assert withheld([15, 3, 40, 15]) == [None, None, 40, None]


def test_withholds_all_where_none_is_large() -> None:
    assert withheld([3, 0, 7]) == [None, 0, None]


def test_looks_at_each_column_alone() -> None:
    shown = suppress(pd.DataFrame({"some": [3, 20, 30], "none": [11, 20, 30]}), fewest=FEWEST)

    assert shown["some"].isna().tolist() == [True, True, False]
    assert shown["none"].tolist() == [11, 20, 30]


def test_leaves_a_missing_count_missing() -> None:
    shown = suppress(pd.DataFrame({"helped": [np.nan, 20.0, 30.0]}), fewest=FEWEST)

    assert shown["helped"].isna().tolist() == [True, False, False]


def test_changes_nothing_in_place() -> None:
    counts = pd.DataFrame({"helped": [3, 40, 15]})

    suppress(counts, fewest=11)

    assert counts["helped"].tolist() == [3, 40, 15]


@given(st.lists(st.integers(min_value=0, max_value=60), min_size=1, max_size=12))
def test_never_shows_a_small_count(counts: list[int]) -> None:
    shown = withheld(counts)

    assert all(value is None or value == 0 or value >= FEWEST for value in shown)
    assert (None in shown) == any(0 < count < FEWEST for count in counts)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(min_value=0, max_value=LOW + 3), min_size=2, max_size=5).filter(
        lambda counts: min(counts) < LOW <= max(counts) and sum(0 < c < LOW for c in counts) < 3
    )
)
def test_cannot_be_undone_by_who_knows_the_total_and_the_rule(counts: list[int]) -> None:
    shown = withheld(counts, fewest=LOW)
    hidden = [at for at, value in enumerate(shown) if value is None]
    left = sum(counts) - sum(value for value in shown if value is not None)

    tried = np.array([counts, *_guesses(counts, hidden, left)])
    outcome = suppress(pd.DataFrame(tried.T), fewest=LOW).to_numpy(np.float64, na_value=np.nan).T
    wanted = np.array([np.nan if value is None else value for value in shown])
    possible = tried[((outcome == wanted) | (np.isnan(outcome) & np.isnan(wanted))).all(axis=1)]

    for at in hidden:
        assert len(np.unique(possible[:, at])) > 1
        assert possible[:, at].max() >= LOW


def _guesses(counts: list[int], hidden: list[int], left: int) -> Iterator[list[int]]:
    """Give every way in which hidden positive counts can add up to what is left."""
    if not hidden:
        return
    at, *others = hidden
    for guess in range(1, left - len(others) + 1) if others else [left]:
        guessed = [*counts[:at], guess, *counts[at + 1 :]]
        yield from _guesses(guessed, others, left - guess) if others else [guessed]


def incidents(*categories: str, **columns: object) -> Incidents:
    mixes = list(categories)
    return Incidents(
        pd.DataFrame(
            {
                "incident": [str(at) for at in range(len(mixes))],
                "at": pd.Timestamp("2024-01-01"),
                "x_m": 1_010.0,
                "y_m": 2_049.9,
                "category": [mix.split(AND)[0] for mix in mixes],
                "categories": mixes,
                "initiated_by": "unknown",
                **columns,
            }
        )
    )


def test_draws_no_overdose_and_no_call_be_it_leading_or_not() -> None:
    held = incidents("drug sale", "overdose", "drug call", "disorder call", "violent + overdose")

    assert list(drawable(held).frame["categories"]) == ["drug sale"]


def test_goes_by_the_leading_category_where_there_is_no_other() -> None:
    held = Incidents(incidents("drug sale", "overdose").frame.drop(columns="categories"))

    assert list(drawable(held).frame["category"]) == ["drug sale"]


def test_draws_nothing_that_is_known_to_be_indoors() -> None:
    held = incidents(*["drug sale"] * 3, premise=["indoors", "outdoors", "unknown"])

    assert list(drawable(held).frame["premise"]) == ["outdoors", "unknown"]


def test_moves_points_to_the_middle_of_their_cell_and_keeps_their_index() -> None:
    held = incidents("overdose", "drug sale", "drug sale", x_m=[0.0, 1_010.0, np.nan])

    drawn = drawable(held).frame

    assert list(drawn.index) == [1, 2]
    assert (drawn.loc[1, "x_m"], drawn.loc[1, "y_m"]) == (1_025.0, 2_025.0)
    assert drawn["x_m"].isna().tolist() == [False, True]
    assert held.frame.loc[1, "x_m"] == 1_010.0


@given(
    st.lists(
        st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=4, unique=True).map(AND.join),
        min_size=1,
        max_size=20,
    ),
    st.floats(min_value=-1e6, max_value=1e6),
)
def test_never_draws_people_nor_an_exact_point(mixes: list[str], x_m: float) -> None:
    drawn = drawable(incidents(*mixes, x_m=x_m)).frame

    assert not any(set(mix.split(AND)) & set(PEOPLE) for mix in drawn["categories"])
    assert len(drawn) == sum(set(mix.split(AND)).isdisjoint(PEOPLE) for mix in mixes)
    assert ((drawn["x_m"] / CELL_M) % 1 == 0.5).all()
    assert ((drawn["x_m"] - x_m).abs() <= CELL_M / 2).all()
