"""The moment of the event is found among the dates of clerks and computers."""

from collections.abc import Callable
from typing import Any

import pytest

from commonground.ingest.sketch.looking import Look
from commonground.ingest.sketch.moments import NoMoment, moments_of

Looked = Callable[..., Look]
DAYS = [f"2021-03-{day:02d}" for day in range(1, 29)]
LATER = [f"2021-04-{day:02d}" for day in range(1, 29)]
HOURS = [f"{day % 24:02d}:15" for day in range(28)]


def event(looked: Looked, **columns: Any) -> tuple[str, ...]:  # noqa: ANN401
    return moments_of(looked({**columns, "b": ["x"] * 28})).event.columns


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Report Date", "Incident Date"), "Incident Date"),
        (("RPT_DT", "CMPLNT_FR_DT"), "CMPLNT_FR_DT"),
        (("Updated On", "Date"), "Date"),
        (("first_seen", "snapshot_updatedAt", "date"), "date"),
        (("DATE_GEOCODED", "ENTRY_DATE", "OCC_DATE"), "OCC_DATE"),
        (("Close_Date", "Call_Date"), "Call_Date"),
        (("Reported",), "Reported"),
    ],
)
def test_prefers_when_it_happened(looked: Looked, names: tuple[str, ...], expected: str) -> None:
    assert event(looked, **dict.fromkeys(names, DAYS)) == (expected,)


def test_prefers_the_column_that_tells_the_hour(looked: Looked) -> None:
    timed = [f"{day}T10:30:00" for day in DAYS]

    assert event(looked, Date=DAYS, DateTime=timed) == ("DateTime",)


def test_puts_a_date_and_a_time_together(looked: Looked) -> None:
    found = moments_of(looked({"Incident Date": DAYS, "Incident Time": HOURS}))

    assert found.event.columns == ("Incident Date", "Incident Time")
    assert found.event.reading.formats == ()
    assert found.event.has_hour


def test_puts_a_midnight_and_a_time_together(looked: Looked) -> None:
    midnights = [f"{day}T00:00:00.000" for day in DAYS]

    found = moments_of(looked({"Date": midnights, "Time": HOURS}))

    assert found.event.columns == ("Date", "Time")
    assert found.event.reading.formats == ("%Y-%m-%dT00:00:00.000 %H:%M",)


def test_reads_dates_whose_time_is_missing(looked: Looked) -> None:
    days = [f"03/{day:02d}/2021" for day in range(1, 29)]

    found = moments_of(looked({"Date": days, "Time": ["8:15 PM", *[""] * 27]}))

    assert found.event.reading.formats == ("%m/%d/%Y %I:%M %p", "%m/%d/%Y")


def test_gives_each_date_the_time_of_its_own_name(looked: Looked) -> None:
    found = moments_of(
        looked(
            {
                "Report Date": LATER,
                "Report Time": HOURS,
                "Event Date": DAYS,
                "Event Time": HOURS,
            }
        )
    )

    assert found.event.columns == ("Event Date", "Event Time")
    assert found.recorded is not None
    assert found.recorded.columns[0] == "Report Date"


def test_passes_over_a_date_that_never_changes(looked: Looked) -> None:
    assert event(looked, **{"Incident Time": ["1899-12-30"] * 28, "Date": DAYS}) == ("Date",)


def test_finds_the_month_of_the_record(looked: Looked) -> None:
    found = moments_of(looked({"DateOccur": DAYS, "CodedMonth": ["2021-04"] * 28}))

    assert found.recorded is not None
    assert found.recorded.reading.formats == ("%Y-%m",)
    assert not found.checks


def test_says_that_records_come_before_their_events(looked: Looked) -> None:
    found = moments_of(looked({"Event Date": LATER, "Report Date": DAYS}))

    assert "in 28 of 28 rows the record is the earlier one" in found.checks[0]


def test_says_what_is_filled_where_the_moment_is_not(looked: Looked) -> None:
    found = moments_of(
        looked({"Occurred": [*DAYS[:20], *[""] * 8], "DateOccur": [*[""] * 20, *DAYS[20:]]})
    )

    assert found.event.columns == ("Occurred",)
    assert "20 of 28 rows" in found.checks[0]
    assert "DateOccur is filled in 8 of them" in found.checks[0]


def test_says_which_dates_cannot_be_read(looked: Looked) -> None:
    mixed = ["03/14/2021", "14/03/2021"] * 14

    with pytest.raises(NoMoment, match="Occurred looks like dates, but no one way"):
        moments_of(looked({"Occurred": mixed, "b": ["x"] * 28}))
    found = moments_of(looked({"Occurred": mixed, "Date": DAYS}))
    assert found.event.columns == ("Date",)
    assert "Occurred looks like dates" in found.checks[0]


def test_takes_no_year_or_number_for_a_date(looked: Looked) -> None:
    with pytest.raises(NoMoment):
        moments_of(looked({"year": ["2021"] * 28, "Date Code": [str(at) for at in range(28)]}))
