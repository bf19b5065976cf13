"""Legends of maps: each look beside what it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import shapely

from commonground.core.market import Shape
from commonground.report.drawing import theme
from commonground.report.market_report.maps.frame import (
    MAP_WIDTH,
    SMALL_TEXT,
    Frame,
    Look,
    box_at,
    circle,
    shapes,
    texts,
)

if TYPE_CHECKING:
    import altair as alt

    from commonground.report.drawing.panels import Panel

ROW = 21
"""Height of a line, in points."""

GAP = 10
"""Room between a map and its legend."""

SYMBOL = 24
"""Width that is left for what is explained."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend.

    Parameters
    ----------
    means
        What is drawn so, in words.
    form
        What a piece of it looks like: an area, a line, or dots or squares of growing weight.
    looks
        Properties of Vega-Lite's mark; several where weight grows.
    sizes
        Radius of each dot.
    """

    means: str
    form: Literal["area", "line", "dots", "squares"]
    looks: tuple[Look, ...]
    sizes: tuple[float, ...] = field(default=())


def with_legend(frame: Frame, layers: Sequence[alt.Chart], entries: Sequence[Entry]) -> Panel:
    """Return layers as one map with a thin edge, and its legend below, one line an entry.

    Parameters
    ----------
    frame
        What the map shows.
    layers
        What is drawn, the lowest first.
    entries
        What the looks mean. They are drawn in the map's own metres, below its southern edge: a
        figure has room for one projection only.
    """
    import altair as alt

    height = GAP + ROW * len(entries)
    drawn = [*layers, *shapes(frame, [frame.box], stroke=theme.BAND, strokeWidth=1)]
    words = []
    for at, entry in enumerate(entries):
        y = -GAP - ROW * (at + 0.5)
        for step, look in enumerate(entry.looks):
            drawn += shapes(frame, [_symbol(frame, entry, step, y)], is_cut=False, **look)
        words.append((*frame.at(SYMBOL * len(entry.looks) + 8, y), entry.means))
    drawn += texts(frame, words, size=SMALL_TEXT, halo=0, align="left", baseline="middle")
    return alt.layer(*drawn).properties(width=MAP_WIDTH, height=frame.height + height)


def _symbol(frame: Frame, entry: Entry, step: int, y: float) -> Shape:
    middle = SYMBOL * (step + 0.5)
    if entry.form == "line":
        return shapely.LineString([frame.at(1, y), frame.at(SYMBOL - 1, y)])
    if entry.form == "dots":
        return circle(frame, *frame.at(middle, y), radius=entry.sizes[step], corners=8)
    half = 7 if entry.form == "squares" else 10
    return box_at(frame, (middle - half, y - 7), (middle + half, y + 7))
