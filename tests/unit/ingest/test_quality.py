"""Tests of `ingest.quality`: what incidents can show, on a city counted by hand."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from commonground.ingest.cities.reading import read_city
from commonground.ingest.ingesting import Ingested, ingest
from commonground.ingest.quality import Quality, usual_counts
from tests.unit.ingest.elm_city import CITY, TODAY, row, write_city, write_rows

INSTITUTIONS = """
[[institutions]]
name = "Jail"
longitude = -90.3
latitude = 38.7

[[institutions]]
name = "Hospital"
longitude = -90.1
latitude = 38.7
"""


def ingested(folder: Path, lines: Sequence[str], *, text: str = CITY) -> Ingested:
    return ingest(
        [write_rows(folder, lines)],
        city=read_city(write_city(folder, text=text)),
        out=folder / "out",
        work=folder / "work",
        today=TODAY,
        workers=1,
    )


def days(first: str, last: str, *, step: int = 1) -> list[str]:
    found = pd.date_range(first, last, freq=f"{step}D")
    return [f"{day.month}/{day.day}/{day.year}" for day in found]


SALE, ASSAULT, STRANGE = "SALE", "ASSAULT", "JAYWALKING"


@pytest.fixture(scope="module")
def quality(tmp_path_factory: pytest.TempPathFactory) -> Quality:
    """Give the quality of a hundred and one assaults, ten sales, and a few oddities."""
    lines = [
        *(
            row(f"V{at}", day=day, what=ASSAULT)
            for at, day in enumerate(days("2015-01-01", "2015-04-11"))
        ),
        *(row(f"S{at}", day="2/10/2015", lon=-90.25) for at in range(6)),
        *(row(f"J{at}", day="3/10/2015", lon=-90.3, lat=38.7) for at in range(3)),
        row("S9", day="2/20/2015", lon="NaN"),
        *(row("M1", day="1/5/2015", what=what) for what in (SALE, ASSAULT, STRANGE)),
        row("F1", day="1/6/2015", lon=-122.4),
        *(row("", day="1/7/2015", what=STRANGE) for _ in range(2)),
        row("C1", day="1/8/2014", what=ASSAULT),
    ]
    return ingested(tmp_path_factory.mktemp("elm"), lines, text=CITY + INSTITUTIONS).quality


def records(table: pd.DataFrame) -> list[tuple[Any, ...]]:
    return [tuple(values) for values in table.to_numpy(object).tolist()]


def test_counts_offences_and_whether_a_rule_names_them(quality: Quality) -> None:
    assert records(quality.offences) == [
        (ASSAULT, "violent", True, 103, 103),
        ("SALE OF DRUGS", "drug sale", True, 11, 11),
        (STRANGE, "other", False, 3, 3),
        (SALE, "drug sale", True, 1, 1),
    ]
    assert any("knows 1 offences (3 rows)" in said for said in quality.findings)


def test_counts_missing_coordinates_by_category(quality: Quality) -> None:
    assert records(quality.coordinates) == [
        ("drug sale", 12, 2),
        ("violent", 102, 0),
        ("other", 2, 0),
    ]
    assert (quality.outside, quality.located) == (1, 116)


def test_counts_points(quality: Quality) -> None:
    assert records(quality.points)[:2] == [("drug sale", 10, 3, 6), ("violent", 102, 1, 102)]


def test_counts_months(quality: Quality) -> None:
    counts = {month.strftime("%Y-%m"): n for _, month, n in records(quality.months)}

    assert counts == {"2014-01": 1, "2015-01": 35, "2015-02": 35, "2015-03": 34, "2015-04": 11}


def test_counts_rows_of_an_incident(quality: Quality) -> None:
    assert records(quality.records) == [(1, 115), (2, 0), (3, 1), (4, 0), (5, 0)]


def test_counts_what_was_booked_at_every_institution(quality: Quality) -> None:
    assert records(quality.bookings) == [("Jail", 3, 3), ("Hospital", 0, 0)]


def test_lists_the_busiest_points_but_institutions(quality: Quality) -> None:
    assert quality.busiest["incidents"].tolist() == [6, 1]
    assert quality.busiest["days"].tolist() == [1, 1]


def test_counts_hours(quality: Quality) -> None:
    assert records(quality.hours) == [(10, 116)]


def test_counts_drugs_day_by_day_from_the_first_to_the_last(quality: Quality) -> None:
    by_day = quality.days.set_index("day")["incidents"]

    assert (by_day.index[0], by_day.index[-1]) == (
        pd.Timestamp("2015-01-05"),
        pd.Timestamp("2015-03-10"),
    )
    assert len(by_day) == 65
    assert by_day.sum() == 12
    assert by_day["2015-02-10"] == 6


def test_counts_records_that_are_alike(quality: Quality) -> None:
    assert quality.alike == 2


def test_counts_who_started_records_and_where(quality: Quality) -> None:
    assert quality.initiated["unknown"].sum() == 116
    assert quality.premises["unknown"].sum() == 116
    assert quality.initiated["category"].tolist() == ["drug sale", "violent", "other"]


def test_knows_no_delay_where_records_have_no_date(quality: Quality) -> None:
    assert quality.delays.empty


def test_sees_a_silence_and_a_thin_month(tmp_path: Path) -> None:
    shown = [
        *days("2015-01-01", "2015-03-31"),
        *days("2015-04-25", "2015-06-30"),
        *days("2015-07-01", "2015-07-31", step=3),
        *days("2015-08-01", "2015-12-31"),
    ]
    found = ingested(tmp_path, [row(at, day=day) for at, day in enumerate(["5/5/1990", *shown])])

    gaps = [
        (kind, str(start.date()), str(end.date()))
        for _, start, end, kind in records(found.quality.gaps)
    ]
    assert gaps == [
        ("silent", "2015-04-01", "2015-04-25"),
        ("thin", "2015-04-01", "2015-05-01"),
        ("thin", "2015-07-01", "2015-08-01"),
    ]
    assert found.covers == (date(2015, 1, 1), date(2015, 12, 31))


TWO_AGENCIES = """
[[layouts]]
name = "calls"
agency = "dispatch"
moment = { column = "When", formats = "%m/%d/%Y %H:%M" }
recorded = { column = "Coded", formats = "%m/%d/%Y" }
initiated = { column = "Source", police = "UNIT", citizen = "911" }
premise = { column = "In", indoors = "Y", outdoors = "N" }
"""


@pytest.mark.parametrize(
    "counts",
    [
        [*([3] * 300), 390, *([4_000] * 6), *([5_000] * 114), 40],
        [1, 0, *([20] * 60), 9_000, *([20] * 59), 0, 1],
        [2, *([100] * 6)],
    ],
    ids=["strays of many years", "one month of very many", "half a year"],
)
def test_knows_which_months_the_files_are_of(counts: list[int]) -> None:
    months = pd.DataFrame(
        {"month": pd.date_range("1990-01-01", periods=len(counts), freq="MS"), "incidents": counts}
    )

    held = usual_counts(months[months["incidents"] > 0])

    assert held.tolist() == [count for count in counts if count in (20, 100, 4_000, 5_000, 9_000)]


def test_covers_a_month_to_its_end_where_silence_is_usual(tmp_path: Path) -> None:
    lines = [row(at, day=day) for at, day in enumerate(days("2015-01-02", "2015-03-30", step=3))]

    found = ingested(tmp_path, lines)

    assert found.covers == (date(2015, 1, 1), date(2015, 3, 31))
    assert found.quality.gaps.empty


def test_covers_no_month_to_its_end_that_is_not_over(tmp_path: Path) -> None:
    lines = [row(at, day=day) for at, day in enumerate(days("2025-06-02", "2026-01-29", step=3))]

    assert ingested(tmp_path, lines).covers == (date(2025, 6, 1), date(2026, 1, 28))


def test_takes_a_silence_for_a_gap_only_where_it_is_rare(tmp_path: Path) -> None:
    lines = [row(at, day=day) for at, day in enumerate(days("2015-01-01", "2019-12-01", step=30))]

    assert not set(ingested(tmp_path, lines).quality.gaps["kind"]) & {"silent"}


def test_covers_only_what_the_records_of_every_agency_reach(tmp_path: Path) -> None:
    text = CITY + TWO_AGENCIES
    write_rows(
        tmp_path, [row(at, day=day) for at, day in enumerate(days("2015-01-01", "2015-05-31"))]
    )
    calls = [
        f"{day} 12:00,{day},{'UNIT' if at % 4 == 0 else '911'},{'Y' if at % 2 else 'N'}"
        for at, day in enumerate(days("2015-03-01", "2015-07-31"))
    ]
    write_rows(tmp_path, calls, name="calls.csv", header="When,Coded,Source,In")

    found = ingest(
        [tmp_path / "cases.csv", tmp_path / "calls.csv"],
        city=read_city(write_city(tmp_path, text=text)),
        out=tmp_path / "out",
        work=tmp_path / "work",
        today=TODAY,
        workers=1,
    )

    assert found.covers == (date(2015, 3, 1), date(2015, 5, 31))
    assert records(found.quality.initiated) == [("drug sale", 0, 0, 151), ("other", 39, 114, 0)]
    assert records(found.quality.premises) == [("drug sale", 0, 0, 151), ("other", 76, 77, 0)]
    assert set(found.quality.delays["days"]) == {0.0}


def test_covers_nothing_where_agencies_do_not_meet(tmp_path: Path) -> None:
    write_rows(
        tmp_path, [row(at, day=day) for at, day in enumerate(days("2015-01-01", "2015-03-31"))]
    )
    calls = [f"{day} 12:00,{day},911,N" for day in days("2015-07-01", "2015-09-30")]
    write_rows(tmp_path, calls, name="calls.csv", header="When,Coded,Source,In")

    found = ingest(
        [tmp_path / "cases.csv", tmp_path / "calls.csv"],
        city=read_city(write_city(tmp_path, text=CITY + TWO_AGENCIES)),
        out=tmp_path / "out",
        work=tmp_path / "work",
        today=TODAY,
        workers=1,
    )

    assert found.covers is None


def test_tells_of_no_copies_that_are_merged_anyway(tmp_path: Path) -> None:
    text = CITY.replace('name = "cases"\n', 'name = "cases"\nidentical = "merge"\n')
    lines = [row("", day="1/7/2015"), row("", day="1/7/2015"), row("A", day="1/8/2015")]

    found = ingested(tmp_path, lines, text=text)

    assert (found.balance.kept, found.balance.merged, found.quality.alike) == (2, 1, 0)
