"""Where numbers stand on a map, so that none covers another."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from commonground.core.market import Shape

Spot = tuple[float, float]

DIRECTIONS = 24
RADII = tuple(range(19, 200, 6))
"""How far from its place a number may stand, in points."""

NEAR = 60.0
"""Places this near are a crowd: their numbers stand around it."""

INWARD = 26.0
"""How many points farther out a number would rather stand than towards the crowd's middle."""


def spread(
    places: Sequence[Spot], *, radius: float, width: float, height: float, taken: Sequence[Shape]
) -> list[Spot]:
    """Return where the number of each place stands, in points.

    Each stands as near as it can without touching another number, its line, a place, or what is
    taken, and rather on the outer side of a crowd of places.

    Parameters
    ----------
    places
        Middle of each place, the most important first.
    radius
        Radius of a number.
    width, height
        Size of the map.
    taken
        Shapes that are drawn elsewhere and may not be covered, in points.
    """
    at = np.array(places, dtype=np.float64).reshape(-1, 2)
    blocked: list[Shape] = []
    middles: list[Shape] = [shapely.Point(spot) for spot in at]
    size = np.array([width, height], dtype=np.float64)
    found: list[Spot] = []
    lines: list[Shape] = []
    for own in at:
        spots, cost = _tries(own, at)
        from_own = np.stack([np.broadcast_to(own, spots.shape), spots], axis=1)
        ways, ends = np.asarray(shapely.linestrings(from_own)), np.asarray(shapely.points(spots))
        inside = ((spots > radius + 2) & (spots < size - radius - 2)).all(axis=1)
        free = (
            inside
            & (_apart(ends, blocked) >= 2 * radius + 1)
            & (_apart(ends, middles) >= radius + 4)
            & (_apart(ends, taken) >= radius + 1)
        )
        clear = (
            free
            & (_apart(ends, lines) > radius)
            & (_apart(ways, blocked) > radius)
            & (_apart(ways, taken) > 0)
        )
        allowed = next((some for some in (clear, free, inside) if some.any()), inside)
        best = int(np.where(allowed, cost, np.inf).argmin())
        found.append((float(spots[best, 0]), float(spots[best, 1])))
        blocked.append(ends[best])
        lines.append(ways[best])
    return found


def _tries(
    own: NDArray[np.float64], places: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where a number may stand, and what each spot costs."""
    turn = np.arange(DIRECTIONS) * 2 * math.pi / DIRECTIONS
    away, angle = (one.ravel() for one in np.meshgrid(RADII, turn, indexing="ij"))
    ways = np.column_stack([np.cos(angle), np.sin(angle)])
    crowd = places[np.hypot(*(places - own).T) < NEAR]
    out = own - crowd.mean(axis=0)
    length = float(np.hypot(*out))
    inward = 1 - ways @ (out / length) if length > 1 else np.zeros(len(ways))
    return own + away[:, None] * ways, away + INWARD * inward


def _apart(drawn: NDArray[np.object_], others: Sequence[Shape]) -> NDArray[np.float64]:
    """Return how far each of some shapes is from the nearest of others."""
    if not others:
        return np.full(len(drawn), np.inf)
    return np.asarray(shapely.distance(drawn, shapely.GeometryCollection(list(others))))
