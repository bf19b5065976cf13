"""Street units: the pieces of street that a place is made of, and the ground each stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.spatial import KDTree

from commonground.find.kernel import Kernel
from commonground.find.raster import Raster
from commonground.find.records import Records
from commonground.find.segments import NOWHERE
from commonground.numerics.calibration import Floats

UnitKind = Literal["street segment", "hundred-block", "cell"]
"""What a city can be divided into."""

NAMED_SHARE = 0.5
"""Where at least this share of incidents has a hundred-block, that is the unit."""

LONGEST_BLOCK_M = 300.0
"""Points of one name that lie farther apart are not one block."""

SAME_CORNER_M = 15.0
"""Units closer than this are one: a corner is named by either of its streets."""

REACH_M = 50.0
"""Ground this far from a unit's points is its face: half of a block, or of a street's depth."""

LEAST_REACH = 0.75
"""Sides of a square that a face reaches at least, so that every point has one."""

BRIDGED_M = 150.0
"""Units closer than this whose faces do not touch are neighbours all the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Street units of one way to divide the city.

    Parameters
    ----------
    of
        Unit of each record.
    x_m, y_m
        Middle of each unit: the mean of its records.
    faces
        Unit whose face each square of the raster belongs to; -1 where no unit is near.
    hectares
        Area of each unit's face.
    kernel
        Sums up records around each unit.
    touching
        Which units are neighbours, one way or both.
    """

    of: NDArray[np.intp]
    x_m: Floats
    y_m: Floats
    faces: NDArray[np.intp]
    hectares: Floats
    kernel: Kernel
    touching: csr_array

    def __len__(self) -> int:
        return len(self.x_m)

    def counts(self, weights: Floats, *, where: NDArray[np.bool_] | None = None) -> Floats:
        """Return the sum of weights of each unit's records."""
        of = self.of if where is None else self.of[where]
        held = weights if where is None else weights[where]
        return np.bincount(of, held, minlength=len(self)).astype(np.float64)


def street_units(
    records: Records,
    *,
    raster: Raster,
    bandwidth_m: float,
    cell_m: float,
    on_street: NDArray[np.intp] | None = None,
) -> Iterator[Units]:
    """Divide the city into street units, in one way after the other.

    Where the streets are known, units are their segments and crossings, and cells off the streets.
    Else, where most records name their hundred-block, that is the unit. Elsewhere units are the
    cells of a grid in which anything was recorded, and there are four divisions: one an origin,
    shifted by half a cell, so that no answer hangs on where a grid begins.

    Parameters
    ----------
    records
        Where things were recorded.
    raster
        Squares that faces are made of.
    bandwidth_m
        Standard deviation of the kernel.
    cell_m
        Side of the cells.
    on_street
        Segment or crossing of each record, -1 for none; see `Segments.nearest`.
    """
    for groups in _divisions(records, cell_m=cell_m, on_street=on_street):
        yield _units(records, groups, raster=raster, bandwidth_m=bandwidth_m)


def has_names(records: Records) -> bool:
    """Return whether most records name their hundred-block."""
    if "location" not in records.frame:
        return False
    return bool(records.frame["location"].notna().mean() >= NAMED_SHARE)


def _divisions(
    records: Records, *, cell_m: float, on_street: NDArray[np.intp] | None
) -> Iterator[NDArray[np.intp]]:
    """Yield the group of each record, for one way to divide the city after the other."""
    if on_street is not None:
        cells = _cells(records, cell_m=cell_m, shift=(0.0, 0.0))
        beyond = on_street.max(initial=NOWHERE) + 1
        yield _numbered(np.where(on_street == NOWHERE, beyond + cells, on_street))
        return
    if has_names(records):
        yield _by_name(records)
        return
    for shift_x in (0.0, cell_m / 2):
        for shift_y in (0.0, cell_m / 2):
            yield _cells(records, cell_m=cell_m, shift=(shift_x, shift_y))


def _cells(records: Records, *, cell_m: float, shift: tuple[float, float]) -> NDArray[np.intp]:
    columns, rows = (
        np.floor((at + by) / cell_m).astype(np.int64)
        for at, by in zip((records.x_m, records.y_m), shift, strict=True)
    )
    return _numbered(columns * (rows.max() - rows.min() + 1) + rows - rows.min())


