"""The map of a design: target, rings, controls with theirs, and alternatives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import shapely

from commonground.core.market import Shape
from commonground.find.design.design import Band, Design
from commonground.report.drawing import theme
from commonground.report.market_report.content import Content
from commonground.report.market_report.designs.words import letter
from commonground.report.market_report.maps.city_map import GROUND, STREETS, ground_of
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
from commonground.report.numbers import together

if TYPE_CHECKING:
    import altair as alt

    from commonground.report.drawing.panels import Panel

MARGIN_M = 250.0
"""Room around what a map shows."""

BADGE = 9.5
"""Radius of a number or letter, in points."""

TARGET: Look = {"fill": theme.AREA}
RING: Look = {"fill": theme.AREA, "fillOpacity": 0.45, "stroke": "white", "strokeWidth": 0.6}
OUTER_RING: Look = {
    "fill": theme.AREA,
    "fillOpacity": 0.2,
    "stroke": theme.AREA,
    "strokeWidth": 0.8,
}
CONTROL: Look = {"fill": theme.SYNTHETIC}
CONTROL_RING: Look = {
    "fill": "white",
    "fillOpacity": 0.6,
    "stroke": theme.SYNTHETIC,
    "strokeWidth": 1.0,
    "strokeDash": [3, 2],
}
BARRIER: Look = {"stroke": theme.INK, "strokeWidth": 2.2, "strokeOpacity": 0.75}
ALTERNATIVE: Look = {"fill": "white", "stroke": theme.INK, "strokeWidth": 1.2}
BADGES: Look = {"fill": "white", "stroke": theme.INK, "strokeWidth": 0.8}
LEADER: Look = {"stroke": theme.INK, "strokeWidth": 0.7}


def design_map(content: Content, design: Design) -> Panel:
    """Draw a design with the ground of the city around it.

    Parameters
    ----------
    content
        What the report is about.
    design
        The design.
    """
    alternatives = [one.area for one in design.alternatives]
    frame = Frame.around(
        shapely.union_all([design.treated, design.compared, *alternatives]), margin_m=MARGIN_M
    )
    layers = [
        *shapes(frame, [ground_of(content)], **GROUND),
        *shapes(frame, content.streets, **STREETS),
        *shapes(frame, _drawn(design.rings[1:]), **OUTER_RING),
        *shapes(frame, _drawn(design.rings[:1]), **RING),
    ]
    for control in design.controls:
        layers += shapes(frame, _drawn(control.rings), **CONTROL_RING)
    layers += shapes(frame, content.found.barriers, **BARRIER)
    layers += shapes(frame, alternatives, **ALTERNATIVE)
    layers += shapes(frame, [control.area for control in design.controls], **CONTROL)
    layers += shapes(frame, [design.target], **TARGET)
    layers += _badges(frame, dict(_named(content, design)))
    layers += scale_and_north(frame)
    return with_legend(frame, layers, list(_entries(content, design)))


def _drawn(bands: tuple[Band, ...]) -> list[Shape]:
    return [band.shape for band in bands]


def _named(content: Content, design: Design) -> Iterator[tuple[str, Shape]]:
    yield str(content.numbers[design.place]), design.target
    for at, control in enumerate(design.controls):
        yield letter(at), control.area
    for other in design.alternatives:
        yield str(content.numbers[other.id]), other.area


def _badges(frame: Frame, named: dict[str, Shape]) -> list[alt.Chart]:
    """Write numbers and letters beside what they name, with a line to it."""
    middles = [shapely.point_on_surface(shape) for shape in named.values()]
    at = [frame.points(middle) for middle in middles]
    spots = spread(
        [(point.x, point.y) for point in at],
        radius=BADGE,
        width=MAP_WIDTH,
        height=frame.height,
        taken=[frame.points(room) for room in rooms_of_scale_and_north(frame)],
    )
    lines = [
        shapely.LineString([frame.at(*spot), (middle.x, middle.y)])
        for spot, middle in zip(spots, middles, strict=True)
    ]
    words = [(*frame.at(*spot), text) for spot, text in zip(spots, named, strict=True)]
    return [
        *shapes(frame, lines, **LEADER),
        *shapes(frame, [circle(frame, x, y, radius=BADGE) for x, y, _ in words], **BADGES),
        *texts(frame, words, size=SMALL_TEXT, halo=0, baseline="middle"),
    ]


def _entries(content: Content, design: Design) -> Iterator[Entry]:
    yield Entry(f"target: place {content.numbers[design.place]}", "area", (TARGET,))
    for bands, look in ((design.rings[:1], RING), (design.rings[1:], OUTER_RING)):
        if bands:
            rings = "ring" if len(bands) == 1 else "rings"
            yield Entry(f"{rings} of {together([one.name for one in bands])}", "area", (look,))
    if design.controls:
        yield Entry("controls, by letter", "area", (CONTROL,))
        yield Entry("rings of a control", "area", (CONTROL_RING,))
    if design.alternatives:
        yield Entry("alternatives: other candidate places, by number", "area", (ALTERNATIVE,))
    if content.found.barriers:
        yield Entry("barriers, which no ring reaches across", "line", (BARRIER,))
    given = content.found.city is not None
    yield Entry("the city" if given else "ground near any incident", "area", (GROUND,))
    if content.streets:
        yield Entry("streets", "line", (STREETS,))
