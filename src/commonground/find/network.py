"""The network: lines as a city publishes them, turned into streets from crossing to crossing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from commonground.core.errors import DataError
from commonground.find.cutting import SNAP_M, Lines, cut, meetings, turning_back
from commonground.numerics.calibration import Floats

SHORTEST_LOOP_M = 15.0
"""A shorter line that comes back to where it began is a slip of the pen."""

LEGS_OF_A_BEND = 2
"""Where no more lines than this meet, and they are of one street, it only bends."""

NO_NODE = 2
"""Where a ring begins: best at a corner (0), else at a bend (1), never between."""


class UnusableStreets(DataError):
    """Streets that a city cannot be divided into."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Streets from one node to the next.

    Parameters
    ----------
    lines
        One line a piece of street.
    names
        Street of each; empty where it is not known.
    ends
        Node at which each begins and ends, shape (lines, 2).
    nodes
        Where lines meet or end, shape (nodes, 2), in metres.
    """

    lines: Lines
    names: NDArray[np.str_]
    ends: NDArray[np.intp]
    nodes: Floats

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def legs(self) -> NDArray[np.intp]:
        """How many lines meet at each node; one that begins and ends there counts twice."""
        return np.bincount(self.ends.ravel(), minlength=len(self.nodes)).astype(np.intp)

    @property
    def is_corner(self) -> NDArray[np.bool_]:
        """Whether streets meet at each node: three lines or more, or two of different names."""
        name = np.unique(self.names, return_inverse=True)[1]
        legs = np.column_stack([self.ends.ravel(), np.repeat(name, 2)])
        several = np.bincount(np.unique(legs, axis=0)[:, 0], minlength=len(self.nodes)) > 1
        return (self.legs > LEGS_OF_A_BEND) | several

    def of(self, kept: NDArray[np.bool_] | NDArray[np.intp]) -> Network:
        """Return the network of some of its lines, or of all in another order."""
        return replace(self, lines=self.lines[kept], names=self.names[kept], ends=self.ends[kept])


def network_of(lines: Lines, names: NDArray[np.str_]) -> Network:
    """Return streets from crossing to crossing.

    Lines are cut wherever they cross or touch one another or themselves, and where one ends within
    a metre of another. What was drawn twice counts once. Where one line ends and nothing but the
    same street begins, the two are one. Neither the order of the lines nor their direction decides
    anything. Lines that cross on different levels meet all the same, for files seldom say which is
    above.

    Parameters
    ----------
    lines
        Single lines in metres, each of some length.
    names
        Street of each; empty where it is not known.

    Raises
    ------
    UnusableStreets
        If nothing is left of them.
    """
    lines = shapely.normalize(lines)
    order = _order(lines, names)
    straight, source = cut(lines[order], *turning_back(lines[order]))
    pieces, of = cut(straight, *meetings(straight))
    made = _through_bends(_distinct(_meeting(pieces, names[order][source][of])))
    return made.of(_order(made.lines, made.names))


def clusters(points: Floats, *, within_m: float) -> NDArray[np.intp]:
    """Return a number for each point, one for all that a chain of short steps connects.

    Parameters
    ----------
    points
        Shape (points, 2), in metres.
    within_m
        The longest step.
    """
    near = KDTree(points).query_pairs(within_m, output_type="ndarray")
    return _connected(near, count=len(points))


def _order(lines: Lines, names: NDArray[np.str_]) -> NDArray[np.intp]:
    """Return the order of lines by where they lie."""
    keys = list(zip(shapely.to_wkb(lines), names, strict=True))
    return np.array(sorted(range(len(lines)), key=keys.__getitem__), dtype=np.intp)


def _meeting(pieces: Lines, names: NDArray[np.str_]) -> Network:
    """Let pieces that end within a metre of one another end at one node."""
    xy, of = shapely.get_coordinates(pieces, return_index=True)
    turns = np.flatnonzero(of[1:] != of[:-1])
    first, last = np.append(0, turns + 1), np.append(turns, len(xy) - 1)
    points, at = np.unique(xy[np.concatenate([first, last])], axis=0, return_inverse=True)
    node = clusters(points, within_m=SNAP_M)
    nodes = points[np.unique(node, return_index=True)[1]]
    ends = node[at.ravel()].reshape(2, -1).T
    xy[first], xy[last] = nodes[ends[:, 0]], nodes[ends[:, 1]]
    made = Network(np.asarray(shapely.linestrings(xy, indices=of)), names, ends, nodes)
    is_loop = ends[:, 0] == ends[:, 1]
    is_street = ~is_loop | (shapely.length(made.lines) >= SHORTEST_LOOP_M)
    if not is_street.any():
        raise UnusableStreets(
            f"Nothing is left of the streets once ends within {SNAP_M:g} m of one another are "
            f"joined; the longest piece has {shapely.length(pieces).max():.2g} m. Give streets in "
            "metres: degrees look like this."
        )
    return made.of(is_street)


def _distinct(network: Network) -> Network:
    """Leave out what was drawn twice: the same nodes, and the same middle. Names win over none."""
    middles = shapely.get_coordinates(
        shapely.line_interpolate_point(network.lines, 0.5, normalized=True)
    )
    pairs = KDTree(middles).query_pairs(SNAP_M, output_type="ndarray")
    ends = np.sort(network.ends, axis=1)
    same = (ends[pairs[:, 0]] == ends[pairs[:, 1]]).all(axis=1)
    drawn = _connected(pairs[same], count=len(network))
    order = np.lexsort((network.names, network.names == "", drawn))
    kept = np.zeros(len(network), dtype=bool)
    kept[order[np.unique(drawn[order], return_index=True)[1]]] = True
    return network.of(kept)


def _through_bends(network: Network) -> Network:
    """Make one line of those between which a street only bends."""
    bends = (network.legs == LEGS_OF_A_BEND) & ~network.is_corner
    at, line = network.ends.ravel(), np.repeat(np.arange(len(network)), 2)
    order = np.argsort(at, kind="stable")
    pairs = line[order][bends[at[order]]].reshape(-1, 2)
    chain = _connected(pairs, count=len(network))
    order = np.argsort(chain, kind="stable")
    grouped = shapely.multilinestrings(network.lines[order], indices=chain[order])
    merged = np.asarray(shapely.normalize(shapely.line_merge(grouped)))
    lines = _begin_at_nodes(merged, network.nodes, bends=bends)
    nodes = KDTree(network.nodes)
    ends = [
        np.asarray(nodes.query(shapely.get_coordinates(shapely.get_point(lines, at)))[1])
        for at in (0, -1)
    ]
    names = network.names[np.unique(chain, return_index=True)[1]]
    return Network(lines, names, np.column_stack(ends).astype(np.intp), network.nodes)


def _begin_at_nodes(lines: Lines, nodes: Floats, *, bends: NDArray[np.bool_]) -> Lines:
    """Turn rings until they begin where they meet other streets, if they do."""
    lines = lines.copy()
    rank = dict(zip(map(tuple, nodes.tolist()), bends.tolist(), strict=True))
    for at in np.flatnonzero(shapely.is_closed(lines)):
        ring = shapely.get_coordinates(lines[at])[:-1]
        ranks = [rank.get(tuple(point), NO_NODE) for point in ring.tolist()]
        turned = np.roll(ring, -int(np.argmin(ranks)), axis=0)
        lines[at] = shapely.LineString(np.vstack([turned, turned[:1]]))
    return lines


def _connected(pairs: NDArray[np.intp], *, count: int) -> NDArray[np.intp]:
    """Return a number for each thing, one for all that pairs connect."""
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    return connected_components(graph, directed=False)[1].astype(np.intp)
