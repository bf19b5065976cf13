"""Segments: the streets of a city between their crossings, and which of them a point lies on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import KDTree

from commonground.find.cutting import Lines, cut
from commonground.find.naming import tidy
from commonground.find.network import Network, UnusableStreets, clusters, network_of
from commonground.numerics.calibration import Floats

CORNER_M = 15.0
"""Points this near to where streets meet lie on the crossing, and on none of its streets."""

LONGEST_M = 300.0
"""A longer way from crossing to crossing is cut in equal parts: a market is smaller than that."""

NOWHERE = -1
"""Of a point: on no street. Of an end: at no crossing."""


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """The streets of a city between their crossings.

    Crossings are units beside the segments (Braga, Papachristos and Hureau 2010): publishers move
    many records to the nearest corner, and such a record is as much of one street as of the other.
    Units are numbered through: segments first, then crossings.

    Parameters
    ----------
    lines
        Shapely lines in metres, one a segment. Carriageways of one street between the same
        crossings are one segment.
    names
        Street of each segment; empty where it is not known.
    ends
        Crossings that each segment lies between, shape (segments, 2), from 0; -1 for an end where
        no street meets another.
    corners
        Points where streets meet, shape (corners, 2), in metres.
    crossing
        Crossing of each corner: those less than 15 m apart are one.
    crossed
        Names of the streets that meet at each crossing, the one with most legs first.
    notes
        What was left out, and why.
    """

    lines: Lines
    names: tuple[str, ...]
    ends: NDArray[np.intp]
    corners: Floats
    crossing: NDArray[np.intp]
    crossed: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def have_names(self) -> bool:
        """Whether the name of any street is known."""
        return any(self.names)

    def nearest(self, x_m: Floats, y_m: Floats, *, within_m: float) -> NDArray[np.intp]:
        """Return the unit that each point belongs to.

        That is the crossing with a corner within 15 m; else the nearest segment, the first of those
        that are equally near; else none, -1.

        Parameters
        ----------
        x_m, y_m
            The points, in metres.
        within_m
            How far from its middle a street reaches.
        """
        unit = np.full(len(x_m), NOWHERE, dtype=np.intp)
        points = shapely.points(x_m, y_m)
        point, segment = shapely.STRtree(self.lines).query_nearest(points, max_distance=within_m)
        order = np.lexsort((segment, point))
        first = order[np.unique(point[order], return_index=True)[1]]
        unit[point[first]] = segment[first]
        if len(self.corners):
            away, corner = KDTree(self.corners).query(
                np.column_stack([x_m, y_m]), distance_upper_bound=CORNER_M
            )
            near = np.isfinite(away)
            unit[near] = len(self) + self.crossing[np.asarray(corner)[near]]
        return unit


def segments_of(
    lines: Lines, names: Sequence[str | None] | None = None, *, notes: Sequence[str] = ()
) -> Segments:
    """Return the segments of streets that are drawn in any way.

    Lines may be cut at crossings or run through them, meet to within a metre, be drawn twice or in
    parts, and come in any order: see `network_of`. Carriageways of one name between the same
    crossings become one segment, and segments longer than 300 m are cut in equal parts. Short ones
    stay as they are: where both ends are corners of one crossing, its points are the crossing's.

    Parameters
    ----------
    lines
        Shapely lines, or several in one, in metres.
    names
        Street of each, as it is written; empty, or no text, where it is not known.
    notes
        What was left out before, and why.

    Raises
    ------
    UnusableStreets
        If there is none, or nothing is left of them (as of degrees); if something else is among
        them; or if not each has a name.

    References
    ----------
    Braga, A. A., Papachristos, A. V. and Hureau, D. M. (2010). The concentration and stability of
    gun violence at micro places in Boston, 1980-2008. Journal of Quantitative Criminology, 26,
    33-53.
    """
    lines = np.asarray(lines, dtype=object)
    network = network_of(*_single(lines, _written(names, count=len(lines))))
    at_node, corners = _crossings(network)
    crossed = _crossed(network, at_node)
    network = _upwards(network, at_node)
    stretch = _stretches(network)
    pieces, key = _parts(network, stretch)
    segment = np.unique(key, axis=0, return_inverse=True)[1].ravel()
    first = np.unique(segment, return_index=True)[1]
    order = np.argsort(segment, kind="stable")
    together = shapely.multilinestrings(pieces[order], indices=segment[order])
    owner = np.unique(stretch, return_index=True)[1][key[first, 0]]
    return Segments(
        lines=np.asarray(shapely.normalize(shapely.line_merge(together))),
        names=tuple(network.names[owner].tolist()),
        ends=network.ends[owner],
        corners=network.nodes[corners],
        crossing=at_node[corners],
        crossed=crossed,
        notes=tuple(notes),
    )


def _written(names: Sequence[str | None] | None, *, count: int) -> NDArray[np.str_]:
    """Return names as people write them, so that one street is one whatever its capitals."""
    if names is not None and len(names) != count:
        raise UnusableStreets(f"{len(names)} names were given for {count} streets; give one each.")
    written = [
        tidy(name) if isinstance(name, str) else ""
        for name in ([""] * count if names is None else names)
    ]
    return np.array(written, dtype=np.str_)


def _single(lines: Lines, names: NDArray[np.str_]) -> tuple[Lines, NDArray[np.str_]]:
    """Return single flat lines of some length, with their names."""
    kinds = shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING
    other = np.flatnonzero(~np.isin(shapely.get_type_id(lines), kinds))
    if len(other):
        found = lines[other[0]]
        raise UnusableStreets(
            f"{len(other)} of {len(lines)} streets are no lines; the first is number "
            f"{other[0] + 1}, {getattr(found, 'geom_type', 'nothing')}. Streets are lines along "
            "their middle: take out what is none."
        )
    parts, of = shapely.get_parts(shapely.force_2d(lines), return_index=True)
    has_length = shapely.length(parts) > 0
    if not has_length.any():
        raise UnusableStreets(
            f"{len(lines)} streets were given and none has any length. Give the city's streets as "
            "lines along their middle, or leave them out."
        )
    return parts[has_length], names[of[has_length]]


def _crossings(network: Network) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the crossing of each node, and which nodes are corners of one."""
    is_corner = network.is_corner
    at_node = np.full(len(network.nodes), NOWHERE, dtype=np.intp)
    if is_corner.any():
        at_node[is_corner] = clusters(network.nodes[is_corner], within_m=CORNER_M)
    return at_node, is_corner