def _by_name(records: Records) -> NDArray[np.intp]:
    """Group records by hundred-block; those without one, and names of two places, by cell."""
    names = records.frame["location"]
    codes = pd.factorize(names)[0].astype(np.int64)
    x, y = records.x_m, records.y_m
    spread = pd.DataFrame({"code": codes, "x": x, "y": y}).groupby("code")
    widest = (spread.max() - spread.min()).max(axis=1)
    wide = np.isin(codes, widest.index[widest > LONGEST_BLOCK_M]) | (codes < 0)
    cells = _cells(records, cell_m=2 * REACH_M, shift=(0.0, 0.0))
    groups = _numbered(np.where(wide, codes.max() + 1 + cells, codes))
    return _joined(groups, *_middles(groups, x, y))


def _joined(groups: NDArray[np.intp], x: Floats, y: Floats) -> NDArray[np.intp]:
    """Make one of groups whose middles are the same corner."""
    from scipy.sparse.csgraph import connected_components

    pairs = KDTree(np.column_stack([x, y])).query_pairs(SAME_CORNER_M, output_type="ndarray")
    near = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(x), len(x)))
    return _numbered(connected_components(near, directed=False)[1][groups].astype(np.int64))


def _numbered(keys: NDArray[np.int64]) -> NDArray[np.intp]:
    return np.unique(keys, return_inverse=True)[1].ravel().astype(np.intp)


def _middles(groups: NDArray[np.intp], x: Floats, y: Floats) -> tuple[Floats, Floats]:
    held = np.bincount(groups)
    return np.bincount(groups, x) / held, np.bincount(groups, y) / held


def _units(
    records: Records, groups: NDArray[np.intp], *, raster: Raster, bandwidth_m: float
) -> Units:
    x, y = _middles(groups, records.x_m, records.y_m)
    tree = KDTree(np.column_stack([x, y]))
    faces = _faces(records, groups, raster)
    land = faces[faces >= 0]
    return Units(
        of=groups,
        x_m=x,
        y_m=y,
        faces=faces,
        hectares=np.bincount(land, minlength=len(x)).astype(np.float64) * raster.square_ha,
        kernel=Kernel(x, y, bandwidth_m),
        touching=_touching(faces.reshape(raster.shape), tree, count=len(x)),
    )


def _faces(records: Records, groups: NDArray[np.intp], raster: Raster) -> NDArray[np.intp]:
    """Return the unit of the nearest point of each square; only squares near a point are asked."""
    first = np.unique(records.point, return_index=True)[1]
    x, y = records.x_m[first], records.y_m[first]
    reach_m = max(REACH_M, LEAST_REACH * raster.step_m)
    reach = int(np.ceil(reach_m / raster.step_m))
    steps = np.arange(-reach, reach + 1)
    around = (steps[:, None] * raster.shape[1] + steps).ravel()
    is_near = np.zeros(raster.size, dtype=bool)
    is_near[raster.positions(x, y)] = True
    is_near[np.flatnonzero(is_near)[:, None] + around] = True
    near = np.flatnonzero(is_near)
    distance, point = KDTree(np.column_stack([x, y])).query(
        np.column_stack(raster.centres(near)), distance_upper_bound=reach_m
    )
    found = np.isfinite(distance)
    faces = np.full(raster.size, -1, dtype=np.intp)
    faces[near[found]] = groups[first][np.asarray(point)[found]]
    return faces


def _touching(faces: NDArray[np.intp], tree: KDTree, *, count: int) -> csr_array:
    pairs = [tree.query_pairs(BRIDGED_M, output_type="ndarray")]
    for one, other in (
        (faces[:, 1:], faces[:, :-1]),
        (faces[1:], faces[:-1]),
        (faces[1:, 1:], faces[:-1, :-1]),
        (faces[1:, :-1], faces[:-1, 1:]),
    ):
        meet = (one >= 0) & (other >= 0) & (one != other)
        pairs.append(np.column_stack([one[meet], other[meet]]))
    one, other = np.vstack(pairs).astype(np.int32).T
    return coo_array((np.ones(len(one), dtype=bool), (one, other)), shape=(count, count)).tocsr()
