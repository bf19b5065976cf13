"""What change could be shown is said in a plain sentence, and what cannot be is said too."""

from dataclasses import replace

import pytest

from commonground.find.design.detecting import Detectable
from commonground.report.market_report.designs.words import (
    detectable_sentence,
    letter,
    parts_of,
    share_in_words,
)
from commonground.report.numbers import GAP
from tests.unit.report.market_report.made_up import design

NUMBERS = {"E1": 2, "E2": 3, "E3": 1, "E4": 4, "E5": 5}


def drug(change: float, *, with_rings: bool, months: int = 12) -> Detectable:
    return Detectable("drug", months, with_rings, 40, 80, 20, 60, 1.0, change, change)


def both(alone: float, with_rings: float) -> tuple[Detectable, ...]:
    return drug(alone, with_rings=False), drug(with_rings, with_rings=True)


def sentence(*detectable: Detectable) -> str:
    return detectable_sentence(replace(design(), detectable=detectable)).replace(GAP, " ")


def test_quotes_a_year_where_there_is_one() -> None:
    assert detectable_sentence(design()).replace(GAP, " ") == (
        "With 12 months before and after, a change smaller than 44 % of the drug incidents could "
        "not be told from chance; with the rings counted in, one smaller than 61 %."
    )


def test_quotes_the_length_nearest_to_a_year() -> None:
    short = tuple(drug(0.5, with_rings=w, months=m) for m in (3, 6) for w in (False, True))

    assert sentence(*short).startswith("With 6 months")


@pytest.mark.parametrize(
    ("detectable", "said"),
    [
        (both(0.9, 1.2), "a change smaller than 90 % of the drug incidents"),
        (both(0.9, 1.2), "with the rings counted in, none could"),
        (both(1.0, 1.2), "not even an end of all drug incidents could be told from chance"),
        ((), "nothing to compare with"),
    ],
)
def test_says_what_cannot_be_shown(detectable: tuple[Detectable, ...], said: str) -> None:
    assert said in sentence(*detectable)


def test_says_what_a_longer_time_would_show() -> None:
    longer = tuple(drug(0.77, with_rings=w, months=24) for w in (False, True))

    assert sentence(*both(1.1, 1.2), *longer) == (
        "With 12 months before and after, not even an end of all drug incidents could be told from "
        "chance. With 24 months, a fall of 77 % could."
    )


def test_a_change_of_everything_cannot_be_shown() -> None:
    assert share_in_words(0.994).replace(GAP, " ") == "99 %"
    assert share_in_words(1.0) == share_in_words(float("inf")) == "cannot be shown"


def test_names_the_parts_by_number_and_letter() -> None:
    parts = dict(parts_of(design(), numbers=NUMBERS))

    assert parts["Target"].replace(GAP, " ") == "The boundary, 4.0 ha."
    assert parts["Controls"].startswith("A, place 5.")
    assert parts["Alternatives to watch"] == (
        "Places 3 Alternative E2, 500 m to the east; 1 Alternative E3, 1.0 km to the east."
    )
    assert parts["Not at the same time"].startswith("As at place 1:")
    assert parts["Fixed as"] == f"SHA-256 {design().fingerprint}"


def test_says_where_there_is_no_control_and_no_alternative() -> None:
    bare = replace(design(), controls=(), alternatives=(), not_with=())

    parts = dict(parts_of(bare, numbers=NUMBERS))

    assert parts["Controls"] == "None could be had."
    assert parts["Alternatives to watch"] == "No other candidate place is known."
    assert "Not at the same time" not in parts


def test_letters_go_on_as_numbers() -> None:
    assert [letter(at) for at in (0, 25, 26)] == ["A", "Z", "27"]
