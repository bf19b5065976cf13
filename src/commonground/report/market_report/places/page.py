"""The page of one candidate place that can be handed out: why it is looked at, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from commonground.report.market_report.content import Content, Place
from commonground.report.market_report.figures import map_figure
from commonground.report.market_report.places.rationale import rationale
from commonground.report.pieces.blocks import Block, Section

RIGHTS = (
    "This page names nobody, and nobody is scored, listed or watched because of it.",
    "It is no reason to stop, search or arrest anybody, nor to refuse a home, a job or help.",
    "Who lives or works here may say what is wrong with it, and is to be answered.",
)
"""What a page that is handed out promises, and what it may not be used for."""


def place_sections(content: Content, place: Place) -> tuple[Section, ...]:
    """Return what is said of a place to those who live there.

    Parameters
    ----------
    content
        What the report is about.
    place
        The place.
    """
    return (
        Section("Why this place", (Block("terms", items=rationale(content, place)),)),
        Section("What this page is not for", (Block("list", items=RIGHTS),)),
        Section("Where it is", tuple(_where(content, place))),
    )


def _where(content: Content, place: Place) -> Iterator[Block]:
    yield map_figure(content, place).block
    if place.market.streets:
        yield Block("text", text="Its streets, those with most drug incidents first:")
        yield Block("list", items=place.market.streets)
