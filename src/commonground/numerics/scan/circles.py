"""Circles around every location, as rows of a table to add one by one, nearest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.intp]
Counts = NDArray[np.integer]
Number = TypeVar("Number", bound=np.generic)

EMPTY = 0
"""The first row of a table is always empty."""


@dataclass(frozen=True, slots=True, eq=False)
class Circles:
    """The locations as rows of a table and, for each centre, the rows its circle takes in turn.

    A circle of ``k`` ranks holds the ``k`` rows nearest to its centre; empty rows hold 0. On a
    lattice the next row is equally far down the table for every centre, so that all circles grow
    at once by adding the table to itself, shifted. Elsewhere each centre has its own list.

    Parameters
    ----------
    rows
        The row of each location, ascending, shape (n,).
    n_rows
        Rows of a table.
    steps
        On a lattice how far down the table the next row is, shape (ranks,). Elsewhere the next row
        itself, shape (ranks, n), ``EMPTY`` past the last one.
    """

    rows: Indices
    n_rows: int
    steps: NDArray[np.int32]

    @property
    def ranks(self) -> int:
        """Rows in the largest circle."""
        return len(self.steps)

    @property
    def span(self) -> tuple[int, int]:
        """The first row with a centre, and the one after the last."""
        return int(self.rows[0]), int(self.rows[-1]) + 1

    def table(self, values: NDArray[Number]) -> NDArray[Number]:
        """Lay values of the locations, shape (n, ...), out in rows, shape (n_rows, ...)."""
        laid = np.zeros((self.n_rows, *values.shape[1:]), dtype=values.dtype)
        laid[self.rows] = values
        return laid

    def ring(self, table: NDArray[Number], *, rank: int, start: int, stop: int) -> NDArray[Number]:
        """Return what the next rows hold of the circles centred on rows ``start`` to ``stop``."""
        if self.steps.ndim == 1:
            shift = int(self.steps[rank])
            return table[start + shift : stop + shift]
        first = int(self.rows[0])
        return table.take(self.steps[rank, start - first : stop - first], axis=0)

    def members(self, ranks: Indices, centres: Indices) -> Indices:
        """Return the rows at these ranks from these centres, ``EMPTY`` past the largest circle.

        Parameters
        ----------
        ranks, centres
            Of shapes that broadcast together; centres are rows.
        """
        known = np.minimum(ranks, self.ranks - 1)
        rows: Indices
        if self.steps.ndim == 1:
            rows = centres + self.steps[known]
        else:
            rows = self.steps[known, centres - self.rows[0]].astype(np.intp)
        return np.where(ranks < self.ranks, rows, EMPTY)

    def circle(self, centre: int, rank: int) -> Indices:
        """Return the locations of the circle around a row that ends with a rank, nearest first."""
        rows = self.members(np.arange(rank + 1), np.array(centre))
        at = np.minimum(np.searchsorted(self.rows, rows), len(self.rows) - 1)
        return np.asarray(at[self.rows[at] == rows])

    def free_ranks(self, locations: Indices) -> Indices:
        """Return how many ranks each circle may have before it takes one of these locations.

        Returns
        -------
        numpy.ndarray
            Shape (span,); the number of all ranks where none is within reach.
        """
        (first, stop), taken = self.span, self.rows[locations]
        free = np.full(stop - first, self.ranks)
        if self.steps.ndim == 1:
            centres = taken - self.steps[:, None] - first
            ranks, at = np.nonzero((centres >= 0) & (centres < stop - first))
            np.minimum.at(free, centres[ranks, at], ranks)
            return free
        is_taken = np.zeros(self.n_rows, dtype=bool)
        is_taken[taken] = True
        for last in range(self.ranks - 1, -1, -1):
            free[is_taken[self.steps[last]]] = last
        return free


def few_true(flags: NDArray[np.bool_]) -> Indices:
    """Return the flat positions of the few that are true."""
    flat = flags.ravel()
    if len(flat) % 8:
        return np.flatnonzero(flat)
    eights = np.flatnonzero(flat.view(np.uint64).astype(bool))
    among = np.flatnonzero(flat.reshape(-1, 8)[eights])
    return eights[among // 8] * 8 + among % 8


def smallest_type(most: int) -> type[np.integer]:
    """Return the smallest type that holds numbers from 0 to ``most``."""
    if most <= np.iinfo(np.uint8).max:
        return np.uint8
    return np.uint16 if most <= np.iinfo(np.uint16).max else np.int32
