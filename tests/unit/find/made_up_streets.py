"""Made-up streets: a grid of blocks, and the streets of the made-up city."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from tests.unit.find.made_up import BLOCK_M, BLOCKS, SOUTH, WEST

Streets = tuple[NDArray[Any], list[str]]
"""Lines, and the street of each."""


def grid(*, across: int, down: int, size_m: tuple[float, float] = (100.0, 80.0)) -> Streets:
    """Return streets that run east, and avenues that run north, each drawn in one line."""
    width, height = across * size_m[0], down * size_m[1]
    streets = [line((0, j * size_m[1]), (width, j * size_m[1])) for j in range(down + 1)]
    avenues = [line((i * size_m[0], 0), (i * size_m[0], height)) for i in range(across + 1)]
    names = [f"{j}TH ST" for j in range(down + 1)] + [f"{i}TH AVE" for i in range(across + 1)]
    return np.array(streets + avenues, dtype=object), names


def line(*points: tuple[float, float]) -> shapely.LineString:
    """Return a line in the made-up city, from points in metres from its corner."""
    return shapely.LineString([(WEST + x, SOUTH + y) for x, y in points])


def lines(*each: Sequence[tuple[float, float]]) -> NDArray[Any]:
    """Return several such lines."""
    return np.array([line(*points) for points in each], dtype=object)


def city_streets() -> Streets:
    """Return the streets of the made-up city, on which all of its incidents lie."""
    return grid(across=BLOCKS, down=BLOCKS, size_m=(BLOCK_M, BLOCK_M))
