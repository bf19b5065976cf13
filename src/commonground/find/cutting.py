"""Cutting: lines parted where they meet, or at distances along them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from commonground.numerics.calibration import Floats

Lines = NDArray[Any]
"""Shapely lines; shapely's own types do not say what they can do."""

SNAP_M = 1.0
"""Streets drawn by different hands rarely meet to the millimetre; closer than this they do."""

EXACT_M = 1e-3
"""Lines that miss one another by less than this cross: it is what projecting leaves."""


def cut(lines: Lines, line: NDArray[np.intp], at_m: Floats) -> tuple[Lines, NDArray[np.intp]]:
    """Cut lines at distances along them.

    Parameters
    ----------
    lines
        Single lines.
    line, at_m
        Which line is cut, and how far along it; in any order, and several times if need be.

    Returns
    -------
    tuple
        The pieces, line by line and each line from its beginning on; and the line that each comes
        from. Pieces without length are left out.
    """
    within = (at_m > EXACT_M) & (at_m < shapely.length(lines[line]) - EXACT_M)
    line, at_m = line[within], at_m[within]
    xy, of = shapely.get_coordinates(lines, return_index=True)
    along = _along(xy, of)
    vertex, is_near = _nearest_vertices(along, of, line, at_m)
    at_m = np.where(is_near, along[vertex], at_m)
    made = shapely.get_coordinates(shapely.line_interpolate_point(lines[line], at_m))
    made[is_near] = xy[vertex[is_near]]
    along = np.concatenate([along, at_m])
    is_cut = np.repeat([False, True], [len(xy), len(made)])
    xy, of = np.concatenate([xy, made]), np.concatenate([of, line])
    order = np.lexsort((is_cut, along, of))
    twice = np.repeat(order, 1 + is_cut[order])
    begins = np.ones(len(twice), dtype=bool)
    begins[1:] = (twice[1:] == twice[:-1]) | (of[twice[1:]] != of[twice[:-1]])
    drawn = shapely.linestrings(xy[twice], indices=np.cumsum(begins) - 1)
    pieces = np.asarray(shapely.remove_repeated_points(drawn))
    has_length = shapely.length(pieces) > 0
    return pieces[has_length], of[twice[begins]][has_length].astype(np.intp)


def meetings(lines: Lines) -> tuple[NDArray[np.intp], Floats]:
    """Return where lines cross or touch one another or themselves.

    A line that ends within a metre of another touches it.

    Parameters
    ----------
    lines
        Single lines in metres.

    Returns
    -------
    tuple
        Which line, and how far along it in metres; as `cut` takes them.
    """
    links = _Links.of(lines)
    ends = np.stack([links.start, links.start + links.course], axis=1)
    straight = np.asarray(shapely.linestrings(ends))
    one, other = shapely.STRtree(straight).query(straight, predicate="dwithin", distance=SNAP_M)
    follows = (links.line[one] == links.line[other]) & (np.abs(one - other) == 1)
    ahead = (one < other) & ~follows
    one, other = one[ahead], other[ahead]
    strangers = links.line[one] != links.line[other]
    pairs = np.column_stack([one[strangers], other[strangers]])
    found = [*links.crossing(one, other), *links.touching(np.vstack([pairs, pairs[:, ::-1]]))]
    link, share = (np.concatenate(each) for each in zip(*found, strict=True))
    return links.line[link], links.along_m[link] + share * links.length_m[link]


def turning_back(lines: Lines) -> tuple[NDArray[np.intp], Floats]:
    """Return where lines turn back upon themselves: which line, and how far along it in metres.

    Parameters
    ----------
    lines
        Single lines in metres.
    """
    links = _Links.of(lines)
    one, other = np.arange(len(links.line) - 1), np.arange(1, len(links.line))
    longer = np.maximum(links.length_m[one], links.length_m[other])
    astray = np.abs(_cross(links.course[one], links.course[other])) / longer
    against = (links.course[one] * links.course[other]).sum(axis=1) < 0
    back = other[(links.line[one] == links.line[other]) & against & (astray <= SNAP_M)]
    return links.line[back], links.along_m[back]


_Found = tuple[NDArray[np.intp], Floats]
"""Links, and how far along each something was found: from 0 at its start to 1 at its end."""


@dataclass(frozen=True, slots=True, eq=False)
class _Links:
    """The straight links that lines are made of: their line, and how far along it they start."""

    line: NDArray[np.intp]
    along_m: Floats
    start: Floats
    course: Floats
    length_m: Floats

    @classmethod
    def of(cls, lines: Lines) -> _Links:
        xy, line = shapely.get_coordinates(lines, return_index=True)
        course = xy[1:] - xy[:-1]
        length = np.hypot(*course.T)
        at = np.flatnonzero((line[1:] == line[:-1]) & (length > 0))
        return cls(line[at].astype(np.intp), _along(xy, line)[at], xy[at], course[at], length[at])

    def crossing(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> tuple[_Found, _Found]:
        """Return where pairs of links cross: on the one, and on the other."""
        between = self.start[other] - self.start[one]
        with np.errstate(divide="ignore", invalid="ignore"):
            across = _cross(self.course[one], self.course[other])
            on_one = _cross(between, self.course[other]) / across
            on_other = _cross(between, self.course[one]) / across
        meet = self._holds(one, on_one) & self._holds(other, on_other)
        return (one[meet], on_one[meet]), (other[meet], on_other[meet])

    def touching(self, pairs: NDArray[np.intp]) -> Iterator[_Found]:
        """Yield where a line ends on the second of two links, whose own end the first is."""
        first = np.append(True, self.line[1:] != self.line[:-1])
        for share, is_end in ((0.0, first), (1.0, np.append(first[1:], True))):
            one, other = pairs[is_end[pairs[:, 0]]].T
            end = self.start[one] + share * self.course[one]
            at = ((end - self.start[other]) * self.course[other]).sum(axis=1)
            at = np.clip(at / self.length_m[other] ** 2, 0.0, 1.0)
            away = end - self.start[other] - at[:, None] * self.course[other]
            near = np.hypot(*away.T) <= SNAP_M
            yield other[near], at[near]

    def _holds(self, link: NDArray[np.intp], share: Floats) -> NDArray[np.bool_]:
        slack = EXACT_M / self.length_m[link]
        return (share >= -slack) & (share <= 1 + slack)


def _along(xy: Floats, line: NDArray[np.intp]) -> Floats:
    """Return how far along its line each vertex lies, in metres."""
    steps = np.where(line[1:] == line[:-1], np.hypot(*(xy[1:] - xy[:-1]).T), 0.0)
    along: Floats = np.append(0.0, np.cumsum(steps))
    along -= along[np.searchsorted(line, line)]
    return along


def _nearest_vertices(
    along: Floats, of: NDArray[np.intp], line: NDArray[np.intp], at_m: Floats
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the vertex nearest to each cut along its line, and whether it is as good as there."""
    apart = along.max(initial=0.0) + 1.0
    vertices, cuts = along + of * apart, at_m + line * apart
    after = np.clip(np.searchsorted(vertices, cuts), 1, len(vertices) - 1)
    nearest = after - (cuts - vertices[after - 1] < vertices[after] - cuts)
    return nearest, np.abs(vertices[nearest] - cuts) <= EXACT_M


def _cross(one: Floats, other: Floats) -> Floats:
    return one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
