"""The report says all of every place, candidates and rejected, and ranks none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from commonground.report.market_report.content import Content
from commonground.report.market_report.sections import market_sections
from commonground.report.numbers import GAP
from commonground.report.pieces.blocks import Block, Section

Said = Callable[[list[Block]], str]


def headings(content: Content) -> list[str]:
    return [section.heading.replace(GAP, " ") for section in market_sections(content)]


def words(content: Content, said: Said) -> str:
    return said([block for section in market_sections(content) for block in section.blocks])


def section(content: Content, heading: str) -> Section:
    return next(one for one in market_sections(content) if one.heading == heading)


def test_gives_every_candidate_a_section(content: Content) -> None:
    assert headings(content) == [
        "The answer",
        "What the records can and cannot show",
        "The city",
        "Candidate places",
        "Market 1: 0 block 5th Ave",
        "Candidate place 2: 500 block 5th St",
        "Candidate place 3: 1000 block 5th St",
        "Places that were looked at and rejected",
        "Booking places",
        "How it was done",
        "Where this came from",
        "Words used here",
    ]


def test_leaves_candidates_out_where_there_are_none(nothing: Content, said: Said) -> None:
    assert "Candidate places" not in headings(nothing)
    assert "no ranking" not in words(nothing, said)
    assert "Places that were looked at and rejected" in headings(nothing)


def test_says_that_the_order_is_no_ranking(content: Content, said: Said) -> None:
    assert "no ranking and holds no score" in words(content, said)


def test_lists_candidates_with_their_numbers(content: Content) -> None:
    (table,) = section(content, "Candidate places").blocks

    assert [row[:3] for row in table.rows] == [
        ("1", "0 block 5th Ave", "confirmed"),
        ("2", "500 block 5th St", "corroborated"),
        ("3", "1000 block 5th St", "candidate"),
    ]
    assert table.rows[2][3:] == ("4.0", "40", "9.5", "31", f"0.5{GAP}%", "unstable")
    assert len(table.columns) == len(table.numeric) == 9


def test_gives_each_rejected_place_its_reasons(content: Content, said: Said) -> None:
    blocks = list(section(content, "Places that were looked at and rejected").blocks)

    assert blocks[0].rows[0][3] == (
        "Of one day it misses what <is> needed. Of chance it misses what <is> needed."
    )
    assert blocks[0].rows[1][3] == "Persons looked, and their recorded review found no market."
    assert "2 more areas are as dense" in said(blocks)


def test_says_that_none_was_rejected(content: Content, said: Said) -> None:
    only = replace(content, found=replace(content.found, markets=content.found.candidates))

    assert "No place that was looked at was rejected." in words(only, said)


def test_shows_booking_places_without_totals_that_tell_of_a_few(content: Content) -> None:
    (table,) = section(content, "Booking places").blocks

    assert table.rows == (("Jail", "40", "20"), ("Hospital", "–", "5"))
    assert "are not shown" in table.text


def test_warns_where_no_booking_place_is_known(content: Content, said: Said) -> None:
    none = pd.DataFrame({"institution": [], "incidents": [], "drug": []})

    bare = replace(content, found=replace(content.found, institutions=none))

    assert "look for one at every candidate place" in words(bare, said)


def test_says_where_it_came_from_once(content: Content, said: Said) -> None:
    told = replace(content, provenance={"Place": content.city, "Made on": "2024-01-01"})

    words_of = said(list(section(told, "Where this came from").blocks))

    assert words_of.count(content.city) == 1
    assert "Made on 2024-01-01" in words_of
    assert "Coordinate system EPSG:26910" in words_of


def test_calls_nothing_a_market_before_it_is_confirmed(content: Content) -> None:
    unconfirmed = content.found.candidates[1:]
    left = replace(content, found=replace(content.found, markets=unconfirmed))

    assert all("Market" not in heading for heading in headings(left))
