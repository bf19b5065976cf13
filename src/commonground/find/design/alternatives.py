"""Alternatives: candidate places near a target, to which a market moves more than to rings."""

from __future__ import annotations

import math
from collections.abc import Sequence

from commonground.core.market import Market
from commonground.find.design.design import Alternative
from commonground.find.design.land import ground

DIRECTIONS = (
    "north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west",
)  # fmt: skip


def alternatives_of(
    market: Market, *, candidates: Sequence[Market], reach_m: float
) -> tuple[Alternative, ...]:
    """Return the other candidate places near a place, and at least the nearest one.

    Parameters
    ----------
    market
        The place.
    candidates
        All candidate places.
    reach_m
        How far from middle to middle is near.
    """
    others = sorted(
        (_alternative(market, other) for other in candidates if other.id != market.id),
        key=lambda one: (one.distance_m, one.id),
    )
    return tuple(one for at, one in enumerate(others) if at == 0 or one.distance_m <= reach_m)


def distance_m(one: Market, other: Market) -> float:
    """Return how far two places lie apart, from middle to middle."""
    return float(one.boundary.centroid.distance(other.boundary.centroid))


def _alternative(market: Market, other: Market) -> Alternative:
    here, there = market.boundary.centroid, other.boundary.centroid
    turn = math.atan2(there.x - here.x, there.y - here.y) / (2 * math.pi)
    return Alternative(
        id=other.id,
        name=other.name,
        area=ground(other.boundary),
        distance_m=distance_m(market, other),
        direction=DIRECTIONS[round(turn * len(DIRECTIONS)) % len(DIRECTIONS)],
    )
