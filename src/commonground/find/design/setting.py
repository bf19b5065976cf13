"""The setting: what all designs of a city share, with every place and its rings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import shapely

from commonground.core.market import Market, Shape
from commonground.find.design.busiest import Busiest
from commonground.find.design.design import Band
from commonground.find.design.designing import Designing
from commonground.find.design.land import Land, ground


@dataclass(frozen=True, eq=False)
class Ringed:
    """An area with its rings, be it a target or a control.

    Parameters
    ----------
    area
        Polygons in metres.
    rings
        Its rings, the nearest first.
    """

    area: Shape
    rings: tuple[Band, ...]

    @cached_property
    def whole(self) -> Shape:
        """Area and rings together."""
        return shapely.union_all([self.area, *(band.shape for band in self.rings)])


@dataclass(frozen=True, eq=False)
class Setting:
    """A city with its places, and how designs are drawn in it.

    Parameters
    ----------
    markets
        Every place that was looked at.
    busiest
        The next-busiest ground.
    land
        What rings may lie on.
    plan
        How designs are drawn.
    """

    markets: tuple[Market, ...]
    busiest: Busiest
    land: Land
    plan: Designing

    @cached_property
    def candidates(self) -> tuple[Market, ...]:
        """The candidate places."""
        return tuple(market for market in self.markets if market.is_candidate)

    @cached_property
    def boundaries(self) -> Shape:
        """The boundaries of all candidate places together: known markets are no ring's ground."""
        return shapely.union_all([market.boundary for market in self.candidates])

    @cached_property
    def places(self) -> Mapping[str, Ringed]:
        """Every place that was looked at with its rings, by id."""
        return {market.id: self.ringed(market.boundary) for market in self.markets}

    def ringed(self, shape: Shape) -> Ringed:
        """Return a shape with the rings around it, to the centimetre."""
        area = ground(shape)
        drawn = self.land.rings(area, distances_m=self.plan.rings_m, without=self.boundaries)
        return Ringed(area, tuple(Band(name, ring) for name, ring in drawn))
