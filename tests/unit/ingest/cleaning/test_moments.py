"""Tests of `ingest.cleaning.moments`, by way of the rows that are cleaned."""

from collections.abc import Mapping

import pandas as pd
import pytest

from commonground.ingest.cleaning.moments import swapped
from commonground.ingest.cleaning.rows import (
    IMPOSSIBLE_TIME,
    NO_DATE,
    TOO_EARLY,
    TOO_LATE,
    UNREADABLE_DATE,
)
from tests.unit.ingest.cleaning.conftest import Clean

AMERICAN = {"moment": {"column": "when", "formats": ["%m/%d/%Y %H:%M", "%m/%d/%Y"]}}
ISO = {"moment": "when"}
STORED_IN_UTC = {"moment": {"column": "when", "stored": "utc"}}
STORED_LOCAL = {"moment": {"column": "when", "stored": "local"}}


@pytest.mark.parametrize(
    ("written", "layout", "read"),
    [
        ("3/4/2015 7:05", AMERICAN, ("2015-03-04 07:05", True)),
        (" 03/04/2015 ", AMERICAN, ("2015-03-04", False)),
        ("2015-03-04", AMERICAN, ("2015-03-04", False)),
        ("2015-03-04T17:05:00.000", ISO, ("2015-03-04 17:05", True)),
        ("2015-03-04 17:05:09", ISO, ("2015-03-04 17:05:09", True)),
        ("2015-07-04T17:05:00Z", ISO, ("2015-07-04 12:05", True)),
        ("2015-01-04T17:05:00.000Z", ISO, ("2015-01-04 11:05", True)),
        ("2015-01-04T17:05:00+00:00", ISO, ("2015-01-04 11:05", True)),
        ("2015-01-04T17:05:00-06:00", ISO, ("2015-01-04 17:05", True)),
        ("2015-07-04 17:05", STORED_IN_UTC, ("2015-07-04 12:05", True)),
        ("2015-07-04T17:05:00Z", STORED_LOCAL, ("2015-07-04 17:05", True)),
    ],
)
def test_reads_moments_in_the_time_of_the_city(
    clean: Clean, written: str, layout: Mapping[str, object], read: tuple[str, bool]
) -> None:
    row = clean({"when": [written]}, layout).iloc[0]

    assert row["reason"] is None
    assert (row["at"], row["hour_known"]) == (pd.Timestamp(read[0]), read[1])


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (None, NO_DATE),
        ("NaN", NO_DATE),
        ("  ", NO_DATE),
        ("01/01/1900 00:00", NO_DATE),
        ("13/14/2015 10:00", UNREADABLE_DATE),
        ("02/30/2015 10:00", UNREADABLE_DATE),
        ("yesterday", UNREADABLE_DATE),
        ("05/05/1949 10:00", TOO_EARLY),
        ("05/05/9999 10:00", TOO_LATE),
        ("02/01/2026 00:00", TOO_LATE),
        ("03/08/2015 02:30", IMPOSSIBLE_TIME),
    ],
)
def test_rejects_a_date_that_cannot_be_true(clean: Clean, written: str, reason: str) -> None:
    row = clean({"when": [written]}, AMERICAN).iloc[0]

    assert row["reason"] == reason


@pytest.mark.parametrize("written", ["01/31/2026 23:59", "11/01/2015 01:30", "03/08/2015 03:00"])
def test_keeps_a_date_at_the_edge_of_what_can_be_true(clean: Clean, written: str) -> None:
    row = clean({"when": [written]}, AMERICAN).iloc[0]

    assert row["reason"] is None


def test_shifts_an_hour_that_the_clocks_skipped_if_told_to(clean: Clean) -> None:
    row = clean({"when": ["03/08/2015 02:30"]}, AMERICAN, days={"impossible": "shift"}).iloc[0]

    assert row["at"] == pd.Timestamp("2015-03-08 03:30")


def test_knows_no_skipped_hour_where_the_clocks_do_not_change(clean: Clean) -> None:
    row = clean({"when": ["03/08/2015 02:30"]}, AMERICAN, time_zone="America/Phoenix").iloc[0]

    assert row["reason"] is None


def test_reads_date_and_time_from_two_columns(clean: Clean) -> None:
    layout = {"moment": {"column": ["day", "hour"], "formats": "%m/%d/%Y %H:%M"}}
    rows = clean({"day": ["3/4/2015", "2015-03-05"], "hour": ["9:30", None]}, layout)

    assert rows["at"].tolist() == [pd.Timestamp("2015-03-04 09:30"), pd.Timestamp("2015-03-05")]
    assert rows["hour_known"].tolist() == [True, False]


def test_takes_moments_that_the_file_holds_as_such(clean: Clean) -> None:
    held = pd.to_datetime(["2015-03-04 09:30"])

    assert clean({"when": held}, ISO)["at"].tolist() == [pd.Timestamp("2015-03-04 09:30")]
    assert clean({"when": held.tz_localize("UTC")}, ISO)["at"].tolist() == [
        pd.Timestamp("2015-03-04 03:30")
    ]


def test_goes_by_what_the_city_file_says_of_moments_that_name_a_zone(clean: Clean) -> None:
    held = pd.to_datetime(["2015-03-04 00:30"]).tz_localize("UTC")

    assert clean({"when": held}, STORED_LOCAL)["at"].tolist() == [pd.Timestamp("2015-03-04 00:30")]


def test_knows_an_unknown_day_before_it_turns_the_clock(clean: Clean) -> None:
    days = {"unknown": ["1970-01-01"], "earliest": "1960-01-01"}
    rows = clean({"when": ["1970-01-01T00:00:00Z", "1970-01-02T01:00:00Z"]}, ISO, days=days)

    assert rows["reason"].tolist() == [NO_DATE, None]


@pytest.mark.parametrize(
    ("written", "day"),
    [("2015-03-05T02:30:00Z", "2015-03-04"), ("2015-03-05T00:00:00Z", "2015-03-05")],
)
def test_takes_the_day_of_record_in_the_time_of_the_city(
    clean: Clean, written: str, day: str
) -> None:
    columns = {"when": ["2015-01-04"], "filed": [written]}
    rows = clean(columns, ISO | {"recorded": "filed"})

    assert rows["recorded_on"].tolist() == [pd.Timestamp(day).date()]


def test_takes_a_month_of_record_for_its_last_day(clean: Clean) -> None:
    layout = ISO | {"recorded": {"column": "month", "formats": "%Y-%m"}}
    rows = clean({"when": ["2015-01-04"], "month": ["2015-02"]}, layout)

    assert rows["recorded_on"].tolist() == [pd.Timestamp("2015-02-28").date()]


def test_turns_only_formats_with_day_and_month_in_numbers() -> None:
    assert swapped(["%m/%d/%Y", "%d %b %Y", "%Y-%j"]) == ("%d/%m/%Y",)
