"""Periods are read without guessing, and have no gaps."""

from datetime import date
from random import Random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.core.periods import (
    MissingPeriods,
    PeriodLike,
    Periods,
    PeriodUnit,
    UnknownPeriod,
    UnreadablePeriods,
    periods_between,
    periods_of,
    whole_periods,
)

QUARTERS = Periods(unit="quarter", first=pd.Period("2019Q1").ordinal, count=4)


def column(values: list[object]) -> pd.Series:
    return pd.Series(values, name="when")


@pytest.mark.parametrize(
    ("values", "unit", "labels"),
    [
        ([3, 1, 2], "number", ("1", "2", "3")),
        (["2", "1"], "number", ("1", "2")),
        ([1.0, 2.0], "number", ("1", "2")),
        (["2019Q2", "2019Q1"], "quarter", ("2019Q1", "2019Q2")),
        (["2019-Q4", "2020-Q1"], "quarter", ("2019Q4", "2020Q1")),
        (["2019-12", "2020-01"], "month", ("2019-12", "2020-01")),
        (["2019", "2020"], "year", ("2019", "2020")),
        (["2019-01-01", "2019-04-01"], "quarter", ("2019Q1", "2019Q2")),
        (["2019-02-01", "2019-03-01"], "month", ("2019-02", "2019-03")),
        (["2019-03-04", "2019-03-11"], "week", ("2019-03-04", "2019-03-11")),
        (["2019-03-04", "2019-03-05"], "day", ("2019-03-04", "2019-03-05")),
        ([date(2019, 3, 4), date(2019, 3, 5)], "day", ("2019-03-04", "2019-03-05")),
        (["2019-12-31", "2020-03-31"], "quarter", ("2019Q4", "2020Q1")),
        (["2020-01-31", "2020-02-29", "2020-03-31"], "month", ("2020-01", "2020-02", "2020-03")),
        (["2019-12-31", "2020-12-31"], "year", ("2019", "2020")),
        (["2016-01-01 00:00:00", "2016-04-01 00:00:00"], "quarter", ("2016Q1", "2016Q2")),
        (["2016-01-01T00:00:00", "2016-02-01T00:00"], "month", ("2016-01", "2016-02")),
        (["2016-02-28", "2016-02-29"], "day", ("2016-02-28", "2016-02-29")),
    ],
)
def test_finds_the_unit(values: list[object], unit: str, labels: tuple[str, ...]) -> None:
    periods, _ = periods_of(column(values))

    assert periods.unit == unit
    assert periods.labels == labels


def test_places_every_row() -> None:
    _, when = periods_of(column(["2019Q3", "2019Q1", "2019Q2", "2019Q1"]))

    assert when.tolist() == [2, 0, 1, 0]


def test_takes_the_unit_it_is_told() -> None:
    periods, when = periods_of(column(["2019-01-05", "2019-05-20", "2019-02-01"]), unit="quarter")

    assert periods.labels == ("2019Q1", "2019Q2")
    assert when.tolist() == [0, 1, 0]


def test_numbers_dates_that_only_follow_one_another() -> None:
    periods, when = periods_of(column(["2019-06-01", "2019-01-01"]), unit="number")

    assert periods.labels == ("1", "2")
    assert when.tolist() == [1, 0]


def test_reads_a_column_of_moments() -> None:
    moments = pd.Series(pd.to_datetime(["2019-01-01", "2019-02-01"]), name="when")

    assert periods_of(moments)[0].unit == "month"


@pytest.mark.parametrize("written", ["03/04/2019", "4 March 2019", "20190304", "04-03-2019"])
def test_refuses_dates_that_could_be_read_in_two_ways(written: str) -> None:
    with pytest.raises(UnreadablePeriods, match="more than one way"):
        periods_of(column([written, "2019-03-05"]))


def test_refuses_a_mixture_of_ways_of_writing() -> None:
    with pytest.raises(UnreadablePeriods, match="'2019Q1'"):
        periods_of(column(["2019Q1", "2019-05"]))


def test_refuses_a_row_without_a_period() -> None:
    with pytest.raises(UnreadablePeriods, match="row 2"):
        periods_of(column(["2019Q1", None]))


@pytest.mark.parametrize(
    "values", [[1546300800, 1554076800], [20190101, 21190401], [-(2**62), 2**62]]
)
def test_refuses_numbers_that_are_moments(values: list[object]) -> None:
    with pytest.raises(UnreadablePeriods, match="at most 1,000,000 are possible"):
        periods_of(column(values))


def test_refuses_a_day_that_is_not_in_the_calendar() -> None:
    with pytest.raises(UnreadablePeriods, match="2019-02-30"):
        periods_of(column(["2019-02-30", "2019-03-01"]))


def test_refuses_a_time_of_day_in_text_without_a_unit() -> None:
    with pytest.raises(UnreadablePeriods, match="time of day"):
        periods_of(column(["2019-01-01 10:30", "2019-02-01 08:00"]))


def test_refuses_a_fraction_of_a_period() -> None:
    with pytest.raises(UnreadablePeriods, match=r"'1\.5'"):
        periods_of(column([1.0, 1.5]))


def test_refuses_a_time_of_day_without_a_unit() -> None:
    moments = pd.Series(pd.to_datetime(["2019-01-01 10:30", "2019-02-01 08:00"]), name="when")

    with pytest.raises(UnreadablePeriods, match="time of day"):
        periods_of(moments)


def test_refuses_a_gap_and_names_it() -> None:
    with pytest.raises(MissingPeriods, match="'2019Q2'"):
        periods_of(column(["2019Q1", "2019Q3"]))


