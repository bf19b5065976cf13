"""Tests of `ingest.cleaning.offences`, by way of the rows that are cleaned."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from commonground.core.incidents import CATEGORIES
from commonground.ingest.cities.city_file import NO_VALUE
from commonground.ingest.cleaning.offences import UNKNOWN
from tests.unit.ingest.cleaning.conftest import Clean

WHEN = "2015-03-04 10:00"


def categories(
    clean: Clean,
    rules: Sequence[Mapping[str, object]],
    columns: Mapping[str, Sequence[object]],
    **layout: Any,  # noqa: ANN401  as in a city file
) -> list[str | None]:
    """Return the categories of rows; nothing where no rule knows one."""
    rows = next(iter(columns.values()))
    named = {"moment": "when"} | {name: name for name in columns} | layout
    ranks = clean({"when": [WHEN] * len(rows), **columns}, named, offences=rules)["rank"]
    return [None if rank == UNKNOWN else CATEGORIES[rank] for rank in ranks]


def rule(category: str, **said: object) -> dict[str, object]:
    return {"category": category, **said}


def test_lets_the_first_rule_that_fits_decide(clean: Clean) -> None:
    rules = [
        rule("drug sale", offence={"starts": "183"}),
        rule("drug possession", offence={"is": ["182", "1820"]}),
        rule("other drug", offence={"starts": "18"}),
        rule("violent", offence={"contains": "8"}),
    ]

    found = categories(clean, rules, {"offence": ["1830", "1820", "1821", "48", "9"]})

    assert found == ["drug sale", "drug possession", "other drug", "violent", None]


def test_needs_offence_and_description_where_both_are_named(clean: Clean) -> None:
    rules = [
        rule("drug sale", offence={"is": "DRUG"}, description={"contains": ["SALE", "SELL"]}),
        rule("drug possession", description={"starts": "POSSESSION"}),
        rule("other drug", offence={"is": "DRUG"}),
    ]
    columns = {
        "offence": ["DRUG", "DRUG", "THEFT", None, "DRUG"],
        "description": ["TO SELL", "POSSESSION", "SALE", "POSSESSION FOR SALE", None],
    }

    found = categories(clean, rules, columns)

    assert found == ["drug sale", "drug possession", None, "drug possession", "other drug"]


def test_does_not_mind_the_case_of_letters(clean: Clean) -> None:
    rules = [
        rule("drug sale", offence={"contains": "for Sale"}),
        rule("violent", offence={"is": "assault"}),
    ]

    found = categories(clean, rules, {"offence": ["Narcotics FOR sale", "ASSAULT", " Assault "]})

    assert found == ["drug sale", "violent", "violent"]


def test_takes_what_is_matched_for_text_and_not_for_a_pattern(clean: Clean) -> None:
    rules = [rule("violent", offence={"contains": ["A.B", "50%", "A_C"]})]

    found = categories(clean, rules, {"offence": ["AXB", "A.B", "50", "50% off", "AXC", "a_c"]})

    assert found == [None, "violent", None, "violent", None, "violent"]


def test_keeps_a_rule_to_its_agency(clean: Clean) -> None:
    rules = [
        rule("overdose", agency="fire", offence={"is": "OD"}),
        rule("drug call", offence={"is": "OD"}),
    ]
    layouts = [
        {"moment": "one", "offence": "offence", "agency": "police"},
        {"moment": "two", "offence": "offence", "agency": "fire"},
    ]
    columns = {"one": [WHEN, None], "two": [None, WHEN], "offence": ["OD", "OD"]}

    rows = clean(columns, *layouts, offences=rules)

    assert [CATEGORIES[rank] for rank in rows["rank"]] == ["drug call", "overdose"]


def test_fits_every_record_where_a_rule_names_no_text(clean: Clean) -> None:
    assert categories(clean, [rule("overdose")], {"offence": ["A", None]}) == ["overdose"] * 2


@pytest.mark.parametrize(
    "codes", [["11000", "011000", "183000", "9", "ABC"], [11000, 11000, 183000, 9, 0]]
)
def test_gives_codes_back_the_zeros_that_a_file_has_lost(clean: Clean, codes: list[object]) -> None:
    rules = [
        rule("violent", offence={"starts": "01"}),
        rule("property", offence={"starts": "11"}),
        rule("drug sale", offence={"starts": "18"}),
    ]

    found = categories(clean, rules, {"offence": codes}, offence={"column": "offence", "digits": 6})

    assert found == ["violent", "violent", "drug sale", None, None]


def test_shows_codes_with_their_zeros(clean: Clean) -> None:
    layout = {"moment": "when", "offence": {"column": "code", "digits": 6}}
    rows = clean({"when": [WHEN] * 3, "code": ["11000", "1234567", "12A"]}, layout)

    assert rows["offence"].tolist() == ["011000", "1234567", "12A"]


def test_goes_by_nibrs_where_no_rule_decides(clean: Clean) -> None:
    rules = [rule("drug sale", offence={"is": "SALE"})]
    columns: dict[str, list[str | None]] = {
        "offence": ["SALE", "POSSESSION", "THEFT", "THEFT", None],
        "nibrs": ["35A", "35A", "23H", "23h", "ZZZ"],
    }

    found = categories(clean, rules, columns)

    assert found[0] == "drug sale"
    assert found[1] in ("drug possession", "other drug")
    assert found[2:] == ["property", "property", None]


def test_knows_no_category_of_an_offence_that_no_rule_names(clean: Clean) -> None:
    rules = [rule("violent", offence={"is": "ASSAULT"})]

    found = categories(clean, rules, {"offence": ["JAYWALKING", *NO_VALUE]})

    assert found == [None] * (1 + len(NO_VALUE))


def test_knows_no_category_where_the_city_file_has_no_rules(clean: Clean) -> None:
    assert categories(clean, [], {"offence": ["ASSAULT"]}) == [None]
