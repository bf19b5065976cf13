"""A card shows the whole evidence of one place, and no small count of people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd

from commonground.core.market import Review
from commonground.find.found import Found
from commonground.report.market_report.content import Content, Place, content_of
from commonground.report.market_report.places.card import card
from commonground.report.numbers import GAP
from commonground.report.pieces.blocks import Block
from tests.unit.report.market_report.made_up import CRS, made_up, market

Said = Callable[[list[Block]], str]


def numbers(content: Content, number: int = 1) -> dict[str, str]:
    blocks = card(content, content.places[number - 1])
    table = next(block for block in blocks if block.columns == ("What", "Number"))
    return {row[0]: row[1] for row in table.rows}


def of_one(**known: float) -> Content:
    found = made_up(markets=(market("E1", "Elm", "candidate", numbers=known),))
    return content_of(found, city="Elm", crs=CRS)


def test_shows_map_rationale_criteria_numbers_sensitivity_and_time(content: Content) -> None:
    blocks = list(card(content, content.places[1]))

    assert [block.kind for block in blocks] == [
        "text", "figure", "terms", "table", "table", "text", "table", "figure", "figure",
    ]  # fmt: skip
    assert [block.figure for block in blocks if block.figure] == ["map-E1", "months-E1", "hours-E1"]


def test_says_who_looked_and_what_they_found_the_last_look_first() -> None:
    on = (date(2026, 9, 3), date(2026, 10, 4))
    looks = [
        Review("E3", "outreach team, Elm", on[0], "no market", "Quiet."),
        Review("E3", "narcotics unit, Elm police", on[1], "market", "Walked twice."),
        Review("E1", "narcotics unit, Elm police", on[1], "market", "Elsewhere."),
    ]
    found = made_up(reviews=tuple(looks))

    blocks = card(*_first(found))

    assert next(block for block in blocks if block.kind == "list").items == (
        "Review of 4 October 2026 by narcotics unit, Elm police: an open-air market. Walked twice.",
        "Review of 3 September 2026 by outreach team, Elm: no market. Quiet.",
    )


def _first(found: Found) -> tuple[Content, Place]:
    content = content_of(found, city="Elm", crs=CRS)
    return content, content.places[0]


def test_lists_every_criterion_with_its_answer_and_reason(content: Content) -> None:
    blocks = card(content, content.places[2])
    table = next(block for block in blocks if "Answer" in block.columns)

    assert len(table.rows) == 12
    assert table.rows[-1] == (
        "Second source", "misses", "Of second source it misses what <is> needed.",
    )  # fmt: skip


def test_shows_counts_of_people_only_where_they_are_many(content: Content) -> None:
    shown = numbers(content)

    assert shown["overdoses"] == "fewer than 11"
    assert shown["drug calls"] == "14"
    assert numbers(of_one(overdoses=0))["overdoses"] == "0"


def test_says_nothing_of_calls_where_the_records_hold_none() -> None:
    bare = content_of(made_up(people=False), city="Elm", crs=CRS)

    assert not {"overdoses", "drug calls"} & set(numbers(bare))


def test_says_who_started_the_records_as_far_as_that_may_be_shown() -> None:
    shown = numbers(of_one(police_initiated=20, citizen_initiated=15))
    few = numbers(of_one(police_initiated=20, citizen_initiated=5))
    nobody = numbers(of_one(police_initiated=0, citizen_initiated=0))

    assert (shown["started by police"], shown["started by citizens"]) == ("20", "15")
    assert shown["started by nobody knows whom"] == "5"
    assert (few["started by police"], few["started by citizens"]) == ("not shown", "fewer than 11")
    assert nobody["started by police, or by citizens"] == "not known"


def test_says_what_is_left_without_what_police_started(content: Content, said: Said) -> None:
    table = content.found.sensitivity
    one = table[table["market"] == "E3"].head(1).assign(variant="without police-initiated")
    left = replace(content, found=replace(content.found, sensitivity=one))
    none = replace(
        content, found=replace(content.found, sensitivity=one.assign(covered=float("nan")))
    )

    words = said(list(card(left, left.places[0]))).replace(GAP, " ")

    assert "30 drug incidents remain here, and 90 % of the boundary" in words
    assert "too few are left in the whole city" in said(list(card(none, none.places[0])))


def test_calls_an_unstable_place_unstable(content: Content, said: Said) -> None:
    unstable = said(list(card(content, content.places[2]))).replace(GAP, " ")

    assert "Candidate place of 4.0 hectares, unstable." in unstable
    assert "overlap by 31 %; below 50 % a place is called unstable" in unstable
    assert "this one is stable" in said(list(card(content, content.places[1])))


def test_says_it_where_halves_draw_nothing_and_nothing_is_firm(
    content: Content, said: Said
) -> None:
    empty = content.places[4]
    known = {**empty.market.numbers, "agreement": float("nan")}
    bare = replace(empty, market=replace(empty.market, numbers=known))

    words = said(list(card(content, bare)))

    assert "Random halves of the record draw nothing here" in words
    assert "No part of it is firm." in words
    assert "The records name no street here." in words


def test_says_why_a_choice_could_not_be_made_another_way(content: Content, said: Said) -> None:
    words = said(list(card(content, content.places[0])))

    assert "Not possible without records of possession: Too few are left." in words
    assert "without records of possession\n–\n–" in words


def test_shows_no_table_of_choices_where_none_was_tried(content: Content) -> None:
    none = content.found.sensitivity.head(0)
    bare = replace(content, found=replace(content.found, sensitivity=pd.DataFrame(none)))

    columns = [block.columns for block in card(bare, bare.places[0])]

    assert ("Choice", "Drug incidents", "Still dense") not in columns