def test_finds_a_period_by_label_and_by_date() -> None:
    assert QUARTERS.position("2019Q3") == 2
    assert QUARTERS.position(date(2019, 8, 17)) == 2


@pytest.mark.parametrize("period", ["2020Q1", "2018Q4", "spring"])
def test_refuses_a_period_it_does_not_cover(period: str) -> None:
    with pytest.raises(UnknownPeriod):
        QUARTERS.position(period)


def test_slices() -> None:
    assert QUARTERS.slice(1, 2).labels == ("2019Q2", "2019Q3")


def test_knows_when_a_period_begins() -> None:
    assert QUARTERS.edges.tolist() == [
        pd.Timestamp(moment)
        for moment in ("2019-01-01", "2019-04-01", "2019-07-01", "2019-10-01", "2020-01-01")
    ]


def test_begins_weeks_on_monday() -> None:
    week = periods_of(column(["2019-03-06"]), unit="week")[0]

    assert week.edges.tolist() == [pd.Timestamp("2019-03-04"), pd.Timestamp("2019-03-11")]


def test_refuses_to_date_periods_that_are_only_numbered() -> None:
    with pytest.raises(UnknownPeriod, match="only numbered"):
        _ = Periods(unit="number", first=1, count=2).edges


@given(
    unit=st.sampled_from(["day", "week", "month", "quarter", "year"]),
    first=st.integers(min_value=10, max_value=200),
    count=st.integers(min_value=3, max_value=12),
    random=st.randoms(use_true_random=False),
)
def test_reads_its_own_labels_in_any_order(
    unit: PeriodUnit, first: int, count: int, random: Random
) -> None:
    periods = Periods(unit=unit, first=first, count=count)
    labels = list(periods.labels)
    random.shuffle(labels)

    again, when = periods_of(column(list(labels)), unit=periods.unit)

    assert again == periods
    assert [periods.labels[at] for at in when] == labels


@pytest.mark.parametrize(
    ("first", "last", "unit", "labels"),
    [
        ("2019Q4", "2020Q1", "quarter", ("2019Q4", "2020Q1")),
        (date(2019, 12, 31), "2020-01", "month", ("2019-12", "2020-01")),
        ("2019-03-06", "2019-03-11", "week", ("2019-03-04", "2019-03-11")),
        ("2019", "2019", "year", ("2019",)),
        ("2019-02-28", "2019-03-01", "day", ("2019-02-28", "2019-03-01")),
        (3, 5, "number", ("3", "4", "5")),
    ],
)
def test_runs_from_one_period_to_another(
    first: PeriodLike, last: PeriodLike, unit: PeriodUnit, labels: tuple[str, ...]
) -> None:
    assert periods_between(first, last, unit=unit).labels == labels


def test_refuses_to_run_backwards() -> None:
    with pytest.raises(UnknownPeriod, match="last month, 2019-01, comes before the first, 2019-02"):
        periods_between("2019-02", "2019-01", unit="month")


def test_refuses_to_run_from_what_is_no_period() -> None:
    with pytest.raises(UnknownPeriod, match="'spring' names no month; write it like '2019-03'"):
        periods_between("spring", "2019-02", unit="month")


@pytest.mark.parametrize(
    ("first", "last", "unit", "labels"),
    [
        (date(2019, 1, 1), date(2019, 3, 31), "month", ("2019-01", "2019-02", "2019-03")),
        (date(2019, 1, 2), date(2019, 3, 30), "month", ("2019-02",)),
        (date(2019, 1, 1), date(2019, 12, 31), "year", ("2019",)),
        (date(2018, 12, 31), date(2020, 1, 1), "year", ("2019",)),
        (date(2019, 3, 5), date(2019, 3, 17), "week", ("2019-03-11",)),
        (date(2019, 3, 4), date(2019, 3, 10), "week", ("2019-03-04",)),
        (date(2019, 3, 4), date(2019, 3, 4), "day", ("2019-03-04",)),
    ],
)
def test_takes_the_periods_that_lie_wholly_between_two_days(
    first: date, last: date, unit: PeriodUnit, labels: tuple[str, ...]
) -> None:
    assert whole_periods(first, last, unit=unit).labels == labels


@pytest.mark.parametrize(
    ("first", "last", "unit"),
    [
        (date(2019, 1, 2), date(2019, 2, 27), "month"),
        (date(2019, 1, 2), date(2019, 12, 31), "year"),
        (date(2019, 3, 5), date(2019, 3, 6), "week"),
    ],
)
def test_refuses_days_between_which_no_period_lies(
    first: date, last: date, unit: PeriodUnit
) -> None:
    with pytest.raises(MissingPeriods, match=f"No {unit} lies wholly between {first} and {last}"):
        whole_periods(first, last, unit=unit)


def test_refuses_to_number_the_time_between_two_days() -> None:
    with pytest.raises(UnknownPeriod, match="Name their unit"):
        whole_periods(date(2019, 1, 1), date(2019, 3, 31), unit="number")


@given(
    unit=st.sampled_from(["day", "week", "month", "quarter", "year"]),
    first=st.dates(date(2000, 1, 1), date(2005, 12, 31)),
    days=st.integers(min_value=800, max_value=1500),
)
def test_leaves_less_than_a_period_over_at_either_end(
    unit: PeriodUnit, first: date, days: int
) -> None:
    opening = pd.Timestamp(first)
    closing = opening + pd.Timedelta(days=days)
    edges = whole_periods(opening.date(), closing.date(), unit=unit).edges

    longest = pd.Timedelta(
        days={"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[unit]
    )
    assert opening <= edges[0] < opening + longest
    assert closing - longest < edges[-1] - pd.Timedelta(days=1) <= closing
