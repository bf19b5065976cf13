"""The piece of ground that a map shows, and what is drawn on it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np
import shapely
from shapely.geometry import mapping

from commonground.core.market import Shape
from commonground.report.drawing import theme

if TYPE_CHECKING:
    import altair as alt

Look: TypeAlias = dict[str, Any]
"""Properties of a mark of Vega-Lite: its colours, the width of its lines."""

MAP_WIDTH = 420
"""Width of a map in points: on a telephone it shrinks to three fifths, and must still be read."""

TALLEST = 500
FLATTEST = 280
"""Greatest and least height of a map in points."""

TEXT = 15.0
SMALL_TEXT = 13.5

ROUND_M = (50, 100, 200, 250, 500, 1_000, 2_000, 2_500, 5_000, 10_000)
"""Lengths that a scale bar may have."""

BAR_AT = (12, 12)
"""Where a scale bar begins, in points from the south-west corner."""

LONGEST_BAR = 0.3
"""Length of a scale bar at most, as a share of the map."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The piece of ground that a map shows.

    Parameters
    ----------
    west, south
        Its corner, in metres.
    width_m, height_m
        How far it reaches to the east and to the north.
    """

    west: float
    south: float
    width_m: float
    height_m: float

    @classmethod
    def around(cls, shape: Shape, *, margin_m: float) -> Frame:
        """Return the ground around a shape, neither slimmer nor flatter than a map may be."""
        west, south, east, north = shapely.bounds(shape)
        width, height = east - west + 2 * margin_m, north - south + 2 * margin_m
        wide = max(width, height * MAP_WIDTH / TALLEST)
        high = max(height, width * FLATTEST / MAP_WIDTH)
        return cls(
            west=float((west + east - wide) / 2),
            south=float((south + north - high) / 2),
            width_m=float(wide),
            height_m=float(high),
        )

    @property
    def scale(self) -> float:
        """Points to a metre."""
        return MAP_WIDTH / self.width_m

    @property
    def height(self) -> float:
        """Height of the map in points."""
        return round(self.height_m * self.scale, 1)

    @property
    def box(self) -> Shape:
        """The ground as a shape."""
        return shapely.box(
            self.west, self.south, self.west + self.width_m, self.south + self.height_m
        )

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where, in metres, a point of the map lies: points from the south-west corner."""
        return self.west + x / self.scale, self.south + y / self.scale

    def points(self, shape: Shape) -> Shape:
        """Return a shape in points from the south-west corner of the map."""
        return shapely.transform(
            shape, lambda at: (at - np.array([self.west, self.south])) * self.scale
        )


def shapes(
    frame: Frame,
    drawn: Iterable[Shape],
    *,
    is_cut: bool = True,
    **look: Any,  # noqa: ANN401  Vega-Lite's
) -> list[alt.Chart]:
    """Draw shapes, all in one look; nothing where none lies on the map.

    Parameters
    ----------
    frame
        What the map shows.
    drawn
        Shapes in metres.
    is_cut
        Whether to cut off what lies beyond the map. A renderer could do that too, and is several
        times slower with it.
    look
        Properties of Vega-Lite's mark.
    """
    import altair as alt

    is_line = "fill" not in look
    cut = [_cut(shape, frame.box, is_line=is_line) if is_cut else shape for shape in drawn]
    held = [shape for shape in cut if not shape.is_empty]
    if not held:
        return []
    plain: Look = {"fill": None, "stroke": None, "strokeJoin": "round"}
    chart = (
        alt.Chart(alt.InlineData(values=[_feature(frame, shape) for shape in held]))
        .mark_geoshape(**plain | look, clip=False, aria=False)
        .properties(
            projection=alt.Projection(
                type="identity",
                reflectY=True,
                scale=frame.scale,
                translate=[0, frame.height],
            )
        )
    )
    return [cast("alt.Chart", chart)]


