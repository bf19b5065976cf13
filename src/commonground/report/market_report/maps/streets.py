"""Streets with their names: as a city publishes them, or lines through what records name."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.affinity import rotate, translate

from commonground.core.market import Shape
from commonground.find.naming import CROSSING, HUNDRED, tidy
from commonground.report.market_report.maps.frame import SMALL_TEXT, Frame

LEAST_M = 120.0
"""A line through points that lie closer than this has no certain direction."""

ASTRAY_M = 22.0
"""Points that stray farther from their line, as a rule, are no straight street; cells of 50 m alone
make points stray by 14 m."""

STRETCH_M = 100.0
"""A street that bends is drawn from the middle of each such stretch to that of the next."""

SCATTERED_M = 60.0
"""Points that lie farther than this from the middle of their stretch, as a rule, are no street."""

LONGEST_GAP = 2
"""Stretches from one with a record to the next, over which a line is drawn."""

SPARSE = 0.2
"""Stretches with less than this share of the usual number of records are mistakes, as a rule."""

SHARPEST = math.radians(35)
"""A line that turns more sharply than this is broken off: it went astray."""

LETTER = 0.5
"""Width of a letter, as a share of its height."""

APART = 7.0
"""Least distance of two names, in points."""

MOST_NAMES = 12
"""Names on one map: more hide what it shows."""

ALONG = (0.5, 0.3, 0.7, 0.15, 0.85)
"""Where along its street a name may stand, the best first."""


@dataclass(frozen=True, slots=True)
class Street:
    """A street, or the piece of it that a map shows.

    Parameters
    ----------
    name
        As people write it.
    line
        Where it runs, in metres.
    records
        How many incidents name it here; 0 of a published street.
    """

    name: str
    line: Shape
    records: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name on a map.

    Parameters
    ----------
    text
        What it says.
    x_m, y_m
        Its middle.
    angle
        Degrees by which it is turned, clockwise.
    """

    text: str
    x_m: float
    y_m: float
    angle: float


def named_streets(incidents: pd.DataFrame, *, frame: Frame) -> tuple[Street, ...]:
    """Return the streets of a map that records name, those named most often first.

    Parameters
    ----------
    incidents
        Incidents that may be drawn: ``x_m``, ``y_m`` and ``location``.
    frame
        What the map shows.
    """
    if "location" not in incidents:
        return ()
    x, y = (incidents[name].to_numpy(np.float64) for name in ("x_m", "y_m"))
    around = frame.box.buffer(STRETCH_M)
    near = shapely.contains_xy(around, x, y) & incidents["location"].notna().to_numpy()
    held: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for text, east, north in zip(incidents.loc[near, "location"], x[near], y[near], strict=True):
        for street in _streets(str(text)):
            held[street].append((east, north))
    found = [
        Street(name, line, len(points))
        for name, points in held.items()
        if (line := _line(points)) is not None
    ]
    return tuple(sorted(found, key=lambda street: (-street.records, street.name)))


def published_streets(
    lines: Sequence[Shape], names: Sequence[str], *, frame: Frame
) -> tuple[Street, ...]:
    """Return the streets of a map that a city publishes with names, those nearest its middle first.

    Parameters
    ----------
    lines
        Streets in metres, each in any number of pieces.
    names
        Name of each line; empty where there is none.
    frame
        What the map shows.
    """
    held: dict[str, list[Shape]] = defaultdict(list)
    near = shapely.intersects(list(lines), frame.box)
    for line, name, is_near in zip(lines, names, near, strict=True):
        if name and is_near:
            held[tidy(name)].append(shapely.intersection(line, frame.box))
    found = [
        Street(name, shapely.line_merge(shapely.union_all(pieces)), records=0)
        for name, pieces in held.items()
    ]
    middle = shapely.centroid(frame.box)
    return tuple(
        sorted(found, key=lambda street: (round(street.line.distance(middle)), street.name))
    )


