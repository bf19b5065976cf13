"""The map of one place: its boundary, its extent, and what lies around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from commonground.core.disclosure import CELL_M
from commonground.core.market import Shape
from commonground.report.drawing import theme
from commonground.report.market_report.content import Content, Place
from commonground.report.market_report.maps.city_map import FEWEST_IN_CLASS, STEPS
from commonground.report.market_report.maps.frame import (
    SMALL_TEXT,
    Frame,
    Look,
    circle,
    lighter,
    rooms_of_scale_and_north,
    scale_and_north,
    shapes,
    texts,
)
from commonground.report.market_report.maps.legend import Entry, with_legend
from commonground.report.market_report.maps.streets import (
    Street,
    named_streets,
    names_on,
    published_streets,
)

if TYPE_CHECKING:
    from commonground.report.drawing.panels import Panel

AROUND_M = 300.0
"""How far a map reaches beyond the extent of its place."""

DEPTHS = (0.3, 0.5, 0.74, 1.0)
"""How much colour cells have: they darken with the number of incidents in them."""

NAMED_AT = 14.0
"""A neighbour of which less than the square of this is on the map, in points, gets no number."""

NUMBER = 11.0
"""Radius of the room that a number takes, in points."""

GAP_M = 2.5
"""Cells are drawn smaller than they are, to be told from the firm part without colours."""

CELLS: tuple[Look, ...] = tuple({"fill": lighter(theme.SYNTHETIC, depth)} for depth in DEPTHS)
FIRM: Look = {"fill": theme.AREA, "fillOpacity": 0.12}
BOUNDARY: Look = {"stroke": theme.AREA, "strokeWidth": 3.2}
EXTENT: Look = {"stroke": theme.AREA, "strokeWidth": 1.3, "strokeDash": [5, 3]}
NEIGHBOUR: Look = {"stroke": theme.INK, "strokeWidth": 1.0}
REJECTED: Look = {"stroke": theme.CONTEXT, "strokeWidth": 1.0, "strokeDash": [1.5, 2.5]}
STREETS: Look = {"stroke": theme.CONTEXT, "strokeOpacity": 0.35, "strokeWidth": 1.6}


def place_map(content: Content, place: Place) -> Panel:
    """Draw a place and about 300 m around it.

    Parameters
    ----------
    content
        What the report is about.
    place
        The place.
    """
    market = place.market
    frame = Frame.around(shapely.union(market.extent, market.boundary), margin_m=AROUND_M)
    near = [
        other
        for other in content.places
        if other.number != place.number and shapely.intersects(other.market.boundary, frame.box)
    ]
    candidates = [other for other in near if other.market.is_candidate]
    rejected = [other for other in near if not other.market.is_candidate]
    named = _named(content, frame)
    lines = list(content.streets) or [street.line for street in named]
    layers = shapes(frame, [market.firm], **FIRM)
    for cells, look in zip(_cells(content, frame), CELLS, strict=True):
        layers += shapes(frame, [cells], **look)
    layers += shapes(frame, lines, **STREETS)
    layers += shapes(frame, [other.market.boundary for other in rejected], **REJECTED)
    layers += shapes(frame, [other.market.boundary for other in candidates], **NEIGHBOUR)
    layers += shapes(frame, [market.extent], **EXTENT)
    layers += shapes(frame, [market.boundary], **BOUNDARY)
    numbers = _numbers(frame, near)
    taken = [circle(frame, x, y, radius=NUMBER) for _, x, y in numbers]
    names = names_on(frame, named, taken=[*taken, *rooms_of_scale_and_north(frame)])
    layers += texts(
        frame,
        [(name.x_m, name.y_m, name.text) for name in names],
        angles=[name.angle for name in names],
        size=SMALL_TEXT,
        baseline="middle",
    )
    for is_candidate, colour in ((True, theme.INK), (False, theme.CONTEXT)):
        layers += texts(
            frame,
            [
                (x, y, str(other.number))
                for other, x, y in numbers
                if other.market.is_candidate == is_candidate
            ],
            colour=colour,
            baseline="middle",
            fontWeight="bold",
        )
    layers += scale_and_north(frame)
    entries = _entries(
        place,
        has_candidates=bool(candidates),
        has_rejected=bool(rejected),
        has_streets=bool(lines),
        streets_are_known=bool(content.streets),
    )
    return with_legend(frame, layers, entries)


def _named(content: Content, frame: Frame) -> tuple[Street, ...]:
    """Return streets with names: those that the city publishes, else those that records name."""
    if any(content.street_names):
        return published_streets(content.streets, content.street_names, frame=frame)
    return named_streets(content.drawable, frame=frame)


def _cells(content: Content, frame: Frame) -> list[Shape]:
    """Return the cells of the map as shapes, one a class."""
    cells, half = content.cells, CELL_M / 2 - GAP_M
    x, y = (cells[name].to_numpy(np.float64) for name in ("x_m", "y_m"))
    squares = shapely.box(x - half, y - half, x + half, y + half)
    size = np.searchsorted(FEWEST_IN_CLASS, cells["incidents"].to_numpy(), side="right") - 1
    near = shapely.intersects(squares, frame.box)
    return [
        shapely.GeometryCollection(list(squares[near & (size == kind)]))
        for kind in range(len(DEPTHS))
    ]


def _numbers(frame: Frame, near: list[Place]) -> list[tuple[Place, float, float]]:
    """Return where numbers stand: on each part of a neighbour of which enough is to be seen."""
    inner = frame.box.buffer(-NAMED_AT / 2 / frame.scale)
    inner = shapely.difference(inner, shapely.union_all(rooms_of_scale_and_north(frame)))
    found = []
    for place in near:
        for part in shapely.get_parts(shapely.intersection(place.market.boundary, inner)):
            if frame.points(part).area >= NAMED_AT**2:
                middle = shapely.point_on_surface(part)
                found.append((place, middle.x, middle.y))
    return found


def _entries(
    place: Place,
    *,
    has_candidates: bool,
    has_rejected: bool,
    has_streets: bool,
    streets_are_known: bool,
) -> list[Entry]:
    entries = [
        Entry("boundary of this place", "area", (BOUNDARY,)),
        Entry("extent: records lie as dense as a market's", "area", (EXTENT,)),
    ]
    if not place.market.firm.is_empty:
        entries.append(Entry("firm part of the extent", "area", (FIRM,)))
    entries.append(Entry(STEPS, "squares", CELLS))
    if has_candidates:
        entries.append(Entry("other candidate places, by number", "area", (NEIGHBOUR,)))
    if has_rejected:
        entries.append(Entry("rejected places, by number", "area", (REJECTED,)))
    if has_streets:
        words = "streets" if streets_are_known else "streets, roughly, as records name them"
        entries.append(Entry(words, "line", (STREETS,)))
    return entries