def texts(
    frame: Frame,
    words: Sequence[tuple[float, float, str]],
    *,
    size: float = TEXT,
    colour: str = theme.INK,
    angles: Sequence[float] = (),
    halo: float = 3.0,
    **look: Any,  # noqa: ANN401  Vega-Lite's
) -> list[alt.Chart]:
    """Write words, with a white edge so that they can be read on anything.

    Parameters
    ----------
    frame
        What the map shows.
    words
        Where each stands, in metres, and what it says.
    size
        Size of the letters in points.
    colour
        Colour of the letters.
    angles
        Degrees by which each is turned, clockwise; none is if left out.
    halo
        Width of the white edge; none if 0.
    look
        Further properties of Vega-Lite's mark.
    """
    import altair as alt

    if not words:
        return []
    rows: list[dict[str, Any]] = [
        {"x": round(x - frame.west, 1), "y": round(y - frame.south, 1), "text": text}
        for x, y, text in words
    ]
    for row, angle in zip(rows, angles, strict=False):
        row["angle"] = round(angle % 360, 1)
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, frame.width_m], nice=False)),
        y=alt.Y(
            "y:Q",
            axis=None,
            scale=alt.Scale(domain=[0, frame.height_m], range=[frame.height, 0], nice=False),
        ),
        text="text:N",
    )
    if angles:
        base = base.encode(angle=alt.Angle("angle:Q", scale=None))
    whole = {"fontSize": size, "strokeJoin": "round", "aria": False, **look}
    edges: list[Look] = [{"color": colour}]
    if halo:
        edges = [{"color": "white", "stroke": "white", "strokeWidth": halo}, *edges]
    return [cast("alt.Chart", base.mark_text(**(whole | edge))) for edge in edges]


def scale_and_north(frame: Frame) -> list[alt.Chart]:
    """Draw how long a stretch is, in the south-west, and where north is, in the north-east."""
    length, (left, low), (right, top) = _bar_m(frame), BAR_AT, _north_at(frame)
    ends = [(left, low + 5), (left, low), (left + length * frame.scale, low)]
    bar = shapely.LineString(
        [frame.at(*end) for end in [*ends, (left + length * frame.scale, low + 5)]]
    )
    arrow = shapely.Polygon(
        [frame.at(right + x, top + y) for x, y in [(0, 0), (6, -16), (0, -12), (-6, -16)]]
    )
    said = f"{length / 1000:g} km" if length >= 1000 else f"{length} m"
    return [
        *shapes(frame, rooms_of_scale_and_north(frame), fill="white", fillOpacity=0.8),
        *shapes(frame, [bar], stroke=theme.INK, strokeWidth=1.5),
        *texts(frame, [(*frame.at(left + 4, low + 12), said)], size=SMALL_TEXT, align="left"),
        *shapes(frame, [arrow], fill=theme.INK),
        *texts(frame, [(*frame.at(right, top - 25), "N")], size=SMALL_TEXT),
    ]


def rooms_of_scale_and_north(frame: Frame) -> list[Shape]:
    """Return the ground that the scale and the arrow cover."""
    (left, low), (right, top) = BAR_AT, _north_at(frame)
    wide = max(_bar_m(frame) * frame.scale, 50)
    return [
        box_at(frame, (left - 6, low - 6), (left + wide + 6, low + 24)),
        box_at(frame, (right - 11, top - 38), (right + 11, top + 4)),
    ]


def _bar_m(frame: Frame) -> int:
    longest = frame.width_m * LONGEST_BAR
    return max([at for at in ROUND_M if at <= longest], default=ROUND_M[0])


def _north_at(frame: Frame) -> tuple[float, float]:
    return MAP_WIDTH - 18, frame.height - 10


def lighter(colour: str, share: float) -> str:
    """Return a colour of which only a share is left, the rest white: it hides what is under it."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - share * (255 - part)):02x}" for part in parts)


def box_at(frame: Frame, low: tuple[float, float], high: tuple[float, float]) -> Shape:
    """Return a box between two corners that are given in points of the map."""
    return shapely.box(*frame.at(*low), *frame.at(*high))


def circle(frame: Frame, x: float, y: float, *, radius: float, corners: int = 24) -> Shape:
    """Return a circle around a place in metres, of a radius in points."""
    turn = (np.arange(corners) + 0.5) * 2 * math.pi / corners
    away = radius / frame.scale
    return shapely.Polygon(np.column_stack([x + away * np.cos(turn), y + away * np.sin(turn)]))


def _cut(shape: Shape, box: Shape, *, is_line: bool) -> Shape:
    """Return the part of a shape that lies on the map; of an outline no line along the edge."""
    if box.contains(shapely.envelope(shape)):
        return shape
    parts = shapely.get_parts(shape)
    if is_line and shapely.get_dimensions(shape) == 2:
        parts = shapely.boundary(parts)
    cut = shapely.intersection(parts, box)
    return shapely.GeometryCollection(list(cut[~shapely.is_empty(cut)]))


def _feature(frame: Frame, shape: Shape) -> dict[str, Any]:
    """Return a shape as a feature in metres from the corner of the map."""
    moved = shapely.transform(
        shape, lambda at: np.round(at - np.array([frame.west, frame.south]), 1)
    )
    return {"type": "Feature", "geometry": mapping(moved), "properties": {}}
