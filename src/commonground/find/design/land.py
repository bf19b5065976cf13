"""Land: the ground around an area that can be reached without crossing a barrier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from commonground.core.market import Shape

CENTIMETRE = 0.01
"""Shapes of a design are drawn to this, in metres, so that they can be written down exactly."""

BARRIER_M = 1.0
"""Ground this near to a barrier is cut out with it, for a line has no width."""

QUARTER = 8
"""Corners of a quarter of a circle: 300 m from an area a ring is drawn to one and a half."""

PLANE = 2
"""Dimensions of an area; what lines and points an overlay leaves over is no ground."""


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """What rings may lie on.

    Parameters
    ----------
    city
        Boundary of the city in metres; everywhere if ``None``.
    barriers
        Lines and polygons in metres that nobody crosses on foot: water, motorways, railways.
    """

    city: Shape | None
    barriers: shapely.STRtree

    @classmethod
    def of(cls, city: Shape | None, barriers: Sequence[Shape] = ()) -> Land:
        """Return the land of a city with its barriers."""
        return cls(city=city, barriers=shapely.STRtree(list(barriers)))

    def is_parted(self, area: Shape) -> bool:
        """Say whether a barrier runs through an area, so that it lies on both sides."""
        return bool(len(self.barriers.query(area, predicate="intersects")))

    def around(self, area: Shape, distance_m: float) -> Shape:
        """Return the ground within a distance of an area that hangs together with it.

        Parameters
        ----------
        area
            Polygons in metres.
        distance_m
            How far to reach.
        """
        near = wide(area, distance_m)
        if self.city is not None:
            near = shapely.intersection(near, self.city)
        crossing = self.barriers.query(near, predicate="intersects")
        if len(crossing):
            cut = shapely.buffer(self.barriers.geometries[crossing], BARRIER_M)
            near = shapely.difference(near, shapely.union_all(cut))
        parts = shapely.get_parts(near)
        return ground(shapely.union_all(parts[shapely.intersects(parts, area)]))

    def rings(
        self, area: Shape, *, distances_m: Sequence[float], without: Shape
    ) -> tuple[tuple[str, Shape], ...]:
        """Return rings around an area, each with its name, from the last distance to the next.

        Parameters
        ----------
        area
            Polygons in metres.
        distances_m
            Outer distance of each ring, ascending.
        without
            Ground that no ring takes.
        """
        reached = self.around(area, distances_m[-1])
        drawn: list[tuple[str, Shape]] = []
        inner, taken = 0.0, shapely.union(area, without)
        for outer in distances_m:
            near = wide(area, outer)
            shape = shapely.difference(shapely.intersection(near, reached), taken)
            drawn.append((f"{inner:g}-{outer:g} m", ground(shape)))
            inner, taken = outer, shapely.union(taken, near)
        return tuple(drawn)


def wide(area: Shape, distance_m: float) -> Shape:
    """Return an area with all that lies within a distance of it."""
    return shapely.buffer(area, distance_m, quad_segs=QUARTER)


def ground(shape: Shape) -> Shape:
    """Return the polygons of a shape to the centimetre, in one canonical order."""
    drawn = shapely.get_parts(shapely.set_precision(shape, CENTIMETRE))
    whole = drawn[shapely.get_dimensions(drawn) == PLANE]
    return shapely.normalize(shapely.union_all(whole, grid_size=CENTIMETRE))
