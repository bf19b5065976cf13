"""Small counts of people are withheld, with what would give them away."""

import math
from dataclasses import replace

import pandas as pd
import pytest

from commonground.find.found import Found
from commonground.report.market_report.shown import shown
from tests.unit.report.market_report.made_up import made_up, market


def with_numbers(**numbers: float) -> Found:
    return made_up(markets=(market("E1", "Elm", "candidate", numbers=numbers),))


def test_withholds_a_few_overdoses_and_shows_many_calls(found: Found) -> None:
    numbers = shown(found).markets[0].numbers

    assert math.isnan(numbers["overdoses"])
    assert numbers["drug_calls"] == 14


@pytest.mark.parametrize("overdoses", [0, 11, 40])
def test_shows_none_and_many(overdoses: int) -> None:
    numbers = shown(with_numbers(overdoses=overdoses)).markets[0].numbers

    assert numbers["overdoses"] == overdoses


def test_withholds_what_police_started_where_a_few_citizens_started_the_rest() -> None:
    numbers = shown(with_numbers(police_initiated=36, citizen_initiated=4)).markets[0].numbers

    assert math.isnan(numbers["citizen_initiated"])
    assert math.isnan(numbers["police_initiated"])
    assert numbers["unknown_initiated"] == 0


def test_withholds_what_is_left_without_the_police_where_those_are_few_citizens() -> None:
    few = with_numbers(police_initiated=36, citizen_initiated=4)
    table = few.sensitivity.assign(variant="without police-initiated")

    safe = shown(replace(few, sensitivity=table)).sensitivity

    mine = safe["market"] == "E1"
    assert safe.loc[mine, "incidents"].isna().all()
    assert safe.loc[~mine & (safe["why"] == ""), "incidents"].notna().all()


def test_withholds_the_total_from_which_a_few_overdoses_follow() -> None:
    place = shown(with_numbers(drug=40, all_kinds=44)).markets[0]

    assert math.isnan(place.numbers["all_kinds"])
    assert math.isnan(place.numbers["expected"])
    assert math.isnan(place.numbers["clearness"])
    chance = next(one for one in place.criteria if one.name == "chance")
    assert chance.reason.startswith("As clear a place comes about in 50.0% of cities")


def test_shows_totals_where_the_records_hold_nothing_about_people() -> None:
    bare = made_up(
        people=False, markets=(market("E1", "Elm", "candidate", numbers={"all_kinds": 44}),)
    )

    safe = shown(bare)

    assert safe.markets[0].numbers["all_kinds"] == 44
    assert list(safe.institutions["incidents"]) == [40, 9]


def test_withholds_totals_of_institutions_from_which_a_few_overdoses_follow(found: Found) -> None:
    assert shown(found).institutions["incidents"].isna().tolist() == [False, True]


def test_changes_nothing_the_second_time_and_nothing_in_place(found: Found) -> None:
    once = shown(found)
    again = shown(once)

    assert found.markets[0].numbers["overdoses"] == 4
    assert "unknown_initiated" not in found.markets[0].numbers
    for one, other in zip(once.markets, again.markets, strict=True):
        pd.testing.assert_series_equal(pd.Series(one.numbers), pd.Series(other.numbers))
    pd.testing.assert_frame_equal(once.institutions, again.institutions)
    pd.testing.assert_frame_equal(once.sensitivity, again.sensitivity)
