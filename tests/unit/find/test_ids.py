"""Ids name the middle of a place, and reviews stay with the ground they are of."""

from dataclasses import replace
from datetime import date

import pytest

from commonground.core.market import Review
from commonground.find.definition import Drawing
from commonground.find.finding import find_markets
from tests.unit.find.made_up import MARKET, city

LOOKED = Review("", "city analyst", date(2024, 2, 1), "market", "Walked twice.")


def _named(x_m: float, y_m: float) -> str:
    return f"E{int(x_m // 50):06d}N{int(y_m // 50):06d}"


@pytest.mark.parametrize(("east_m", "is_there"), [(0.0, True), (60.0, True), (600.0, False)])
def test_keeps_a_review_with_the_place_that_holds_its_cell(
    quickly: Drawing, east_m: float, is_there: bool
) -> None:
    review = replace(LOOKED, place=_named(MARKET.x_m + east_m, MARKET.y_m))

    found = find_markets(city(MARKET), drawing=quickly, reviews=[review], workers=1)

    (market,) = found.candidates
    assert (market.tier == "confirmed") == is_there
    assert bool(found.reviews_of(market)) == is_there
    assert any(review.place in caveat for caveat in found.caveats) != is_there


@pytest.mark.parametrize("name", ["E1", "", "E999999N999999"])
def test_leaves_a_review_that_names_no_cell_of_the_city_as_it_is(
    quickly: Drawing, name: str
) -> None:
    found = find_markets(
        city(MARKET), drawing=quickly, reviews=[replace(LOOKED, place=name)], workers=1
    )

    assert [review.place for review in found.reviews] == [name]
