"""Ids: what a place is called by, from run to run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from commonground.core.cells import Grid, UnknownCell
from commonground.core.market import Review
from commonground.find.judged import Judged, Place
from commonground.find.raster import Raster

CELL_M = 50.0
"""A place is called after the cell of its densest square."""

ORIGIN_M = 1_000_000.0
"""Where coordinates are below zero, cells are counted from a multiple of this."""


def place_id(raster: Raster, densest: NDArray[np.intp]) -> str:
    """Return the id of a place: that of the cell of its densest square, shape (1,)."""
    return _grid(raster).holding(*raster.centres(densest)).ids[0]


def placed_reviews(reviews: Sequence[Review], *, judged: Judged) -> tuple[Review, ...]:
    """Return reviews, each with the id of the place that now holds the cell it names.

    The densest square of a place moves a little from record to record, and its id with it. What
    persons found there holds as long as the ground is the place's. A review of a cell in no place
    keeps the id it has.

    Parameters
    ----------
    reviews
        Persons' recorded reviews.
    judged
        The places.
    """
    return tuple(replace(one, place=_place_now(one.place, judged)) for one in reviews)


def _place_now(key: str, judged: Judged) -> str:
    raster = judged.ground.raster
    grid = _grid(raster)
    try:
        (column,), (row,) = grid.indices([key])
    except UnknownCell:
        return key
    quarters = np.array([0.25, 0.75]) * CELL_M
    x_m, y_m = np.meshgrid(
        grid.origin_m[0] + column * CELL_M + quarters, grid.origin_m[1] + row * CELL_M + quarters
    )
    squares = raster.found(x_m.ravel(), y_m.ravel())
    places = judged.drawn.extent[squares[squares >= 0]]
    held = np.bincount(places[places > 0])
    if not len(held):
        return key
    return place_id(raster, Place(judged, int(held.argmax()) - 1).densest)


def _grid(raster: Raster) -> Grid:
    west, south = (
        min(0.0, float(np.floor(edge / ORIGIN_M)) * ORIGIN_M)
        for edge in (raster.west, raster.south)
    )
    return Grid(CELL_M, (west, south))
