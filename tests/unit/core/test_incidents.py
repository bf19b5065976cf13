"""Incidents are one row each, and say who initiated the record."""

from typing import Any

import pandas as pd
import pytest

from commonground.core.incidents import AND, CATEGORIES, Incidents, NotIncidents


def table(**columns: Any) -> pd.DataFrame:  # noqa: ANN401  any column
    return pd.DataFrame(
        {
            "incident": ["1", "2", "3"],
            "at": pd.to_datetime(["2019-01-01", "2019-01-02", "2019-01-03"]),
            "x_m": [1.0, 2.0, float("nan")],
            "y_m": [1.0, 2.0, float("nan")],
            "category": ["drug sale", "violent", "drug sale"],
            "initiated_by": ["police", "citizen", "unknown"],
        }
    ).assign(**columns)


def test_counts_and_picks_categories() -> None:
    incidents = Incidents(table())

    assert len(incidents) == 3
    assert incidents.of("drug sale").frame["incident"].tolist() == ["1", "3"]


def test_refuses_a_missing_column() -> None:
    with pytest.raises(NotIncidents, match="lacks y_m"):
        Incidents(table().drop(columns="y_m"))


def test_refuses_an_incident_on_two_rows() -> None:
    with pytest.raises(NotIncidents, match=r"1 rows repeat .* '1'"):
        Incidents(table(incident=["1", "2", "1"]))


def test_refuses_an_initiator_it_does_not_know() -> None:
    with pytest.raises(NotIncidents, match="'officer'"):
        Incidents(table(initiated_by=["police", "officer", "unknown"]))


@pytest.mark.parametrize(
    "at",
    [["2019-01-01"] * 3, pd.to_datetime(["2019-01-01T08:00+01:00"] * 3)],
    ids=["text", "time zone"],
)
def test_refuses_moments_that_are_not_local_time(at: object) -> None:
    with pytest.raises(NotIncidents, match="local time"):
        Incidents(table(at=at))


def test_leads_with_drugs_and_ends_with_what_is_left_over() -> None:
    assert CATEGORIES[:3] == ("drug sale", "drug possession", "other drug")
    assert CATEGORIES[-1] == "other"
    assert len(set(CATEGORIES)) == len(CATEGORIES)


def test_writes_no_category_that_reads_as_two() -> None:
    assert not [category for category in CATEGORIES if AND.strip() in category]


def test_picks_incidents_of_a_category_that_does_not_lead() -> None:
    held = ["drug sale + weapon", "violent", "weapon + other"]
    incidents = Incidents(table(categories=held, category=["drug sale", "violent", "weapon"]))

    assert incidents.of("weapon").frame["incident"].tolist() == ["1", "3"]
    assert incidents.of("weapon", "violent").frame["incident"].tolist() == ["1", "2", "3"]
    assert len(incidents.of("property")) == 0


def test_takes_no_category_for_another_that_it_is_part_of() -> None:
    incidents = Incidents(table(categories=["other drug", "disorder call", "drug call"]))

    assert [len(incidents.of(one)) for one in ("other", "disorder", "drug call")] == [0, 0, 1]
