"""A rationale says what was found and what speaks against it, in a few plain sentences."""

import re
from dataclasses import replace

import pytest

from commonground.report.market_report.content import Content, content_of
from commonground.report.market_report.places.rationale import in_words, rationale
from commonground.report.numbers import GAP
from tests.unit.report.market_report.made_up import CRS, made_up, market


def said(content: Content, number: int) -> dict[str, str]:
    parts = rationale(content, content.places[number - 1])
    return {part.about: part.says.replace(GAP, " ") for part in parts}


def of_one(content: Content, **numbers: float) -> dict[str, str]:
    one = content_of(
        made_up(markets=(market("E1", "Elm", "candidate", numbers=numbers),)),
        city=content.city,
        crs=CRS,
    )
    return said(one, 1)


def test_says_what_was_found(content: Content) -> None:
    assert said(content, 2)["What was found"] == (
        "40 drug incidents are on record here from 1 January to 31 December 2023, in 11 of 12 "
        "months. About 9.5 would be expected if drugs were as large a part of all that is recorded "
        "here as they are in the whole city."
    )


def test_leaves_out_what_may_not_be_shown(content: Content) -> None:
    words = of_one(content, all_kinds=42)["What was found"]

    assert "would be expected" not in words


def test_says_how_many_criteria_it_meets_misses_and_leaves_open(content: Content) -> None:
    assert said(content, 2)["How it was judged"].endswith(
        "of its 12 criteria this place meets 12 and misses none."
    )
    assert said(content, 3)["How it was judged"].endswith(
        "this place meets 9 and misses 2; on 1 the records are silent."
    )


def test_says_all_that_speaks_against_it(content: Content) -> None:
    assert said(content, 3)["What speaks against it"] == (
        "Its outline is unstable: two random halves of the records draw areas that overlap by 31 % "
        "only; most of its incidents whose premise is known were indoors; hardly a sale, a call or "
        "a citizen's report backs up what police found; without records of possession, nothing of "
        "it is left."
    )
    assert said(content, 2)["What speaks against it"] == (
        "50 % of its drug incidents lie beside a booking place, where they may only have been put "
        "on record; without records of possession, less than half of it is left."
    )


def test_says_that_nothing_speaks_against_it_but_that_police_chose_where_to_look(
    content: Content,
) -> None:
    place = content.places[1].market
    criteria = tuple(
        replace(one, value=0.0) if one.name == "institution" else one for one in place.criteria
    )
    clean = replace(content.found, markets=(replace(place, id="none", criteria=criteria),))

    assert said(replace(content, found=clean), 1)["What speaks against it"].startswith(
        "Nothing in these records; but drug records are made where police look"
    )


def test_says_what_the_records_leave_open_and_when_they_end(content: Content) -> None:
    open_questions = said(content, 3)["What is not known"]

    assert open_questions.startswith("The records end on 31 December 2023")
    assert "whether it is a jail" in open_questions
    assert said(content, 2)["What is not known"].endswith("nor is what nobody reported.")


def test_calls_for_a_person_to_look_until_one_has(content: Content) -> None:
    assert "A person must look" in said(content, 2)["What happens next"]
    assert "candidate place and no market" in said(content, 2)["What happens next"]
    assert "found an open-air market here" in said(content, 1)["What happens next"]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_takes_seven_sentences_at_most(content: Content, number: int) -> None:
    words = " ".join(said(content, number).values())

    assert 4 <= len(re.findall(r"[.](?:\s|$)", words)) <= 7
    assert "nobody is named or scored" in words


@pytest.mark.parametrize(
    ("variant", "words"),
    [
        ("grid origin 2 of 4", "with the grid begun elsewhere, 2 of 4"),
        ("cells of 100 m", "with cells of 100 m"),
        ("without possession", "without records of possession"),
        ("something new", "something new"),
    ],
)
def test_names_choices_in_plain_words(variant: str, words: str) -> None:
    assert in_words(variant) == words
