"""Cells: squares of a regular grid laid over a city, with ids that stay the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from commonground.core.errors import DataError
from commonground.core.places import Places

FARTHEST_M = 10_000_000.0
"""No coordinate of a projected city lies farther out; it says how many digits an id needs."""

MOST_CELLS = 5_000_000
"""More cells than this are a size in the wrong unit, and no longer a city."""


class UnusableGrid(DataError):
    """A grid that cannot be laid over the area."""


class UnknownCell(DataError):
    """An id that names no cell of the grid."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Square cells, counted from an origin to the east and to the north.

    A cell holds its western and southern edge, so that every point lies in exactly one. Its id,
    as in ``E05512N04190`` for column 5,512 and row 4,190, depends on size and origin alone, and
    ids sort by column, then row.

    Parameters
    ----------
    size_m
        Length of a cell's side in metres.
    origin_m
        Where counting begins, in metres of the projected coordinate system. It must lie to the
        south-west of the city.
    """

    size_m: float
    origin_m: tuple[float, float] = (0.0, 0.0)

    def __post_init__(self) -> None:
        """Check that cells have a size."""
        if not 0 < self.size_m <= FARTHEST_M:
            raise UnusableGrid(
                f"Cells of {self.size_m:g} m cannot be counted in. Give their side in metres, "
                "for instance 100."
            )

    def cells(self, area: shapely.Geometry) -> Places:
        """Return the cells that an area overlaps, in order of their ids.

        Parameters
        ----------
        area
            A box, or the boundary of a city, in metres.

        Raises
        ------
        UnusableGrid
            If the area is empty, lies beyond the origin or holds too many cells.
        """
        west, south, east, north = shapely.bounds(area)
        if np.isnan(west):
            raise UnusableGrid("The area is empty, so no cell covers it. Give its boundary.")
        (first, last), (bottom, top) = (
            self.position(np.array([west, east]), np.array([south, north]))[axis] for axis in (0, 1)
        )
        count = (last - first + 1) * (top - bottom + 1)
        if count > MOST_CELLS:
            raise UnusableGrid(
                f"The area spans {count:,} cells of {self.size_m:g} m; at most {MOST_CELLS:,} "
                "are possible. Use larger cells, and check that size and area are in metres."
            )
        columns, rows = (
            at.ravel()
            for at in np.meshgrid(
                np.arange(first, last + 1), np.arange(bottom, top + 1), indexing="ij"
            )
        )
        tree = shapely.STRtree(self._squares(columns, rows))
        over = np.setdiff1d(
            tree.query(area, predicate="intersects"), tree.query(area, predicate="touches")
        )
        return self.places(columns[over], rows[over])

    def holding(self, x_m: NDArray[np.float64], y_m: NDArray[np.float64]) -> Places:
        """Return the cells that hold at least one of some points, in order of their ids.

        Parameters
        ----------
        x_m, y_m
            Coordinates in metres; points without are passed over.
        """
        known = np.isfinite(x_m) & np.isfinite(y_m)
        held = np.unique(np.column_stack(self.position(x_m[known], y_m[known])), axis=0)
        return self.places(held[:, 0], held[:, 1])

    def position(
        self, x_m: NDArray[np.float64], y_m: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the column and the row of each point."""
        columns, rows = (
            np.floor((np.asarray(at, dtype=np.float64) - origin) / self.size_m).astype(np.int64)
            for at, origin in zip((x_m, y_m), self.origin_m, strict=True)
        )
        return columns, rows

    def places(self, columns: NDArray[np.int64], rows: NDArray[np.int64]) -> Places:
        """Return the cells in some columns and rows.

        Raises
        ------
        UnusableGrid
            If one lies west or south of the origin.
        """
        lowest = min(columns.min(initial=0), rows.min(initial=0))
        highest = max(columns.max(initial=0), rows.max(initial=0))
        if lowest < 0 or len(str(highest)) > self._digits:
            raise UnusableGrid(
                f"A cell stands in column or row {lowest if lowest < 0 else highest:,} from the "
                f"origin {self.origin_m}; they are counted from 0 to the north and east. Choose "
                "an origin to the south-west of the city, not far from it."
            )
        ids = tuple(self._id(c, r) for c, r in zip(columns, rows, strict=True))
        return Places(ids=ids, kind="cell", geometry=self._squares(columns, rows))

    def indices(self, ids: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the column and the row that each id names.

        Raises
        ------
        UnknownCell
            If an id names no cell of this grid.
        """
        number = rf"(\d{{{self._digits}}})"
        found = pd.Series(ids, dtype=str).str.extract(rf"^E{number}N{number}$")
        wrong = found[0].isna().to_numpy()
        if wrong.any():
            raise UnknownCell(
                f"{ids[int(wrong.argmax())]!r} names no cell of {self.size_m:g} m; an id reads "
                f"like {self._id(12, 7)!r}. Use the grid that the places were made with."
            )
        return found[0].to_numpy(np.int64), found[1].to_numpy(np.int64)

    @property
    def _digits(self) -> int:
        return len(str(int(FARTHEST_M // self.size_m)))

    def _id(self, column: int, row: int) -> str:
        return f"E{column:0{self._digits}d}N{row:0{self._digits}d}"

    def _squares(self, columns: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.object_]:
        west, east = (self.origin_m[0] + at * self.size_m for at in (columns, columns + 1))
        south, north = (self.origin_m[1] + at * self.size_m for at in (rows, rows + 1))
        return np.asarray(shapely.box(west, south, east, north))
