"""Places have a number, a name that people know, and are called markets only once confirmed."""

from dataclasses import replace

import pandas as pd
import pytest

from commonground.find.found import Found
from commonground.report.market_report.content import Content, content_of, places, span
from commonground.report.numbers import GAP
from tests.unit.report.market_report.made_up import CRS, REMOTE, made_up


def test_numbers_all_places_candidates_first(content: Content) -> None:
    assert [place.number for place in content.places] == [1, 2, 3, 4, 5]
    assert [place.number for place in content.candidates] == [1, 2, 3]


def test_calls_a_place_a_market_only_once_confirmed(content: Content) -> None:
    titles = [place.title.replace(GAP, " ") for place in content.places]

    assert titles == [
        "Market 1", "Candidate place 2", "Candidate place 3", "Rejected place 4",
        "Rejected place 5",
    ]  # fmt: skip
    assert content.places[1].heading.endswith("2: 500 block 5th St")


def test_says_where_a_place_without_a_name_is_to_about_100_metres(content: Content) -> None:
    assert content.places[4].where == "near 37.779, −122.404"


def test_draws_nothing_about_people(content: Content) -> None:
    frame = content.drawable

    assert not (frame["x_m"] > REMOTE[0] - 100).any()
    assert not frame["categories"].str.contains("overdose|call").any()


def test_counts_the_drug_incidents_of_the_window_by_cell(content: Content) -> None:
    cells = content.cells

    assert (cells["x_m"] % 50 == 25).all()
    assert (cells["y_m"] % 50 == 25).all()
    drug = content.found.records.is_drug.sum()
    assert cells["incidents"].sum() == drug - 24  # a dozen indoors, a dozen with an overdose


def test_leaves_out_of_cells_what_is_older_than_the_window(found: Found) -> None:
    records = found.records
    older = replace(records, is_recent=records.day < 30)

    few = content_of(replace(found, records=older), city="Elm", crs=CRS)

    assert few.cells["incidents"].sum() < 60
    assert few.window == "from 2 December to 31 December 2023"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2012-07-01", "2012-12-31", "from 1 July to 31 December 2012"),
        ("2011-07-01", "2012-06-30", "from 1 July 2011 to 30 June 2012"),
    ],
)
def test_says_from_when_to_when(first: str, last: str, said: str) -> None:
    assert span(pd.Timestamp(first), pd.Timestamp(last)) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "no candidate place"), (1, "1 candidate place"), (12, "12 candidate places")],
)
def test_counts_places_in_words(number: int, said: str) -> None:
    assert places(number) == said


def test_has_no_cells_where_nothing_may_be_drawn() -> None:
    records = made_up().records
    frame = records.frame.assign(premise="indoors")

    bare = replace(records, incidents=records.incidents.part(frame))
    none = content_of(made_up(records=bare), city="Elm", crs=CRS)

    assert none.cells.empty
