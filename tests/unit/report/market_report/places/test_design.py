"""A card says what an intervention would be, and what change could be shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from commonground.report.market_report.content import Content
from commonground.report.market_report.places.design import design_blocks
from commonground.report.numbers import GAP
from commonground.report.pieces.blocks import Block


def test_begins_with_the_sentence_and_ends_with_what_weakens_it(laid_out: Content) -> None:
    blocks = list(design_blocks(laid_out, laid_out.places[1]))

    assert blocks[0].text.startswith("If an intervention were made here. With 12 months")
    assert [block.kind for block in blocks] == ["text", "figure", "terms", "table", "text", "list"]
    assert blocks[-1].items == ("Something isn't <right>.",)


def test_shows_the_change_by_chance_alone_where_counts_vary_more(laid_out: Content) -> None:
    table = next(b for b in design_blocks(laid_out, laid_out.places[1]) if b.kind == "table")

    rows = [tuple(cell.replace(GAP, " ") for cell in row) for row in table.rows]
    assert rows == [
        ("drug incidents", "6", "20", "10", "40", "2.0 times", "71 % (50 %)",
         "cannot be shown (90 %)"),
        ("drug incidents", "12", "40", "20", "80", "1.0 times", "44 %", "61 %"),
        ("violent and weapon incidents", "12", "0", "1", "3", "1.0 times", "cannot be shown",
         "cannot be shown"),
    ]  # fmt: skip


def test_says_nothing_where_no_design_was_made(
    laid_out: Content, said: Callable[[list[Block]], str]
) -> None:
    bare = replace(laid_out, found=replace(laid_out.found, designs=()))

    assert said(list(design_blocks(bare, bare.places[1]))) == ""
