"""Locating: which place each point lies in, or beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from commonground.core.places import NoGeometry, Places
from commonground.core.progress import Progress, quietly
from commonground.numerics.parallel import ordered

BATCH = 500_000
"""Points in memory at a time: about 100 megabytes with their geometry."""

PIECE = 25_000
"""Points that a thread takes at a time: enough to be worth it, few enough to share out evenly."""

RASTER_FROM = 1_000_000
"""From so many points on it pays to lay a raster over the places first."""

BOXES_A_PLACE = 16
FEWEST_BOXES, MOST_BOXES = 10_000, 1_000_000
"""How fine the raster is: boxes about a quarter of a place across."""

MARGIN_M = 0.001
"""By how much boxes overlap, so that rounding puts no point outside the box it is looked up in."""

NOWHERE = -1
LOCATED = pa.schema([("x_m", pa.float64()), ("y_m", pa.float64()), ("place", pa.int32())])

Metres: TypeAlias = NDArray[np.float64]
Positions: TypeAlias = NDArray[np.int32]


class Locator:
    """Finds the places of points.

    A point on a shared boundary belongs to the first of its places in their order. One that lies
    in no place belongs to the nearest, the first of several as near, if that is near enough.

    Parameters
    ----------
    places
        Places with geometry: areas or lines.
    snap_m
        How far outside every place a point may lie and still belong to the nearest, in metres.
    points
        About how many points there will be: many pay for some preparation.
    workers
        Threads to share the points among; the result is the same with any number.

    Raises
    ------
    NoGeometry
        If the places have ids only.
    """

    def __init__(self, places: Places, *, snap_m: float, points: int = 0, workers: int = 1) -> None:
        """Index the places."""
        if places.geometry is None:
            raise NoGeometry(
                "Points are located in places with geometry, and these have ids only. Give the "
                "places a boundary file."
            )
        self._snap_m, self._workers = snap_m, workers
        self._tree = shapely.STRtree(places.geometry)
        areal = bool((shapely.get_dimensions(places.geometry) == 2).all())
        self._raster = (
            Raster.over(self._tree, workers=workers) if areal and points >= RASTER_FROM else None
        )

    def positions(self, x_m: Metres, y_m: Metres) -> Positions:
        """Return the position of each point's place, -1 where there is none.

        Parameters
        ----------
        x_m, y_m
            Finite coordinates in metres.
        """
        located = ordered(
            lambda piece: self._positions(x_m[piece], y_m[piece]),
            _pieces(len(x_m)),
            workers=self._workers,
        )
        return np.concatenate([np.empty(0, dtype=np.int32), *located])

    def _positions(self, x_m: Metres, y_m: Metres) -> Positions:
        if self._raster is None:
            points = _points(x_m, y_m)
            place = _first(self._tree.query(points, predicate="intersects"), count=len(x_m))
        else:
            place = self._raster.positions(x_m, y_m)
        outside = np.flatnonzero(place == NOWHERE)
        if self._snap_m > 0 and len(outside):
            points = _points(x_m[outside], y_m[outside])
            near = self._tree.query_nearest(points, max_distance=self._snap_m)
            place[outside] = _first(near, count=len(outside))
        return place


@dataclass(frozen=True, slots=True, eq=False)
class Raster:
    """Boxes over all places, each with the places that reach into it: what lies where, roughly.

    Most points stand in a box that one place fills, and need no closer look.

    Parameters
    ----------
    corner, size_m
        South-western corner, and side of a box, in metres.
    columns, rows
        How many boxes there are.
    starts, candidates
        Compressed sparse rows: the positions of the places that reach into box ``i``, ascending,
        are ``candidates[starts[i]:starts[i + 1]]``. The last box is empty: all the world around.
    is_filled
        Whether the first candidate fills the box.
    shapes
        The places, prepared.
    """

    corner: tuple[float, float]
    size_m: float
    columns: int
    rows: int
    starts: NDArray[np.int64]
    candidates: Positions
    is_filled: NDArray[np.bool_]
    shapes: NDArray[np.object_]

    @classmethod
    def over(cls, tree: shapely.STRtree, *, workers: int) -> Raster:
        """Lay a raster over areas."""
        west, south, east, north = shapely.total_bounds(tree.geometries)
        boxes = int(np.clip(BOXES_A_PLACE * len(tree), FEWEST_BOXES, MOST_BOXES))
        size = float(max(np.sqrt((east - west) * (north - south) / boxes), MARGIN_M))
        columns, rows = (int(np.ceil(side / size)) + 1 for side in (east - west, north - south))

        def reaching(piece: slice) -> list[NDArray[np.int64]]:
            at = np.arange(piece.start, min(piece.stop, columns * rows))
            x, y = west + at % columns * size, south + at // columns * size
            squares = shapely.box(
                x - MARGIN_M, y - MARGIN_M, x + size + MARGIN_M, y + size + MARGIN_M
            )
            pairs = (tree.query(squares, predicate=how) for how in ("intersects", "covered_by"))
            return [np.sort((box + piece.start) * len(tree) + place) for box, place in pairs]

        found = list(ordered(reaching, _pieces(columns * rows), workers=workers))
        pairs, filled = (np.concatenate(part) for part in zip(*found, strict=True))
        counts = np.bincount(pairs // len(tree), minlength=columns * rows + 1)
        starts = np.concatenate([[0], np.cumsum(counts)])
        is_filled = np.zeros(columns * rows + 1, dtype=bool)
        is_filled[counts > 0] = np.isin(pairs[starts[:-1][counts > 0]], filled)
        return cls(
            corner=(float(west), float(south)),
            size_m=size,
            columns=columns,
            rows=rows,
            starts=starts,
            candidates=(pairs % len(tree)).astype(np.int32),
            is_filled=is_filled,
            shapes=_prepared(tree.geometries),
        )

    def positions(self, x_m: Metres, y_m: Metres) -> Positions:
        """Return the first place that each point lies in, -1 where there is none."""
        box = self._boxes(x_m, y_m)
        at, end = self.starts[box], self.starts[box + 1]
        place = np.full(len(box), NOWHERE, dtype=np.int32)
        filled = self.is_filled[box]
        place[filled] = self.candidates[at[filled]]

        left = np.flatnonzero(~filled & (at < end))
        while len(left):
            candidate = self.candidates[at[left]]
            inside = shapely.intersects_xy(self.shapes[candidate], x_m[left], y_m[left])
            place[left[inside]] = candidate[inside]
            left = left[~inside]
            at[left] += 1
            left = left[at[left] < end[left]]
        return place

    def _boxes(self, x_m: Metres, y_m: Metres) -> NDArray[np.int64]:
        column, row = (
            np.floor((metres - corner) / self.size_m).astype(np.int64)
            for metres, corner in zip((x_m, y_m), self.corner, strict=True)
        )
        known = (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
        return np.where(known, row * self.columns + column, self.columns * self.rows)


def locate(
    files: Sequence[Path],
    *,
    places: Places,
    snap_m: float,
    out: Path,
    workers: int = 1,
    progress: Progress = quietly,
) -> Path:
    """Write down the place of each point, however many there are.

    Parameters
    ----------
    files
        Parquet files with columns ``x_m`` and ``y_m``: distinct points, finite, in metres.
    places, snap_m
        As for `Locator`.
    out
        Parquet file to write: ``x_m``, ``y_m`` and ``place``, the position of the place. Points
        that lie in no place are left out.
    workers
        Threads to share the points among; the result is the same with any number.
    progress
        Told of each batch.
    """
    total = sum(pq.read_metadata(file).num_rows for file in files)
    locator = Locator(places, snap_m=snap_m, points=total, workers=workers)
    done = 0
    with pq.ParquetWriter(out, LOCATED) as writer:
        for batch in _batches(files):
            x_m, y_m = (batch[name].to_numpy() for name in ("x_m", "y_m"))
            place = locator.positions(x_m, y_m)
            inside = place != NOWHERE
            columns = [x_m[inside], y_m[inside], place[inside]]
            writer.write_batch(pa.record_batch(columns, schema=LOCATED))
            done += len(batch)
            progress("locating points", done, total)
    return out


def _batches(files: Sequence[Path]) -> Iterator[pa.RecordBatch]:
    for file in files:
        with pq.ParquetFile(file, pre_buffer=False) as opened:  # else all that was read is kept
            yield from opened.iter_batches(BATCH, columns=["x_m", "y_m"])


def _pieces(count: int) -> list[slice]:
    return [slice(at, at + PIECE) for at in range(0, count, PIECE)]


def _points(x_m: Metres, y_m: Metres) -> NDArray[np.object_]:
    return np.asarray(shapely.points(x_m, y_m))


def _prepared(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return copies that are asked quickly, and from several threads.

    What GEOS prepares it finishes at the first question, and threads must not ask that at once.
    """
    copies = np.asarray(shapely.from_wkb(shapely.to_wkb(shapes)))
    shapely.prepare(copies)
    west, south, east, north = shapely.bounds(copies).T
    shapely.intersects_xy(copies, (west + east) / 2, (south + north) / 2)
    return copies


def _first(pairs: NDArray[np.intp], *, count: int) -> Positions:
    """Return the lowest second number that goes with each first."""
    none = np.iinfo(np.int32).max
    lowest = np.full(count, none, dtype=np.int32)
    np.minimum.at(lowest, pairs[0], pairs[1].astype(np.int32))
    lowest[lowest == none] = NOWHERE
    return lowest
