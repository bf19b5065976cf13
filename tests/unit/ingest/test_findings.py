"""Tests of `ingest.findings`: what records mean for whoever uses them, in sentences."""

from collections.abc import Mapping, Sequence

import pandas as pd
import pytest

from commonground.ingest.findings import findings

EMPTY = {
    "offences": ["offence", "category", "is_known", "rows", "incidents"],
    "coordinates": ["category", "incidents", "without"],
    "points": ["category", "incidents", "points", "at_busiest"],
    "gaps": ["agency", "starts", "ends", "kind"],
    "bookings": ["institution", "incidents", "drug"],
    "initiated": ["category", "police", "citizen", "unknown"],
    "hours": ["hour", "incidents"],
    "days": ["day", "incidents"],
    "delays": ["quantile", "days"],
}


def said(
    tables: Mapping[str, Sequence[tuple[object, ...]]] | None = None,
    *,
    alike: int = 0,
    outside: int = 0,
    located: int = 100,
) -> list[str]:
    """Return what is found in tables, of which those that are not given are empty."""
    given = tables or {}
    counted = {
        name: pd.DataFrame(given.get(name, []), columns=columns) for name, columns in EMPTY.items()
    }
    return findings(counted, alike=alike, outside=outside, located=located)


QUIET = "The records do not say whether police or citizens started them."


def test_finds_little_to_say_of_little() -> None:
    assert said() == [QUIET]


def test_names_the_offences_that_no_rule_knows() -> None:
    strange = [(f"WEIRD {n}", "other", False, 10, 10) for n in range(6)]
    known = [("SALE", "drug sale", True, 9, 9), ("", "other", False, 5, 5)]

    found = said({"offences": [*known, *strange]})[0]

    assert found.startswith("No rule of the city file knows 6 offences (60 rows)")
    assert "'WEIRD 4' and more" in found
    assert "WEIRD 5" not in found


def test_says_how_much_of_drugs_is_possession() -> None:
    rows = [("drug sale", 5, 0), ("drug possession", 90, 0), ("other drug", 5, 0)]

    assert said({"coordinates": rows})[0].startswith(
        "90% of 100 drug incidents are possession and 5.0% sale"
    )


def test_says_where_sale_and_possession_are_not_told_apart() -> None:
    found = said({"coordinates": [("other drug", 5, 0), ("violent", 5, 0)]})

    assert "do not say which drug incidents are sales" in found[0]


def test_says_how_many_places_cannot_be_true() -> None:
    assert said(outside=1_234)[0].startswith("1,234 rows have coordinates outside the city")


@pytest.mark.parametrize(("without", "is_said"), [(5, False), (6, True)])
def test_says_when_many_coordinates_are_missing(without: int, is_said: bool) -> None:
    found = said({"coordinates": [("violent", 100, without)]})

    assert any("of incidents have no coordinates" in one for one in found) == is_said


def test_says_nothing_of_single_coordinates_that_are_missing() -> None:
    rows = [("other drug", 1_000, 1), ("violent", 100_000, 0)]

    assert not any("have no coordinates" in one for one in said({"coordinates": rows}))


def test_says_when_coordinates_are_missing_more_often_of_one_kind() -> None:
    uneven = said({"coordinates": [("other drug", 1_000, 40), ("violent", 1_000, 10)]})
    even = said({"coordinates": [("other drug", 1_000, 30), ("violent", 1_000, 10)]})

    assert any("4.0% of drug incidents and 1.0% of others" in one for one in uneven)
    assert not any("of others have no coordinates" in one for one in even)


def test_says_when_nothing_has_a_place() -> None:
    found = said({"coordinates": [("violent", 10, 10)]}, located=0)

    assert found[0] == "No record has coordinates: nothing can be said of where."


@pytest.mark.parametrize(("points", "is_said"), [(100, True), (101, False)])
def test_says_when_points_were_moved_to_intersections(points: int, is_said: bool) -> None:
    rows = [("other drug", 300, points, 9), ("violent", 9_000, 10, 900)]

    assert any("300 drug incidents lie on 100 points" in one for one in said({"points": rows})) == (
        is_said
    )


def test_says_how_many_drugs_were_found_where_people_are_taken() -> None:
    rows = [("Jail", 50, 12), ("Hospital", 9, 0)]

    assert said({"bookings": rows})[0].startswith("12 drug incidents are on record at known instit")
    assert said({"bookings": [("Hospital", 9, 0)]}) == [QUIET]


def test_names_the_days_on_which_an_agency_was_silent() -> None:
    gap = ("fire", pd.Timestamp(2020, 5, 1), pd.Timestamp(2020, 6, 1), "silent")

    assert said({"gaps": [gap]})[0] == (
        "fire: no incident from 01 May 2020 to 31 May 2020; a file may be missing."
    )


def test_names_thin_months_up_to_six() -> None:
    starts = pd.date_range("2020-01-01", periods=8, freq="MS")
    gaps = [("police", start, start + pd.offsets.MonthBegin(), "thin") for start in starts]

    found = said({"gaps": gaps})[0]

    assert found.startswith("Months with less than half the usual incidents: January 2020, ")
    assert found.endswith("June 2020 and 2 more.")


def test_says_how_often_the_hour_is_unknown() -> None:
    assert said({"hours": [(None, 25), (13, 75)]})[0] == "The hour is unknown for 25% of incidents."


def test_says_how_late_incidents_are_recorded() -> None:
    delays = [(0.5, 1.0), (0.9, 1_234.4), (0.99, 2_000.0)]

    assert said({"delays": delays})[0].startswith(
        "One incident in ten is recorded 1,234 days after"
    )


def test_says_when_drugs_come_in_bursts() -> None:
    days = pd.date_range("2020-01-01", periods=20)
    counts = [4] * 18 + [13, 40]

    found = said({"days": list(zip(days, counts, strict=True))})[0]

    assert "2 days hold more than three times the median day's 4" in found
    assert "the most 40 on 20 January 2020" in found


def test_sees_no_burst_in_a_few_records_a_day() -> None:
    days = pd.date_range("2020-01-01", periods=20)

    assert said({"days": [(day, 3 * (at == 4)) for at, day in enumerate(days)]}) == [QUIET]


def test_sees_no_burst_where_most_days_have_none() -> None:
    days = pd.date_range("2020-01-01", periods=20)

    assert said({"days": [(day, 90 * (at % 3 == 0)) for at, day in enumerate(days)]}) == [QUIET]


def test_says_how_much_the_police_started() -> None:
    rows = [("drug sale", 30, 10, 60), ("violent", 0, 100, 0), ("overdose", 0, 50, 0)]

    assert said({"initiated": rows})[0].startswith("Police started 75% of the drug incidents of")


def test_asks_whether_records_that_are_alike_are_copies() -> None:
    assert said(alike=4)[-1].startswith("4 records without an incident's number are like another")
    assert 'identical = "merge"' in said(alike=4)[-1]
