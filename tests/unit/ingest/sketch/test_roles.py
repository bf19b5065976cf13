"""Roles of columns are told by what they hold."""

from collections.abc import Callable, Sequence

import pytest

from commonground.ingest.sketch.looking import Look
from commonground.ingest.sketch.roles import (
    city_of,
    incident_of,
    initiated_of,
    location_of,
    nibrs_of,
    premise_of,
    reversal_of,
)

Looked = Callable[..., Look]
ROWS = 60
NOWHERE = [()] * ROWS


def cycled(values: Sequence[str]) -> list[str]:
    return [values[at % len(values)] for at in range(ROWS)]


def look(looked: Looked, **columns: Sequence[object]) -> Look:
    return looked(
        {name.replace("_", " "): column for name, column in columns.items()} | {"b": ["x"] * ROWS}
    )


def test_finds_the_number_that_rows_share(looked: Looked) -> None:
    seen = look(
        looked,
        Row_ID=[str(5_000 + at) for at in range(ROWS)],
        Incident_ID=[str(9_000 + 7 * at) for at in range(ROWS)],
        Incident_Number=[f"21-{1000 + at // 3}" for at in range(ROWS)],
    )

    incident = incident_of(seen, beside=NOWHERE)

    assert incident is not None
    assert (incident.column, incident.different, incident.filled) == ("Incident Number", 20, ROWS)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Case_Number", [str(1_000 + at) for at in range(ROWS)]),
        ("ObjectID", [str(1_000 + 3 * at) for at in range(ROWS)]),
        ("Beat", [f"{at}-1000" for at in range(ROWS)]),
        ("Crime_Code", ["142320", "265321"] * (ROWS // 2)),
        ("Call_Time", [f"{1000 + at}.5" for at in range(ROWS)]),
    ],
)
def test_takes_no_other_number_for_the_incidents(
    looked: Looked, name: str, values: list[str]
) -> None:
    assert incident_of(look(looked, **{name: values}), beside=NOWHERE) is None


def test_finds_the_code_behind_a_number(looked: Looked) -> None:
    numbers = [f"15495{at // 2:04d}{(4014, 19057)[at % 2]:05d}" for at in range(ROWS)]
    beside = [(str(at // 2), "place") for at in range(ROWS)]

    incident = incident_of(look(looked, id=numbers), beside=beside)
    other = incident_of(look(looked, id=numbers), beside=[(str(at), "") for at in range(ROWS)])

    assert incident is not None
    assert incident.drop_last == 5
    assert other is not None
    assert other.drop_last == 0


def test_finds_reversals(looked: Looked) -> None:
    found = reversal_of(look(looked, Flag=cycled(["1"]), Count=cycled(["1", "1", "-1"])))

    assert found is not None
    assert found.name == "Count"
    assert reversal_of(look(looked, Count=cycled(["1", "0", "-1"]))) is None


def test_finds_nibrs_codes(looked: Looked) -> None:
    found = nibrs_of(look(looked, Number=cycled(["100", "120"]), Code=cycled(["35A", "120"])))

    assert found is not None
    assert found.name == "Code"
    assert nibrs_of(look(looked, Code=cycled(["A1", "120"]))) is None


def test_finds_who_initiated(looked: Looked) -> None:
    told = initiated_of(look(looked, Source=cycled(["ON-VIEW", "911", "Officer", "odd"])))

    assert told is not None
    assert (told.column, told.one, told.other) == ("Source", ("ON-VIEW", "Officer"), ("911",))
    assert initiated_of(look(looked, Flag=cycled(["Y", "N"]))) is None


def test_finds_a_flag_of_the_police(looked: Looked) -> None:
    told = initiated_of(look(looked, Officer_Initiated=cycled(["Y", "N"])))

    assert told is not None
    assert (told.one, told.other) == (("Y",), ("N",))


def test_finds_premises(looked: Looked) -> None:
    told = premise_of(
        look(looked, Premise_Type=cycled(["SIDEWALK", "APARTMENT", "PARKING LOT", "ODD"]))
    )

    assert told is not None
    assert (told.one, told.other) == (("APARTMENT",), ("PARKING LOT", "SIDEWALK"))
    assert premise_of(look(looked, Address=cycled(["PARK", "HOUSE"]))) is None


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"Address": [f"{at}00 BLOCK OF ELM" for at in range(ROWS)]}, ("Address",)),
        (
            {
                "House_Number": [str(at) for at in range(ROWS)],
                "Street_Name": [f"ELM{at} AVE" for at in range(ROWS)],
            },
            ("House Number", "Street Name"),
        ),
        (
            {
                "Match_addr": [f"{at} Elm St, Springfield" for at in range(ROWS)],
                "Incident_Address": [f"{at} Elm St" for at in range(ROWS)],
            },
            ("Incident Address",),
        ),
        ({"Street": [f"ELM{at} AVE" for at in range(ROWS)]}, ("Street",)),
        ({"Address": cycled(["HOME", "AWAY"])}, ()),
    ],
)
def test_finds_the_block(
    looked: Looked, columns: dict[str, list[str]], expected: tuple[str, ...]
) -> None:
    assert location_of(look(looked, **columns), taken=()) == expected


def test_finds_the_city(looked: Looked) -> None:
    assert city_of(look(looked, City=["SPRINGFIELD"] * 50 + [""] * 10)) == ("SPRINGFIELD", "City")
    assert city_of(look(looked, City=cycled(["A", "B"]))) is None
