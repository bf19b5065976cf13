"""Formats are told where they can be, and never guessed."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.ingest.sketch.formats import (
    DATES,
    TIMES,
    is_nearly_dates,
    moments,
    reading_of_dates,
    reading_of_times,
)


@pytest.mark.parametrize(
    ("values", "formats"),
    [
        ({"2021-03-04", "2021-03-05T10:11:12.345Z", "2021-03-05 10:11"}, ()),
        ({"2021-03-04T10:11:12-06:00"}, ()),
        ({"03/14/2021", "3/4/2021"}, ("%m/%d/%Y",)),
        ({"14/03/2021", "04/03/2021"}, ("%d/%m/%Y",)),
        ({"14.03.21"}, ("%d.%m.%y",)),
        ({"03/14/2021 10:11:12 PM"}, ("%m/%d/%Y %I:%M:%S %p",)),
        ({"20210314"}, ("%Y%m%d",)),
        ({"14-Mar-2021"}, ("%d-%b-%Y",)),
        ({"March 14, 2021", "June 1, 2021"}, ("%B %d, %Y",)),
        ({"5/22/2017", "5/22/2017 2:40"}, ("%m/%d/%Y", "%m/%d/%Y %H:%M")),
        ({"2021-03-04", "03/14/2021"}, ("%m/%d/%Y",)),
    ],
)
def test_tells_how_dates_are_written(values: set[str], formats: tuple[str, ...]) -> None:
    reading = reading_of_dates(values)

    assert reading is not None
    assert reading.is_plain
    assert set(reading.formats) == set(formats)


def test_refuses_to_choose_between_month_and_day_first() -> None:
    reading = reading_of_dates({"03/04/2021", "05/06/2021"})

    assert reading is not None
    assert not reading.is_plain
    assert {reading.formats, *reading.others} == {("%m/%d/%Y",), ("%d/%m/%Y",)}


def test_needs_no_choice_where_both_orders_are_the_same_day() -> None:
    reading = reading_of_dates({"03/03/2021", "05/05/2021"})

    assert reading is not None
    assert reading.is_plain


@pytest.mark.parametrize(
    "values",
    [
        {"03/14/2021", "14/03/2021"},
        {"2021-03-04", "see narrative"},
        {"2021-13-45"},
        {"123456789"},
        {"MARKET ST"},
        {"12"},
        set(),
    ],
)
def test_reads_nothing_that_it_cannot_read_as_a_whole(values: set[str]) -> None:
    assert reading_of_dates(values) is None


def test_knows_dates_that_were_meant() -> None:
    dates = {f"2021-03-{day:02d}" for day in range(1, 29)}

    assert is_nearly_dates(dates | {"see narrative"})
    assert not is_nearly_dates({"1", "2", "see narrative"})
    assert not is_nearly_dates(set())


@pytest.mark.parametrize(
    ("values", "formats"),
    [
        ({"08:15", "23:59"}, ("%H:%M",)),
        ({"8:15 AM", "11:59 pm"}, ("%I:%M %p",)),
        ({"0815", "2359"}, ("%H%M",)),
        ({"08:15", "08:15:30"}, ("%H:%M", "%H:%M:%S")),
        ({"2599"}, None),
        ({"815"}, None),
        ({"noon"}, None),
        (set(), None),
    ],
)
def test_tells_how_times_are_written(values: set[str], formats: tuple[str, ...] | None) -> None:
    assert reading_of_times(values) == formats


@given(
    at=st.datetimes(datetime(1970, 1, 1), datetime(2049, 12, 31)),  # noqa: DTZ001
    date=st.sampled_from(DATES),
    time=st.sampled_from(TIMES),
)
def test_reads_what_it_says_it_reads(at: datetime, date: str, time: str) -> None:
    text = at.strftime(f"{date} {time}")

    reading = reading_of_dates({text})

    assert reading is not None
    for formats in (reading.formats, *reading.others):
        assert None not in moments([text], formats)
    days = {moments([text], one)[0] for one in (reading.formats, *reading.others)}
    assert at.date() in {day.date() for day in days if day}
