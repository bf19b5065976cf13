"""A ranking is shown with its weights, intervals and parts, and says what it cannot tell."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from commonground.find.ranking import PARTS, TABLE, Ranking
from commonground.find.weights import Weights
from commonground.report.market_report.content import Content
from commonground.report.market_report.figures import rank_figure
from commonground.report.market_report.geography import beside
from commonground.report.market_report.places.card import card
from commonground.report.market_report.plain import markets_to_json
from commonground.report.market_report.rank_chart import rank_chart
from commonground.report.market_report.ranked import (
    in_draws,
    ranking_blocks,
    ranking_sentences,
    weighing,
)
from commonground.report.market_report.sections import market_sections
from commonground.report.market_report.shown import shown
from commonground.report.market_report.tables import market_tables
from commonground.report.numbers import GAP
from commonground.report.pieces.blocks import Block
from tests.unit.report.market_report.made_up import CRS

Said = Callable[[list[Block]], str]

WEIGHTS = Weights({"drug": 1.0, "overdoses": 2.5, "violent": 10.0, "schools": 3.0}, top=2)

ORDER = [
    ("E1", 1234.5, 1000.0, 1500.0, 1, 1, 2, 0.6, 0.97),
    ("E3", 1100.0, 900.0, 1300.0, 1, 2, 2, 0.4, 0.95),
    ("E2", 20.4, 9.9, 33.0, 3, 3, 3, 0.0, 0.001),
]
"""Places 2, 1 and 3 of the report."""

EXPOSURES = pd.DataFrame(
    [
        (key, layer, held, people, apportioned)
        for key, schools, children in [("E1", 3, 4), ("E2", 0, 0), ("E3", 12, 1234), ("E4", 1, 11)]
        for layer, held, people, apportioned in [
            ("schools", schools, False, False),
            ("Small children", children, True, True),
        ]
    ],
    columns=["market", "layer", "count", "people", "apportioned"],
)


def a_ranking(order: list[tuple[Any, ...]] = ORDER) -> Ranking:
    parts = [
        (key, kind, weight, share, alone)
        for key, *_ in order
        for kind, weight, share, alone in [
            ("drug", 1.0, 0.2, 0.995 if key == "E3" else 0.004),
            ("violent", 10.0, 0.7, 0.6 if key == "E1" else 0.4),
            ("schools", 3.0, 0.1, 0.0),
        ]
    ]
    return Ranking(
        weights=WEIGHTS,
        top=2 if order else 0,
        table=pd.DataFrame(order, columns=TABLE),
        parts=pd.DataFrame(parts, columns=PARTS),
        absent=("overdoses",) if order else (),
    )


@pytest.fixture(scope="module")
def ranked(content: Content) -> Content:
    return with_ranking(content, a_ranking())


def with_ranking(content: Content, ranking: Ranking) -> Content:
    found = replace(content.found, ranking=ranking, exposures=EXPOSURES)
    return replace(content, found=shown(found))


def blocks(content: Content) -> list[Block]:
    return list(ranking_blocks(content))


def tables(content: Content) -> list[Block]:
    return [block for block in blocks(content) if block.kind == "table"]


def test_says_nothing_without_weights(content: Content) -> None:
    assert blocks(content) == []
    assert not any("Ranking" in one.heading for one in market_sections(content))


def test_stands_in_a_section_of_its_own(ranked: Content, said: Said) -> None:
    sections = market_sections(ranked)

    (section,) = [one for one in sections if one.heading.startswith("Ranking, with the weights")]
    assert list(section.blocks) == blocks(ranked)
    answer = said(list(sections[0].blocks))
    assert "But for one section, with weights that were stated for it" in answer
    assert "holds no score" not in answer


def test_says_who_may_come_first_and_who_cannot_be_told_apart(ranked: Content) -> None:
    text = ranking_sentences(ranked, a_ranking())

    assert text == (
        "By these weights place 2 has the largest harm index and ranks between 1st and 2nd: it "
        f"comes first in 60{GAP}% of the draws. The records cannot tell places 1 and 2 apart: "
        "their rank intervals overlap."
    )


def test_says_who_ranks_first_where_that_is_sure(ranked: Content) -> None:
    order = [("E1", *ORDER[0][1:4], 1, 1, 1, 0.999, 1.0), ("E3", *ORDER[1][1:4], 2, 2, 2, 0.0, 1.0)]

    text = ranking_sentences(ranked, a_ranking(order))

    assert text == f"By these weights place 2 ranks first, in >{GAP}99{GAP}% of the draws."


@pytest.mark.parametrize(
    ("ranks", "says"),
    [
        ([(1, 2), (1, 2), (3, 3)], "places 1 and 2 apart"),
        ([(1, 3), (1, 3), (1, 3)], "places 1, 2 and 3 apart"),
        ([(1, 2), (2, 3), (2, 3)], "places 1, 2 and 3 apart"),
        ([(1, 1), (2, 3), (2, 3)], "places 1 and 3 apart"),
    ],
)
def test_names_the_places_that_share_a_rank(
    ranks: list[tuple[int, int]], says: str, ranked: Content
) -> None:
    order = [
        (*row[:4], low, low, high, *row[7:]) for row, (low, high) in zip(ORDER, ranks, strict=True)
    ]

    assert f"cannot tell {says}" in ranking_sentences(ranked, a_ranking(order))


def test_shows_each_index_with_its_interval_and_ranks(ranked: Content) -> None:
    order = tables(ranked)[0]

    assert order.columns[2:] == ("Harm index", "90 % interval", "Ranks", "First", "Among first 2")
    assert order.rows == (
        ("2", "500 block 5th St", "1,234", "1,000 to 1,500", "1 to 2", f"60{GAP}%", f"97{GAP}%"),
        ("1", "0 block 5th Ave", "1,100", "900 to 1,300", "1 to 2", f"40{GAP}%", f"95{GAP}%"),
        ("3", "1000 block 5th St", "20.4", "9.9 to 33.0", "3", f"<{GAP}1{GAP}%", f"<{GAP}1{GAP}%"),
    )


def test_shows_what_each_index_is_made_of(ranked: Content) -> None:
    shares = tables(ranked)[1]

    assert shares.columns[2:] == ("Drug incidents", "Violent and weapon incidents", "Schools")
    assert shares.rows[0][2:] == (f"20{GAP}%", f"70{GAP}%", f"10{GAP}%")


def test_shows_how_the_first_place_hangs_on_the_weights(ranked: Content) -> None:
    alone = tables(ranked)[2]

    assert alone.columns[2:4] == ("As stated", "Only drug incidents")
    assert [row[0] for row in alone.rows] == ["2", "1", "3"]
    assert alone.rows[1][2:4] == (f"40{GAP}%", f">{GAP}99{GAP}%")


def test_states_the_weights_and_what_they_are(ranked: Content, said: Said) -> None:
    words = weighing(a_ranking())

    assert "drug incidents 1, violent and weapon incidents 10 and overdoses 2.5" in words
    assert "within 300 m of its boundary, times its weight: schools 3" in words
    assert "a judgement about what matters" in words
    assert "The records hold no overdoses" in said(blocks(ranked))


def test_has_nothing_to_rank_with_fewer_than_two_places(content: Content) -> None:
    bare = with_ranking(content, a_ranking([]))

    (block,) = blocks(bare)

    assert "fewer than two candidate places leave nothing to rank" in block.text


def test_draws_a_bar_over_the_ranks_of_each_place(ranked: Content) -> None:
    chart = rank_chart(ranked, a_ranking()).to_dict()

    (rows,) = chart["datasets"].values()
    assert [(row["place"], row["low"], row["high"], row["median"]) for row in rows] == [
        ("2: 500 block 5th St", 0.75, 2.25, 1),
        ("1: 0 block 5th Ave", 0.75, 2.25, 2),
        ("3: 1000 block 5th St", 2.75, 3.25, 3),
    ]


def test_describes_the_figure_in_words(ranked: Content) -> None:
    figure = rank_figure(ranked, a_ranking())

    assert "place 2 ranks 1 to 2; place 1 ranks 1 to 2; place 3 ranks 3 to 3" in figure.alt


@pytest.mark.parametrize(
    ("share", "written"),
    [(0.0, "< 1 %"), (0.004, "< 1 %"), (0.01, "1 %"), (0.99, "99 %"), (0.995, "> 99 %")],
)
def test_never_says_that_draws_are_certain(share: float, written: str) -> None:
    assert in_draws(share).replace(GAP, " ") == written


def test_says_on_each_card_what_lies_near(ranked: Content, said: Said) -> None:
    first, second, third = (
        said([one for one in card(ranked, place) if one.kind == "text"])
        for place in ranked.candidates
    )

    assert "Within 300 m of its boundary: schools 12; Small children 1,234 (by area)." in first
    assert "schools 3; Small children fewer than 11 (by area)." in second
    assert "schools 0; Small children 0 (by area)." in third
    assert "spread evenly" in first


def test_says_nothing_of_what_lies_near_without_layers(content: Content, said: Said) -> None:
    assert "Within 300 m" not in said(list(card(content, content.candidates[0])))


def test_withholds_a_few_people_of_a_layer_and_nothing_else(ranked: Content) -> None:
    table = market_tables(ranked)["exposures"]

    children = table[table["layer"] == "Small children"].set_index("id")["count"]
    assert pd.isna(children["E1"])
    assert children.drop("E1").to_dict() == {"E2": 0, "E3": 1234, "E4": 11}
    assert table.loc[table["layer"] == "schools", "count"].tolist() == [3, 0, 12, 1]


def test_puts_ranks_and_what_lies_near_into_the_shapes(ranked: Content) -> None:
    by_id = {place.market.id: beside(ranked, place) for place in ranked.places}

    assert by_id["E1"]["within_300_m_schools"] == 3
    assert by_id["E1"]["within_300_m_small_children"] is None
    assert by_id["E1"]["rank_high"] == 2
    assert by_id["E1"]["harm_index"] == 1234.5
    assert by_id["E4"]["rank_high"] is None
    assert by_id["E4"]["harm_index"] is None
    assert "within_300_m_schools" not in by_id["E5"]


def test_tells_programs_the_weights_and_the_order(ranked: Content) -> None:
    told = markets_to_json(ranked.found, city="Elm City", crs=CRS)

    ranking: Any = told["ranking"]
    assert ranking["weights"] == WEIGHTS.of
    assert ranking["absent"] == ["overdoses"]
    rows: Any = told["tables"]
    assert [row["number"] for row in rows["ranking"]] == [2, 1, 3]
    assert len(rows["ranking_parts"]) == 9
    assert json.dumps(told, allow_nan=False)
