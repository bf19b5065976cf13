"""Choices: the areas that are like a target, out of which its controls are chosen."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.core.market import Market
from commonground.find.design.busiest import Busiest, is_unfit
from commonground.find.design.counting import CRIME, DRUG, OUTCOMES
from commonground.find.ids import place_id

MOST_UNLIKE = 10.0
"""An area with more, or fewer, drug incidents than the target by this factor is not like it."""

FEWEST = 5
"""Fewer drug incidents than this in an area tell nothing of what happens elsewhere."""

MOST_UNLIKE_SIZE = 2.0
"""The same of a place's size; ground is grown to the target's."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """An area that may serve as a control.

    Parameters
    ----------
    id
        Id of the place, or of the cell of its densest square.
    market
        The place, if it was looked at as one; ``None`` if it is ground.
    squares
        Squares of the raster that it is made of.
    unlikeness
        The absolute log ratios of its drug incidents, and of its crime, to the target's, added up.
    """

    id: str
    market: Market | None
    squares: NDArray[np.intp]
    unlikeness: float


def choices_for(
    target: Market, *, markets: Sequence[Market], busiest: Busiest, apart_m: float
) -> list[Choice]:
    """Return the areas that are like a target and lie far enough from it, the most alike first.

    Likeness is that of the drug incidents, and of all crime, of the window: what was alike before
    the start is likelier to stay alike. Of areas that are equally alike the first by id is first.

    Parameters
    ----------
    target
        The place.
    markets
        Every place that was looked at; booking places, addresses and raids are passed over.
    busiest
        The next-busiest ground.
    apart_m
        Distance from the middle of the target that the middle of an area must exceed.
    """
    raster = busiest.ground.raster
    middle = target.boundary.centroid
    mine = raster.within(target.boundary)
    found = []
    for market, squares in _areas(markets, busiest, size=len(mine)):
        x, y = raster.centres(squares)
        if math.hypot(x.mean() - middle.x, y.mean() - middle.y) <= apart_m:
            continue
        unlikeness = _unlikeness(busiest, squares, mine)
        if unlikeness is not None:
            key = place_id(raster, squares[:1]) if market is None else market.id
            found.append(Choice(key, market, squares, unlikeness))
    return sorted(found, key=lambda one: (one.unlikeness, one.id))


def _areas(
    markets: Sequence[Market], busiest: Busiest, *, size: int
) -> Iterator[tuple[Market | None, NDArray[np.intp]]]:
    for market in markets:
        squares = busiest.ground.raster.within(market.boundary)
        alike = size / MOST_UNLIKE_SIZE <= len(squares) <= size * MOST_UNLIKE_SIZE
        if alike and not is_unfit(market):
            yield market, squares
    for squares in busiest.areas(size):
        yield None, squares


def _unlikeness(
    busiest: Busiest, squares: NDArray[np.intp], target: NDArray[np.intp]
) -> float | None:
    """Return how unlike an area is, or nothing where it is too unlike or too empty to compare."""
    theirs, ours = busiest.counts(squares), busiest.counts(target)
    drug, crime = OUTCOMES.index(DRUG), OUTCOMES.index(CRIME)
    if theirs[drug] < FEWEST:
        return None
    apart = [abs(math.log((theirs[at] + 0.5) / (ours[at] + 0.5))) for at in (drug, crime)]
    return sum(apart) if apart[0] <= math.log(MOST_UNLIKE) else None
