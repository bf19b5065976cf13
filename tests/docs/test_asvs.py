"""The table of the ASVS is whole, and names tests that are there."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest

from tests.shared import ROOT

TABLE = ROOT / "docs" / "reference" / "asvs.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
OF_LEVEL = {"1": 70, "2": 183}
"""How many requirements version 5.0.0 has of each level."""

FEWEST_WORDS = 5
"""Of a reason that stands where no test does: "none" and "as above" are no reasons."""

WITH_TESTS = [row for row in ROWS if row["tests"]]


def test_names_every_requirement_once() -> None:
    ids = Counter(row["id"] for row in ROWS)
    levels = Counter(row["level"] for row in ROWS)

    assert [name for name, times in ids.items() if times > 1] == []
    assert {level: levels[level] for level in OF_LEVEL} == OF_LEVEL
    assert all(re.fullmatch(r"\d{1,2}\.\d\.\d{1,2}", name) for name in ids)


def test_is_in_the_order_of_the_standard() -> None:
    ids = [tuple(map(int, row["id"].split("."))) for row in ROWS]

    assert ids == sorted(ids)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_says_how_or_why_not(row: dict[str, str]) -> None:
    assert row["met"] in {"yes", "partly", "no", "does not apply"}
    assert row["requirement"]
    assert row["how, or why not"].endswith(".")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_has_a_test_or_a_reason_in_words_for_what_it_says_is_met(row: dict[str, str]) -> None:
    words = row["how, or why not"].split()

    assert row["met"] != "yes" or row["tests"] or len(words) >= FEWEST_WORDS


@pytest.mark.parametrize("row", WITH_TESTS, ids=lambda row: row["id"])
def test_names_tests_that_are_there(row: dict[str, str]) -> None:
    for named in row["tests"].split():
        path, _, name = named.partition("::")

        assert re.search(rf"def {name}\(", (ROOT / path).read_text(encoding="utf-8")), named
