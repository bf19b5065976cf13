"""Columns about persons are recognised, and nothing else is taken for one."""

from collections.abc import Sequence
from typing import Any

import pyarrow.parquet as pq
import pytest

from commonground.ingest.persons import persons_in, words_of

ROWS = 40
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SURNAMES = [f"{LETTERS[at % 26]}{'rst'[at % 3]}ewitt" for at in range(ROWS)]
FIRST_NAMES = [f"{LETTERS[at * 7 % 26]}o{'lmn'[at % 3]}a" for at in range(ROWS)]


def recognised(**columns: Sequence[str]) -> dict[str, str]:
    found = persons_in(list(columns), lambda name: columns[name])
    return {person.column: person.reason for person in found}


def is_person(name: str, values: Sequence[str] = ("x",) * ROWS) -> bool:
    return name in recognised(**{name: values})


@pytest.mark.parametrize(
    "name",
    [
        "Victim Name",
        "VICTIM_NAME",
        "victimname",
        "VicAge",
        "Vict Sex",
        "SUSP_RACE",
        "suspect_dob",
        "DateOfBirth",
        "dob",
        "Birth Year",
        "SSN",
        "Social Security No",
        "E_Email",
        "Complainant Phone",
        "Telephone",
        "Drivers License",
        "license_plate",
        "PlateNumber",
        "Home Address",
        "Arrestee First",
        "last_name",
        "Officer Name",
        "Badge",
        "OFFICER_ID",
        "Age",
        "Age Group",
        "SEX",
        "Race",
        "Caller Address",
    ],
)
def test_recognises_a_person_by_name(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "Street Name",
        "ILEADSStreet",
        "Location Name",
        "LocationComment",
        "Neighborhood",
        "Description",
        "Agency Name",
        "USER_Commo",
        "Match_addr",
        "Beat",
        "Complaint",
        "Incident Address",
        "Officer Initiated",
        "Victim Count",
        "Number of Suspects",
        "Sex Offense Flag",
        "Liquor License Type",
        "Day Name",
        "Stage",
        "Template",
        "First Seen",
        "Last Update",
        "Cell",
        "Coverage",
    ],
)
def test_does_not_cry_wolf_over_a_name(name: str) -> None:
    assert not is_person(name)


def test_says_what_gave_a_column_away() -> None:
    assert recognised(**{"Victim Age": ["31"]})["Victim Age"] == (
        "its name speaks of the age of a victim"
    )


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([f"{100 + at}-{10 + at}-{1000 + at}" for at in range(ROWS)], "social security"),
        ([f"({200 + at}) 555-{1000 + at}" for at in range(ROWS)], "telephone"),
        ([f"somebody{at}@example.org" for at in range(ROWS)], "e-mail"),
        (
            [f"{last}, {first}" for last, first in zip(SURNAMES, FIRST_NAMES, strict=True)],
            "surnames",
        ),
        ([f"row {at} and then " + "and then " * 20 for at in range(ROWS)], "long texts"),
    ],
)
def test_recognises_a_person_by_content(values: list[str], reason: str) -> None:
    found = recognised(Field7=values)

    assert reason in found["Field7"]


def test_recognises_full_names_where_the_column_is_one_of_names() -> None:
    names = [f"{first} {last}" for first, last in zip(FIRST_NAMES, SURNAMES, strict=True)]

    assert "names of people" in recognised(name=names)["name"]
    assert not recognised(**{"Location Name": names, "Offense": names})


def test_tells_reporting_officers_from_flags() -> None:
    assert is_person("Reporting Officer", [f"{at}" for at in range(ROWS)])
    assert not is_person("Officer", ["Y", "N"] * 20)
    assert not is_person("Victims", [str(at % 25) for at in range(ROWS)])


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Resolution", ["ARREST, BOOKED", "ARREST, CITED"] * 20),
        ("Common Place", [f"{name} Viewpoint, Sf" for name in SURNAMES]),
        ("Where", [f"{name}, Springfield" for name in SURNAMES]),
        (
            "Corner",
            [f"{name} St, {other} Ave" for name, other in zip(SURNAMES, FIRST_NAMES, strict=True)],
        ),
        (
            "Intersection",
            [f"{name}, {other}" for name, other in zip(SURNAMES, FIRST_NAMES, strict=True)],
        ),
        ("Case Number", [f"{200 + at}-{300 + at}-{1000 + at}" for at in range(ROWS)]),
    ],
)
def test_does_not_cry_wolf_over_content(name: str, values: list[str]) -> None:
    assert not is_person(name, values)


def test_recognises_births_where_a_person_stands_beside() -> None:
    births = [f"{1950 + at}-05-17" for at in range(ROWS)]
    events = [f"2021-03-{1 + at % 28:02d}" for at in range(ROWS)]

    beside = recognised(Extra=births, Occurred=events, Sex=["M", "F"] * 20)
    alone = recognised(Extra=births, Occurred=events)

    assert "births" in beside["Extra"]
    assert "Occurred" not in beside
    assert not alone


def test_takes_columns_in_the_order_of_the_file() -> None:
    assert list(recognised(Race=["x"], Beat=["x"], Dob=["x"])) == ["Race", "Dob"]


def test_looks_at_no_value_where_there_is_none() -> None:
    assert not recognised(Blank=["", ""], Empty=[])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("VictimDOB", ("victim", "dob")),
        ("USER_Call1", ("user", "call", "1")),
        ("ILEADSAddress", ("ileads", "address")),
        ("X-Coord", ("x", "coord")),
        ("##", ()),
    ],
)
def test_finds_the_words_of_a_name(name: str, words: tuple[str, ...]) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize(
    "file",
    [
        "sf_police_calls_sample_2016_2020.parquet",
        "sf_sfpd_incidents_2012H2_geoda.parquet",
        "sf_sfpd_incidents_2026_feb_aug_map90d.parquet",
        "stlouis_slmpd_incidents_2008_2017.parquet",
        "tempe_opioid_ems_calls_2017.parquet",
    ],
)
def test_finds_no_person_in_files_that_hold_none(shared_data: Any, file: str) -> None:  # noqa: ANN401
    group = pq.ParquetFile(shared_data(file)).read_row_group(0).slice(0, 3_000)
    texts = {
        name: ["" if value is None else str(value).strip() for value in group[name].to_pylist()]
        for name in group.column_names
    }

    assert not persons_in(group.column_names, lambda name: texts[name])
