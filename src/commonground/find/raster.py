"""The raster: small squares in which boundaries run, the same for the same city."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from commonground.core.errors import DataError
from commonground.core.market import Shape
from commonground.numerics.calibration import Floats

SQUARE_M_A_HA = 10_000.0

MOST_SQUARES = 20_000_000
"""More squares than this are a size in the wrong unit, or points from several cities."""


class TooWide(DataError):
    """Points that lie too far apart to be one city's."""


@dataclass(frozen=True, slots=True)
class Raster:
    """Squares in rows and columns, from the south-west.

    Parameters
    ----------
    west, south
        Where it begins, in metres; a multiple of the step.
    step_m
        Side of a square.
    shape
        Rows and columns.
    """

    west: float
    south: float
    step_m: float
    shape: tuple[int, int]

    @classmethod
    def over(cls, x_m: Floats, y_m: Floats, *, step_m: float, margin_m: float) -> Raster:
        """Return a raster that covers points with a margin, aligned to multiples of its step.

        Raises
        ------
        TooWide
            If the points lie too far apart.
        """
        west, south = (np.floor((at.min() - margin_m) / step_m) * step_m for at in (x_m, y_m))
        columns, rows = (
            int((at.max() + margin_m - edge) // step_m) + 1
            for at, edge in ((x_m, west), (y_m, south))
        )
        if columns * rows > MOST_SQUARES:
            raise TooWide(
                f"The incidents span {columns * step_m / 1000:,.0f} by "
                f"{rows * step_m / 1000:,.0f} km, which is no city. Check that positions are in "
                "metres, and leave out what lies elsewhere."
            )
        return cls(float(west), float(south), step_m, (rows, columns))

    @property
    def square_ha(self) -> float:
        """Area of a square in hectares."""
        return self.step_m**2 / SQUARE_M_A_HA

    @property
    def size(self) -> int:
        """How many squares there are."""
        return self.shape[0] * self.shape[1]

    def positions(self, x_m: Floats, y_m: Floats) -> NDArray[np.intp]:
        """Return the square that each point lies in, counted row by row."""
        column = np.floor((x_m - self.west) / self.step_m).astype(np.intp)
        row = np.floor((y_m - self.south) / self.step_m).astype(np.intp)
        return row * self.shape[1] + column

    def found(self, x_m: Floats, y_m: Floats) -> NDArray[np.intp]:
        """Return the square that each point lies in, -1 for those beyond the raster."""
        rows, columns = self.shape
        column = np.floor((x_m - self.west) / self.step_m)
        row = np.floor((y_m - self.south) / self.step_m)
        known = (column >= 0) & (row >= 0) & (row < rows) & (column < columns)
        return np.where(known, row * columns + column, -1).astype(np.intp)

    def centres(self, squares: NDArray[np.intp]) -> tuple[Floats, Floats]:
        """Return the middles of squares: x, y in metres."""
        row, column = np.divmod(squares, self.shape[1])
        return (
            self.west + (column + 0.5) * self.step_m,
            self.south + (row + 0.5) * self.step_m,
        )

    def within(self, shape: Shape) -> NDArray[np.intp]:
        """Return the squares whose middle lies in a shape, ascending."""
        if shape.is_empty:
            return np.array([], dtype=np.intp)
        west, south, east, north = shapely.bounds(shape)
        columns, rows = (
            np.arange(
                max(int((first - edge) // self.step_m), 0),
                min(int((last - edge) // self.step_m) + 1, most),
            )
            for first, last, edge, most in (
                (west, east, self.west, self.shape[1]),
                (south, north, self.south, self.shape[0]),
            )
        )
        squares = (rows[:, None] * self.shape[1] + columns).ravel()
        shapely.prepare(shape)
        return squares[shapely.contains_xy(shape, *self.centres(squares))]

    def neighbours(self, squares: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return who of some squares touches whom, corners included, as compressed sparse rows.

        Parameters
        ----------
        squares
            Squares in ascending order.
        """
        steps = np.array([r * self.shape[1] + c for r in (-1, 0, 1) for c in (-1, 0, 1) if r or c])
        wanted = squares[:, None] + steps
        at = np.searchsorted(squares, wanted)
        beside = np.abs(wanted % self.shape[1] - (squares % self.shape[1])[:, None]) <= 1
        held = (squares[np.minimum(at, len(squares) - 1)] == wanted) & beside
        starts = np.concatenate([[0], np.cumsum(held.sum(axis=1))])
        return starts.astype(np.intp), at[held].astype(np.intp)

    def outline(self, squares: NDArray[np.intp]) -> Shape:
        """Return the shape that some squares make together, in metres.

        Parameters
        ----------
        squares
            Squares in ascending order.
        """
        if not len(squares):
            return shapely.Polygon()
        row, column = np.divmod(squares, self.shape[1])
        begins = np.concatenate([[True], (np.diff(squares) != 1) | (np.diff(row) != 0)])
        first = np.flatnonzero(begins)
        last = np.concatenate([first[1:], [len(squares)]]) - 1
        runs = shapely.box(
            self.west + column[first] * self.step_m,
            self.south + row[first] * self.step_m,
            self.west + (column[last] + 1) * self.step_m,
            self.south + (row[last] + 1) * self.step_m,
        )
        return shapely.normalize(shapely.union_all(runs).simplify(0))
