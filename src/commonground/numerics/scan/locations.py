"""Locations with their cases and sizes, checked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.numerics.calibration import Floats
from commonground.numerics.scan.circles import Indices


@dataclass(frozen=True, slots=True, eq=False)
class Locations:
    """The locations of a scan; those without a size are left out.

    Parameters
    ----------
    indices
        Where each one stood in the data, ascending, shape (n,).
    points
        Coordinates in metres, shape (n, 2).
    cases
        Cases in each, shape (n,).
    sizes
        Population, individuals or events in each, above 0, shape (n,).
    """

    indices: Indices
    points: Floats
    cases: NDArray[np.int64]
    sizes: Floats

    @classmethod
    def of(cls, points: Floats, cases: NDArray[np.int64], sizes: Floats) -> Locations:
        """Leave locations without a size out."""
        if np.any((sizes == 0) & (cases > 0)):
            at = int(np.flatnonzero((sizes == 0) & (cases > 0))[0])
            raise ValueError(
                f"location {at} has {cases[at]} cases and no population; "
                "give it one or leave it out"
            )
        kept = np.flatnonzero(sizes > 0)
        if not cases.sum():
            raise ValueError("no location has a case; a scan needs at least one")
        if len(np.unique(points[kept], axis=0)) < 2:
            raise ValueError("all locations are at the same point; a scan needs at least two")
        return cls(kept, points[kept], cases[kept], sizes[kept])

    def radius_m(self, inside: Indices) -> float:
        """Return the distance from the first of some locations to the last."""
        return float(np.hypot(*(self.points[inside[-1]] - self.points[inside[0]])))


def checked_points(x_m: ArrayLike, y_m: ArrayLike) -> Floats:
    """Return coordinates as shape (n, 2), or refuse them."""
    points = [np.asarray(one, dtype=np.float64).ravel() for one in (x_m, y_m)]
    if len(points[0]) != len(points[1]):
        raise ValueError(f"{len(points[0])} x and {len(points[1])} y coordinates; give one of each")
    if not np.isfinite(points).all():
        at = int(np.flatnonzero(~np.isfinite(points).all(axis=0))[0])
        raise ValueError(f"location {at} has no coordinates; leave it out")
    return np.column_stack(points)


def checked_sizes(values: ArrayLike, *, of: str, n: int) -> Floats:
    """Return one number a location, finite and not negative, or refuse them."""
    numbers = np.asarray(values, dtype=np.float64).ravel()
    if len(numbers) != n:
        raise ValueError(f"{len(numbers)} {of} for {n} locations; give one a location")
    wrong = np.flatnonzero(~(np.isfinite(numbers) & (numbers >= 0)))
    if len(wrong):
        raise ValueError(
            f"{of} of location {wrong[0]}: {numbers[wrong[0]]}; give a number of at least 0"
        )
    return numbers


def checked_counts(values: ArrayLike, *, of: str, n: int) -> NDArray[np.int64]:
    """Return one whole number a location, not negative, or refuse them."""
    numbers = checked_sizes(values, of=of, n=n)
    whole = numbers.astype(np.int64)
    wrong = np.flatnonzero(whole != numbers)
    if len(wrong):
        raise ValueError(f"{of} of location {wrong[0]}: {numbers[wrong[0]]}; give whole numbers")
    return whole
