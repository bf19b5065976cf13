"""Months are those of the record, with the drug incidents of a place and of the city."""

from dataclasses import replace
from datetime import date

import shapely

from commonground.find.found import Found
from commonground.report.market_report.months import MOST_MONTHS, months_of


def test_counts_what_lies_in_the_extent(found: Found) -> None:
    market = found.markets[0]
    records = found.records

    months = months_of(found, market)

    inside = shapely.contains_xy(market.extent, records.x_m, records.y_m)
    assert len(months) == 12
    assert months["incidents"].sum() == (records.is_drug & inside).sum() >= 40
    assert months["city"].sum() == records.is_drug.sum()
    assert (months["incidents"] <= months["city"]).all()


def test_shows_the_last_three_years_of_a_long_record(found: Found) -> None:
    long = replace(found, records=replace(found.records, first=date(2013, 1, 1)))

    months = months_of(long, found.markets[0])

    assert len(months) == MOST_MONTHS
    assert months["month"].iloc[-1].strftime("%Y-%m") == "2023-12"
    assert months["incidents"].iloc[0] == 0
