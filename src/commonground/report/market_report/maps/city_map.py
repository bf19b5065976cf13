"""The map of a city: where drug incidents are, and the places that were looked at."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from commonground.core.market import Shape
from commonground.report.drawing import theme
from commonground.report.market_report.content import Content, Place
from commonground.report.market_report.maps.frame import (
    MAP_WIDTH,
    SMALL_TEXT,
    Frame,
    Look,
    circle,
    rooms_of_scale_and_north,
    scale_and_north,
    shapes,
    texts,
)
from commonground.report.market_report.maps.labels import spread
from commonground.report.market_report.maps.legend import Entry, with_legend

if TYPE_CHECKING:
    import altair as alt

    from commonground.report.drawing.panels import Panel

MOST_CELLS = 3_000
"""Dots on one map."""

FEWEST_IN_CLASS = (1, 3, 8, 20)
RADII = (1.4, 2.2, 3.2, 4.6)
"""Dots grow with the number of incidents in a cell."""

TINT_M = 250.0
"""Side of the squares that show where a city is, if nobody gave its boundary."""

TINTED_SHARE = 0.01
"""Pieces smaller than this share of the tinted ground are stray points, and are not drawn."""

MARGIN = 0.02
"""Room around the city, as a share of its size."""

STEPS = f"{', '.join(map(str, FEWEST_IN_CLASS))} drug incidents or more"
"""What dots of growing size stand for."""

BADGE = 10.5
"""Radius of a number, in points."""

GROUND: Look = {"fill": theme.GRID}
STREETS: Look = {"stroke": theme.BAND, "strokeWidth": 0.6}
DOTS: Look = {"fill": theme.CONTEXT}
CANDIDATE: Look = {
    "fill": theme.AREA,
    "fillOpacity": 0.35,
    "stroke": theme.AREA,
    "strokeWidth": 1.6,
}
REJECTED: Look = {
    "fill": "white",
    "fillOpacity": 0.5,
    "stroke": theme.SYNTHETIC,
    "strokeWidth": 1.1,
}
CANDIDATE_BADGE: Look = {"fill": theme.AREA, "stroke": "white", "strokeWidth": 1.0}
REJECTED_BADGE: Look = {"fill": "white", "stroke": theme.SYNTHETIC, "strokeWidth": 1.0}
LEADER: Look = {"strokeWidth": 0.9}


def city_map(content: Content) -> Panel:
    """Draw the city with its drug incidents and every place that was looked at.

    Parameters
    ----------
    content
        What the report is about.
    """
    ground = ground_of(content)
    whole = shapely.union_all([ground, *(place.market.boundary for place in content.places)])
    frame = Frame.around(whole, margin_m=MARGIN * math.sqrt(shapely.envelope(whole).area))
    layers = [
        *shapes(frame, [ground], **GROUND),
        *shapes(frame, content.streets, **STREETS),
        *_dots(content, frame),
        *shapes(frame, [place.market.boundary for place in content.rejected], **REJECTED),
        *shapes(frame, [place.market.boundary for place in content.candidates], **CANDIDATE),
        *_numbers(content, frame),
        *scale_and_north(frame),
    ]
    return with_legend(frame, layers, _entries(content))


def drawn_cells(content: Content) -> tuple[pd.DataFrame, int]:
    """Return the cells that are drawn, those with most incidents, and how many there are."""
    cells = content.cells.sort_values(
        ["incidents", "x_m", "y_m"], ascending=[False, True, True], ignore_index=True
    )
    return cells.head(MOST_CELLS), len(cells)


def ground_of(content: Content) -> Shape:
    """Return the city: its boundary, or the ground on which anything that may be drawn lies."""
    if content.found.city is not None:
        return content.found.city
    x, y = (content.drawable[name].to_numpy(np.float64) for name in ("x_m", "y_m"))
    at = np.unique(np.floor(np.column_stack([x, y]) / TINT_M), axis=0) * TINT_M
    squares = shapely.box(*(at - TINT_M / 4).T, *(at + 1.25 * TINT_M).T)
    joined = shapely.union_all(squares)
    pieces = shapely.get_parts(joined)
    areas = shapely.area(pieces)
    return shapely.union_all(pieces[areas >= TINTED_SHARE * areas.sum()])


def _dots(content: Content, frame: Frame) -> list[alt.Chart]:
    """Draw cells as dots, the largest last."""
    cells, _ = drawn_cells(content)
    size = np.searchsorted(FEWEST_IN_CLASS, cells["incidents"].to_numpy(), side="right") - 1
    layers = []
    for kind, radius in enumerate(RADII):
        at = cells.loc[size == kind, ["x_m", "y_m"]].to_numpy(np.float64)
        seen = at[shapely.contains_xy(frame.box, at)]
        dots = [circle(frame, x, y, radius=radius, corners=8 if kind else 4) for x, y in seen]
        layers += shapes(frame, [shapely.GeometryCollection(dots)], **DOTS)
    return layers


def _numbers(content: Content, frame: Frame) -> list[alt.Chart]:
    """Write the number of each place beside it, with a line to it."""
    middles = [shapely.point_on_surface(place.market.boundary) for place in content.places]
    at = [frame.points(middle) for middle in middles]
    spots = spread(
        [(point.x, point.y) for point in at],
        radius=BADGE,
        width=MAP_WIDTH,
        height=frame.height,
        taken=[frame.points(room) for room in rooms_of_scale_and_north(frame)],
    )
    layers: list[alt.Chart] = []
    lines = [
        shapely.LineString([frame.at(*spot), (middle.x, middle.y)])
        for spot, middle in zip(spots, middles, strict=True)
    ]
    badges = [circle(frame, *frame.at(*spot), radius=BADGE) for spot in spots]
    for mine, colour, ink, look in (
        (content.rejected, theme.SYNTHETIC, theme.SYNTHETIC, REJECTED_BADGE),
        (content.candidates, theme.AREA, "white", CANDIDATE_BADGE),
    ):
        of = [place.number - 1 for place in mine]
        layers += shapes(frame, [lines[one] for one in of], stroke=colour, **LEADER)
        layers += shapes(frame, [badges[one] for one in of], **look)
        words = [(*frame.at(*spots[one]), str(one + 1)) for one in of]
        layers += texts(
            frame,
            words,
            size=SMALL_TEXT,
            colour=ink,
            halo=0,
            baseline="middle",
            fontWeight="bold" if ink == "white" else "normal",
        )
    return layers


def _entries(content: Content) -> list[Entry]:
    cells, _ = drawn_cells(content)
    entries = []
    if content.candidates:
        entries.append(Entry(_called(content.candidates), "area", (CANDIDATE,)))
    if content.rejected:
        entries.append(Entry("looked at and rejected", "area", (REJECTED,)))
    if len(cells):
        entries.append(Entry(STEPS, "dots", (DOTS,) * len(RADII), sizes=RADII))
    given = content.found.city is not None
    entries.append(Entry("the city" if given else "ground near any incident", "area", (GROUND,)))
    if content.streets:
        entries.append(Entry("streets", "line", (STREETS,)))
    return entries


def _called(candidates: tuple[Place, ...]) -> str:
    confirmed = any(place.market.tier == "confirmed" for place in candidates)
    others = any(place.market.tier != "confirmed" for place in candidates)
    if confirmed and others:
        return "candidate place, or confirmed market"
    return "confirmed market" if confirmed else "candidate place"
