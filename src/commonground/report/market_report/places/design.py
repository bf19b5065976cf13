"""What a card says of an intervention at its place, before anybody commits to one."""

from __future__ import annotations

from collections.abc import Iterator

from commonground.find.design.design import Design
from commonground.find.design.detecting import Detectable
from commonground.report.market_report.content import Content, Place
from commonground.report.market_report.designs.words import (
    OUTCOMES,
    detectable_sentence,
    parts_of,
    share_in_words,
)
from commonground.report.market_report.figures import design_figure
from commonground.report.numbers import count, decimal, percent
from commonground.report.pieces.blocks import Block, table_block

MATERIAL = 1.1
"""Counts that vary by this much more than by chance alone make a change harder to see."""


def design_blocks(content: Content, place: Place) -> Iterator[Block]:
    """Return what an intervention at a place would be, and what change could be shown.

    Parameters
    ----------
    content
        What the report is about.
    place
        The place.
    """
    design = content.design_of(place)
    if design is None:
        return
    yield Block(
        "text",
        text=f"If an intervention were made here. {detectable_sentence(design)}",
    )
    yield design_figure(content, place, design).block
    yield Block("terms", items=tuple(parts_of(design, numbers=content.numbers)))
    if design.detectable:
        yield _detectable(content, design)
    if design.notes:
        yield Block("text", text="What weakens this design:")
        yield Block("list", items=design.notes)


def _detectable(content: Content, design: Design) -> Block:
    plan = content.found.design
    return table_block(
        "The smallest change that could be told from chance, as a share of the target's count "
        f"before, with a probability of {percent(plan.power)} at a level of "
        f"{percent(plan.alpha)}: by the target against the controls, and with what moves into the "
        "rings counted in (weighted displacement difference). In brackets: the same, did counts "
        "vary by chance alone.",
        ["Outcome", "Months", "In the target", "In its rings", "In the controls", "Varies",
         "Target alone", "With rings"],
        [
            (
                OUTCOMES[alone.outcome],
                str(alone.months),
                count(alone.target),
                count(alone.ring),
                count(alone.control),
                f"{decimal(alone.dispersion)} times",
                _share(alone),
                _share(both),
            )
            for alone, both in zip(design.detectable[::2], design.detectable[1::2], strict=True)
        ],
        text_columns=(0,),
    )  # fmt: skip


def _share(one: Detectable) -> str:
    """Write a change, and what it would be by chance alone where that is much less."""
    said = share_in_words(one.change)
    if one.dispersion < MATERIAL:
        return said
    return f"{said} ({share_in_words(one.by_chance)})"