def names_on(
    frame: Frame, streets: Sequence[Street], *, taken: Sequence[Shape]
) -> tuple[Name, ...]:
    """Return where the names of streets stand: along each, and none on another.

    Parameters
    ----------
    frame
        What the map shows.
    streets
        The streets, the most important first.
    taken
        Ground, in metres, that no name may cover.
    """
    named: list[Name] = []
    held = [frame.points(shape) for shape in taken]
    for street in streets:
        pieces = shapely.get_parts(shapely.intersection(street.line, frame.box))
        lengths = shapely.length(pieces)
        if lengths.max(initial=0.0) == 0 or len(named) == MOST_NAMES:
            continue
        longest = pieces[lengths.argmax()]
        for name, room in _tries(frame, street.name, longest):
            if not any(room.intersects(other) for other in held):
                named.append(name)
                held.append(room)
                break
    return tuple(named)


def _streets(location: str) -> Iterator[str]:
    """Yield the streets of a hundred-block or a crossing."""
    hundred = HUNDRED.match(location)
    ends = CROSSING.split(hundred[2] if hundred else location)
    if hundred or len(ends) > 1:
        yield from (tidy(end) for end in ends)


def _line(points: list[tuple[float, float]]) -> Shape | None:
    """Return the line through points: a straight one, or one that bends with them, or none."""
    at, often = np.unique(np.array(points, dtype=np.float64), axis=0, return_counts=True)
    if len(at) < 3:
        return None
    middle: NDArray[np.float64] = np.average(at, axis=0, weights=often)
    way = np.linalg.svd((at - middle) * np.sqrt(often)[:, None], full_matrices=False)[2][0]
    along, astray = (at - middle) @ way, (at - middle) @ np.array([-way[1], way[0]])
    if np.ptp(along) < LEAST_M:
        return None
    if np.sqrt(np.average(astray**2, weights=often)) <= ASTRAY_M:
        return shapely.LineString([middle + along.min() * way, middle + along.max() * way])
    return _bent(at, often, along)


def _bent(
    at: NDArray[np.float64], often: NDArray[np.int64], along: NDArray[np.float64]
) -> Shape | None:
    """Return a line through the means of points, stretch by stretch; none where they scatter."""
    stretch = np.floor((along - along.min()) / STRETCH_M).astype(np.int64)
    held = np.bincount(stretch, often)
    there = np.flatnonzero(held >= SPARSE * held[held > 0].mean())
    kept = np.isin(stretch, there)
    at, often, stretch = at[kept], often[kept], stretch[kept]
    means = np.column_stack(
        [np.bincount(stretch, often * at[:, axis])[there] / held[there] for axis in (0, 1)]
    )
    own = means[np.searchsorted(there, stretch)]
    scatter = np.sqrt(np.average(((at - own) ** 2).sum(axis=1), weights=often))
    steps = np.diff(means, axis=0)
    turns = np.abs(np.diff(np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))))
    ends = np.union1d(
        np.flatnonzero(np.diff(there) > LONGEST_GAP) + 1, np.flatnonzero(turns > SHARPEST) + 2
    )
    lines = [shapely.LineString(piece) for piece in np.split(means, ends) if len(piece) > 1]
    lines = [line for line in lines if line.length >= LEAST_M]
    if scatter > SCATTERED_M or not lines:
        return None
    return shapely.MultiLineString(lines)


def _tries(frame: Frame, text: str, line: Shape) -> Iterator[tuple[Name, Shape]]:
    """Yield where a name may stand along its street, with the room it takes, in points."""
    drawn = frame.points(line)
    width, height = len(text) * SMALL_TEXT * LETTER, SMALL_TEXT
    upright = shapely.box(-width / 2, -height / 2, width / 2, height / 2)
    room_of_map = frame.points(frame.box).buffer(-4)
    for share in ALONG:
        middle = drawn.length * share
        along = np.clip(middle + np.array([-width / 2, 0, width / 2]), 0, drawn.length)
        before, spot, after = shapely.get_coordinates(shapely.line_interpolate_point(drawn, along))
        angle = math.degrees(math.atan2(after[1] - before[1], after[0] - before[0]))
        angle = (angle + 90) % 180 - 90
        room = translate(rotate(upright, angle, origin=(0, 0)), *spot)
        if room_of_map.contains(room):
            x_m, y_m = frame.at(*spot)
            yield Name(text, x_m, y_m, -angle), room.buffer(APART / 2)
