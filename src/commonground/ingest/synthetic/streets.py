"""The ground: streets that bend, a river, blocks between them and doors along the blocks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from commonground.core.places import Places
from commonground.ingest.synthetic.plan import CityPlan, ImpossibleCity

BLOCK_M = (100.0, 85.0)
"""From street to street, across and down."""

BEND_M = 90.0
JITTER_M = 4.0
RIVER_M = 70.0
BRIDGE_EVERY = 9
SET_BACK_M = 9.0
"""From the middle of the street to the doors."""

DOORS = 12
MOST_BLOCKS = 700
"""Across or down; there are names for no more streets."""

SMALLEST_SHARE = 0.35
"""Blocks that the river leaves less of than this are lost."""

BEGINNINGS = (
    *("Alder", "Bram", "Corn", "Dun", "Elder", "Fen", "Gar", "Hazel", "Inver", "Kel", "Lang"),
    *("Mar", "Nether", "Oak", "Pen", "Quarry", "Raven", "Sel", "Thorn", "Under", "Wick", "Yar"),
)
ENDINGS = (
    *("bury", "combe", "dale", "field", "ford", "gate"),
    *("ham", "ley", "mere", "stead", "ton", "wood"),
)
KINDS = "Street", "Road", "Lane"


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Streets, blocks and river of a synthetic city.

    Parameters
    ----------
    blocks
        The blocks, up to the middle of the streets around them.
    columns, rows
        Where each block stands in the grid.
    segments
        Street segments between two crossings.
    streets, hundreds
        Name and hundred-block number of each segment.
    doors
        Points along each block where incidents are recorded, shape (blocks, doors, 2), in metres.
    river
        The water.
    """

    blocks: Places
    columns: NDArray[np.intp]
    rows: NDArray[np.intp]
    segments: Places
    streets: tuple[str, ...]
    hundreds: NDArray[np.intp]
    doors: NDArray[np.float64]
    river: shapely.Polygon

    @property
    def centres(self) -> NDArray[np.float64]:
        """Centre of each block, shape (blocks, 2)."""
        return shapely.get_coordinates(shapely.centroid(self.blocks.geometry))


def ground(plan: CityPlan, random: np.random.Generator) -> Ground:
    """Lay out streets, blocks and river.

    Parameters
    ----------
    plan
        How big the city is.
    random
        Where chance comes from.
    """
    if max(plan.rows, plan.columns) > MOST_BLOCKS:
        raise ImpossibleCity("The city has more streets than there are names. Make it smaller.")
    crossings = _crossings(plan, random)
    river = _river(plan, random)
    row, column = (grid.ravel() for grid in np.indices((plan.rows, plan.columns)))
    shapes = shapely.difference(_quadrilaterals(crossings), river)
    facades = shapely.buffer(shapes, -SET_BACK_M, join_style="mitre")
    kept = (shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON) & (
        shapely.get_type_id(facades) == shapely.GeometryType.POLYGON
    )
    kept &= shapely.area(shapes) > SMALLEST_SHARE * BLOCK_M[0] * BLOCK_M[1]
    kept &= ~shapely.is_empty(facades)

    segments, streets, hundreds = _segments(
        crossings, kept.reshape(plan.rows, plan.columns), random=random
    )
    return Ground(
        blocks=Places(
            ids=tuple(f"B{r:03d}{c:03d}" for r, c in zip(row[kept], column[kept], strict=True)),
            geometry=shapes[kept],
        ),
        columns=column[kept],
        rows=row[kept],
        segments=segments,
        streets=streets,
        hundreds=hundreds,
        doors=_doors(facades[kept]),
        river=river,
    )


def _crossings(plan: CityPlan, random: np.random.Generator) -> NDArray[np.float64]:
    """Return the crossings, shape (rows + 1, columns + 1, 2): a grid that bends and wavers."""
    down, across = np.indices((plan.rows + 1, plan.columns + 1)).astype(np.float64)
    x, y = across * BLOCK_M[0], down * BLOCK_M[1]
    phase = random.uniform(0, 2 * np.pi, size=4)
    bend_x = np.sin(y / 900 + phase[0]) + 0.5 * np.sin(x / 700 + phase[1])
    bend_y = np.sin(x / 1300 + phase[2]) + 0.5 * np.sin(y / 800 + phase[3])
    waver = random.normal(scale=JITTER_M, size=(*x.shape, 2))
    grid = np.stack([x + BEND_M * bend_x, y + BEND_M * bend_y], axis=2) + waver
    return np.round(grid + 1000.0, 1)


def _river(plan: CityPlan, random: np.random.Generator) -> shapely.Polygon:
    """Draw a river that winds through the city from one side to the other."""
    width, height = plan.columns * BLOCK_M[0], plan.rows * BLOCK_M[1]
    x = np.linspace(-500, width + 500, 200)
    middle = height * random.uniform(0.55, 0.75)
    y = middle + 0.10 * height * np.sin(2 * np.pi * x / width * 1.3 + random.uniform(0, 6))
    course = shapely.LineString(np.column_stack([x, y]) + 1000.0)
    return shapely.buffer(course, RIVER_M / 2)


def _quadrilaterals(crossings: NDArray[np.float64]) -> NDArray[Any]:
    corners = [crossings[:-1, :-1], crossings[:-1, 1:], crossings[1:, 1:], crossings[1:, :-1]]
    return np.asarray(shapely.polygons(np.stack(corners, axis=2).reshape(-1, 4, 2)))


def _segments(
    crossings: NDArray[np.float64], kept: NDArray[np.bool_], *, random: np.random.Generator
) -> tuple[Places, tuple[str, ...], NDArray[np.intp]]:
    """Return the segments beside a block, and the bridges, with their streets and numbers."""
    beside = np.pad(kept, 1)
    lines, ids, names, hundreds = [], [], [], []
    streets = random.permutation(_street_names())
    for r, c in np.argwhere(beside[:-1, 1:-1] | beside[1:, 1:-1]):
        lines.append((crossings[r, c], crossings[r, c + 1]))
        ids.append(f"S{r:03d}{c:03d}E")
        names.append(str(streets[r]))
        hundreds.append(100 * (c + 1))
    bridges = np.arange(crossings.shape[1]) % BRIDGE_EVERY == BRIDGE_EVERY // 2
    for r, c in np.argwhere(beside[1:-1, :-1] | beside[1:-1, 1:] | bridges):
        lines.append((crossings[r, c], crossings[r + 1, c]))
        ids.append(f"S{r:03d}{c:03d}S")
        names.append(f"{_ordinal(int(c) + 1)} Avenue")
        hundreds.append(100 * (r + 1))
    drawn = np.asarray(shapely.linestrings(np.array(lines)))
    places = Places(ids=tuple(ids), kind="segment", geometry=drawn)
    return places, tuple(names), np.array(hundreds, dtype=np.intp)


def _doors(facades: NDArray[Any]) -> NDArray[np.float64]:
    """Return points at even distances along the front of each block."""
    around = shapely.get_exterior_ring(facades)
    shares = (np.arange(DOORS) + 0.5) / DOORS
    points = shapely.line_interpolate_point(around[:, None], shares[None], normalized=True)
    return np.round(shapely.get_coordinates(points).reshape(len(facades), DOORS, 2), 1)


def _street_names() -> list[str]:
    return [f"{b}{e} {k}" for k, b, e in product(KINDS, BEGINNINGS, ENDINGS)]


def _ordinal(number: int) -> str:
    teens = 10 < number % 100 < 14
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