def _upwards(network: Network, at_node: NDArray[np.intp]) -> Network:
    """Let lines run from the lower to the higher crossing, and end at crossings."""
    ends = at_node[network.ends]
    turned = ends[:, 0] > ends[:, 1]
    lines = np.where(turned, shapely.reverse(network.lines), network.lines)
    return replace(network, lines=lines, ends=np.sort(ends, axis=1))


def _stretches(network: Network) -> NDArray[np.intp]:
    """Return the stretch that each line is a carriageway of: one street, the same crossings."""
    low, high = network.ends.T
    is_known = (low >= 0) & (low != high) & (network.names != "")
    name = np.unique(network.names, return_inverse=True)[1]
    alone = np.where(is_known, NOWHERE, np.arange(len(network)))
    keys = np.column_stack([low, high, name, alone])
    return _in_order_of_first(np.unique(keys, axis=0, return_inverse=True)[1].ravel())


def _parts(network: Network, stretch: NDArray[np.intp]) -> tuple[Lines, NDArray[np.intp]]:
    """Cut lines in parts of at most 300 m; return them with stretch and number of the part."""
    length = shapely.length(network.lines)
    longest = np.zeros(stretch.max() + 1)
    np.maximum.at(longest, stretch, length)
    parts = np.ceil(longest / LONGEST_M).astype(np.intp)[stretch]
    line = np.repeat(np.arange(len(network)), parts - 1)
    number = np.arange(len(line)) - np.searchsorted(line, line) + 1
    pieces, source = cut(network.lines, line, number * (length / parts)[line])
    return pieces, np.column_stack(
        [stretch[source], np.arange(len(source)) - np.searchsorted(source, source)]
    )


def _crossed(network: Network, at_node: NDArray[np.intp]) -> tuple[tuple[str, ...], ...]:
    """Return the streets that meet at each crossing, the one with most legs first."""
    legs: list[Counter[str]] = [Counter() for _ in range(int(at_node.max(initial=NOWHERE)) + 1)]
    for name, ends in zip(network.names.tolist(), at_node[network.ends].tolist(), strict=True):
        for crossing in ends:
            if name and crossing != NOWHERE:
                legs[crossing][name] += 1
    return tuple(tuple(sorted(meet, key=lambda name: (-meet[name], name))) for meet in legs)


def _in_order_of_first(numbers: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return groups with new numbers, in the order in which they first come."""
    first = np.unique(numbers, return_index=True)[1]
    return np.argsort(np.argsort(first))[numbers]
