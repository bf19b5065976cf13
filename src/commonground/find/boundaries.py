"""Boundaries: from dense squares to places of a size for one intervention."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from commonground.find.definition import Drawing
from commonground.find.ground import Ground
from commonground.find.raster import Raster
from commonground.find.records import Records
from commonground.numerics.basins import merged_basins, peak_basins
from commonground.numerics.calibration import Floats
from commonground.numerics.kernels import gaussian_density
from commonground.numerics.level_sets import likeliest_level

GAP_M = 50.0
"""Gaps in an area that are narrower than twice this are closed: a street is not two places."""

MOST_LIKELY = 0.5
FIRM = 0.8
"""Inclusion from which a square is drawn as part of a place, and as surely part of it."""

SMALLEST_PIECE_HA = 0.25
"""A piece of a boundary that is smaller, half a block of street, is a crumb."""

INNER_SHARE = 0.35
"""Within an area, density is drawn with this share of the bandwidth, to see its parts."""

LEAST_HEIGHT = 1e-12

EIGHT = np.ones((3, 3), dtype=bool)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Places as squares of the raster.

    Parameters
    ----------
    extent
        Place of each square, shape (squares,): 0 for none, then 1, 2 and so on.
    inside
        Whether the square lies within the boundary of its place.
    area
        Which connected area each place is part of, from place 1 on.
    """

    extent: NDArray[np.intp]
    inside: NDArray[np.bool_]
    area: NDArray[np.intp]

    @property
    def count(self) -> int:
        """How many places there are."""
        return len(self.area)


def drawn_places(inclusion: Floats, *, ground: Ground, drawing: Drawing) -> Drawn:
    """Return the places that dense squares make, each with a boundary.

    Squares that are likelier than not in a dense area are joined over narrow gaps, and holes are
    filled. An area too large for one intervention is parted along its valleys. The boundary of a
    place runs where its incidents are likeliest to end: the likeliest level of its own density.

    Parameters
    ----------
    inclusion
        How often each square lies in a dense area, shape (squares,).
    ground
        The city.
    drawing
        The size of a place, and the bandwidth.
    """
    raster, records = ground.raster, ground.records
    areas, _ = ndimage.label(closed(inclusion >= MOST_LIKELY, raster=raster), structure=EIGHT)
    extent = np.zeros(raster.size, dtype=np.intp)
    inside = np.zeros(raster.size, dtype=bool)
    area_of: list[int] = []
    total = float(records.weight[records.is_drug].sum())
    for area, box in enumerate(ndimage.find_objects(areas), start=1):
        row, column = np.nonzero(areas[box] == area)
        squares = (row + box[0].start) * raster.shape[1] + column + box[1].start
        heights = _inner_density(squares, raster=raster, records=records, drawing=drawing)
        parts = _parts(squares, heights, raster=raster, drawing=drawing)
        for part in range(int(parts.max()) + 1):
            area_of.append(area)
            mine = squares[parts == part]
            extent[mine] = len(area_of)
            within = _within(
                heights[parts == part],
                raster=raster,
                drawing=drawing,
                total=total,
                city_ha=ground.city_ha,
            )
            inside[_without_crumbs(mine[within], raster=raster)] = True
    return Drawn(extent=extent, inside=inside, area=np.array(area_of, dtype=np.intp))


def closed(dense: NDArray[np.bool_], *, raster: Raster) -> NDArray[np.bool_]:
    """Close narrow gaps between squares and fill holes; shape (rows, columns)."""
    reach = int(GAP_M // raster.step_m)
    steps = np.arange(-reach, reach + 1)
    disc = (steps[:, None] ** 2 + steps**2) * raster.step_m**2 <= GAP_M**2
    made = dense.reshape(raster.shape).copy()
    around = _box_around(made, margin=2 * reach)
    made[around] = ndimage.binary_fill_holes(ndimage.binary_closing(made[around], structure=disc))
    return made


def _box_around(dense: NDArray[np.bool_], *, margin: int) -> tuple[slice, slice]:
    """Return the rows and columns that hold anything, with a margin."""
    ends = (np.flatnonzero(dense.any(axis=axis)) for axis in (1, 0))
    rows, columns = (
        slice(max(held[0] - margin, 0), held[-1] + margin + 1) if len(held) else slice(0)
        for held in ends
    )
    return rows, columns


def _inner_density(
    squares: NDArray[np.intp], *, raster: Raster, records: Records, drawing: Drawing
) -> Floats:
    row, column = np.divmod(squares, raster.shape[1])
    rows, columns = (np.arange(at.min(), at.max() + 1) for at in (row, column))
    drug = records.is_drug
    density = gaussian_density(
        np.column_stack([records.x_m[drug], records.y_m[drug]]),
        x_m=raster.west + (columns + 0.5) * raster.step_m,
        y_m=raster.south + (rows + 0.5) * raster.step_m,
        bandwidth_m=drawing.bandwidth_m * INNER_SHARE,
        weights=records.weight[drug],
    )
    return np.asarray(np.maximum(density[row - rows[0], column - columns[0]], LEAST_HEIGHT))


def _parts(
    squares: NDArray[np.intp], heights: Floats, *, raster: Raster, drawing: Drawing
) -> NDArray[np.intp]:
    """Part an area that is too large for one intervention."""
    if len(squares) * raster.square_ha <= drawing.largest_ha:
        return np.zeros(len(squares), dtype=np.intp)
    starts, others = raster.neighbours(squares)
    return merged_basins(
        peak_basins(heights, starts=starts, others=others),
        heights=heights,
        sizes=np.full(len(squares), raster.square_ha),
        starts=starts,
        others=others,
        largest=drawing.largest_ha,
        smallest=drawing.smallest_ha,
    )


def _without_crumbs(squares: NDArray[np.intp], *, raster: Raster) -> NDArray[np.intp]:
    """Leave out pieces too small to be a piece of a street, unless it is the largest."""
    starts, others = raster.neighbours(squares)
    ones, shape = np.ones(len(others), dtype=np.int8), (len(squares), len(squares))
    near = csr_array((ones, others, starts), shape=shape)
    piece = np.asarray(connected_components(near, directed=False)[1])
    size = np.bincount(piece)
    kept = (size * raster.square_ha >= SMALLEST_PIECE_HA) | (size == size.max())
    whole: NDArray[np.intp] = squares[kept[piece]]
    return whole


def _within(
    heights: Floats,
    *,
    raster: Raster,
    drawing: Drawing,
    total: float,
    city_ha: float,
) -> NDArray[np.bool_]:
    """Return which squares of a place lie within its boundary.

    What lies in a square is read from the smoothed density, for points are moved to crossings.
    """
    expected = np.full(len(heights), total * raster.square_ha / city_ha)
    inside = likeliest_level(
        heights, cases=heights * raster.square_ha, expected=expected, total=total
    )
    order = np.lexsort((np.arange(len(heights)), -heights))
    least, most = (round(ha / raster.square_ha) for ha in (drawing.smallest_ha, drawing.largest_ha))
    inside[order[:least]] = True
    inside[order[most:]] = False
    return inside
