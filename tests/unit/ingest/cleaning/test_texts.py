"""Tests of `ingest.cleaning.texts`, by way of the rows that are cleaned."""

import re
from collections.abc import Mapping, Sequence

import pytest

from commonground.ingest.cities.city_file import NO_VALUE
from tests.unit.ingest.cleaning.conftest import Clean

WHEN = "2015-03-04 10:00"


def kept(clean: Clean, written: Sequence[str], **location: str) -> list[str]:
    """Return what is kept of addresses in one column."""
    layout = {"moment": "when", "location": location or "where"}
    columns = {"when": [WHEN] * len(written), "where": written}
    return list(clean(columns, layout)["location"])


def test_reads_nothing_where_nothing_is_known_in_any_case_of_letters(clean: Clean) -> None:
    marks = [spelt for mark in NO_VALUE for spelt in (mark, mark.lower(), f" {mark.title()} ")]
    written = [*marks, "0", "None of these", "N.A."]
    rows = clean(
        {"when": [WHEN] * len(written), "what": written}, {"moment": "when", "offence": "what"}
    )

    assert rows["offence"].tolist() == [None] * len(marks) + ["0", "None of these", "N.A."]


def test_takes_spaces_around_a_text_away(clean: Clean) -> None:
    rows = clean(
        {"when": [WHEN], "what": ["  SALE OF\tDRUGS "]}, {"moment": "when", "offence": "what"}
    )

    assert rows["offence"].tolist() == ["SALE OF\tDRUGS"]


BLOCKS: Mapping[str, str | None] = {
    "4405 CHIPPEWA ST": "4400 block CHIPPEWA ST",
    " 4405  CHIPPEWA ST": "4400 block CHIPPEWA ST",
    "99 OAK AVE": "0 block OAK AVE",
    "123-125 MAIN ST": "100 block MAIN ST",
    "123A MAIN ST": "100 block MAIN ST",
    "800 Block of BRYANT ST": "800 Block of BRYANT ST",
    "800 BLK BRYANT ST": "800 BLK BRYANT ST",
    "1423 BLK MAIN ST": "1400 block MAIN ST",
    "800 STEINER ST": "800 block STEINER ST",
    "1420 FLORISSANT AVE": "1400 block FLORISSANT AVE",
    "100 LOTUS AVE": "100 block LOTUS AVE",
    "HAYES ST \\ STEINER ST": "HAYES ST \\ STEINER ST",
    "UNITY ST / ROOMER LN": "UNITY ST / ROOMER LN",
    "1420 STATE ROAD 7": "1400 block STATE ROAD 7",
    "22ND ST / BRYANT ST": "22ND ST / BRYANT ST",
    "1ST ST": "1ST ST",
    "123 22ND ST": "100 block 22ND ST",
    "CHIPPEWA ST": "CHIPPEWA ST",
    "NaN": None,
    "": None,
}


def test_rounds_a_house_number_down_to_its_hundred(clean: Clean) -> None:
    assert dict(zip(BLOCKS, kept(clean, list(BLOCKS)), strict=True)) == BLOCKS


FLATS = (
    "4405 CHIPPEWA ST APT 3B",
    "4405 CHIPPEWA ST, Apt. 3B",
    "4405 CHIPPEWA ST #3B",
    "4405 CHIPPEWA ST # 3B",
    "4405 CHIPPEWA ST UNIT 3-B",
    "4405 CHIPPEWA ST STE 3B",
    "4405 CHIPPEWA ST APARTMENT B",
    "4405 CHIPPEWA ST#3",
    "4405 CHIPPEWA ST 3B",
    "4405 CHIPPEWA ST, 3RD FLOOR",
    "APT 3 4405 CHIPPEWA ST",
)


def test_drops_what_tells_whose_door_it_is(clean: Clean) -> None:
    assert kept(clean, FLATS) == ["4400 block CHIPPEWA ST"] * len(FLATS)


HOUSES = {
    "123A MAIN ST": ("123", "MAIN ST"),
    "123 A MAIN ST": ("123", "MAIN ST"),
    "123-125 MAIN ST": ("12[35]", "MAIN ST"),
    "123 - 125 MAIN ST": ("12[35]", "MAIN ST"),
    "12 1/2 OAK AVE": ("12|1/2", "OAK AVE"),
    "ELM ST 12": ("12", "ELM ST"),
    "ELM ST, 12": ("12", "ELM ST"),
    "#12 ELM ST": ("12", "ELM ST"),
    "N4405 COUNTY RD": ("4405", "COUNTY RD"),
    "1420, MAIN ST": ("1420", "MAIN ST"),
    "1420/1422 MAIN ST": ("142[02]", "MAIN ST"),
    "1420NW MAIN ST": ("1420", "MAIN ST"),
    "CITY JAIL, 1420 MAIN ST": ("1420", "CITY JAIL, MAIN ST"),
    "MAIN ST 1420, SPRINGFIELD": ("1420", "MAIN ST"),
}


def test_never_keeps_a_house_number_however_it_is_written(clean: Clean) -> None:
    found = dict(zip(HOUSES, kept(clean, list(HOUSES)), strict=True))

    for written, (house, street) in HOUSES.items():
        assert not re.search(rf"(?<!\d)({house})(?!\d)", found[written]), found[written]
        assert street in found[written]


NUMBERED = {
    ("4405", "CHIPPEWA ST"): "4400 block CHIPPEWA ST",
    ("4405.0", "CHIPPEWA ST"): "4400 block CHIPPEWA ST",
    ("4405A", "CHIPPEWA ST"): "4400 block CHIPPEWA ST",
    ("0", "CHIPPEWA ST"): "0 block CHIPPEWA ST",
    (None, "CHIPPEWA ST"): "CHIPPEWA ST",
    ("", "22ND ST / BRYANT ST"): "22ND ST / BRYANT ST",
    ("4405", None): None,
    ("4310", "ST. FERDINAND APT 3"): "4300 block ST. FERDINAND",
    ("1420", "1420 MAIN ST"): "1400 block MAIN ST",
    ("0", "1611 N 10TH ST / MUL"): "1600 block N 10TH ST / MUL",
    ("12", "12 ELM ST"): "0 block ELM ST",
    ("100", "49 MILE DR"): "100 block 49 MILE DR",
    ("711", "N 10TH ST 4B"): "700 block N 10TH ST",
}


def test_puts_number_and_street_together(clean: Clean) -> None:
    columns = {
        "when": [WHEN] * len(NUMBERED),
        "no": [number for number, _ in NUMBERED],
        "street": [street for _, street in NUMBERED],
    }
    rows = clean(columns, {"moment": "when", "location": {"number": "no", "street": "street"}})

    assert dict(zip(NUMBERED, rows["location"], strict=True)) == NUMBERED


@pytest.mark.parametrize("house", [4405, 4405.0])
def test_reads_a_house_number_that_is_a_number(clean: Clean, house: float) -> None:
    columns = {"when": [WHEN], "no": [house], "street": ["CHIPPEWA ST"]}
    rows = clean(columns, {"moment": "when", "location": {"number": "no", "street": "street"}})

    assert rows["location"].tolist() == ["4400 block CHIPPEWA ST"]
