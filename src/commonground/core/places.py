"""Places: blocks, street segments, cells and areas, each with a stable id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from commonground.core.errors import DataError

PlaceKind = Literal["block", "segment", "cell", "area"]

LARGEST_EXACT_FLOAT = 2**53
"""Whole numbers beyond this lose digits as floating point, so an id read that way is not safe."""

LARGEST_DEGREES = (180.0, 90.0)
TOUCHING_M = 1.0
"""Places closer than this are neighbours: boundaries drawn by different hands rarely meet."""


class UnsafePlaceIds(DataError):
    """Ids that have lost digits, or that repeat."""


class UnknownPlace(DataError):
    """A place that the data do not hold."""


class NoGeometry(DataError):
    """A question about distance, asked of places without geometry."""


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Places of one kind, in a fixed order.

    Parameters
    ----------
    ids
        One text id a place; no two alike.
    kind
        What a place is.
    geometry
        One shapely geometry a place, in metres of a projected coordinate system, or ``None``
        where only the ids are known.
    """

    ids: tuple[str, ...]
    kind: PlaceKind = "block"
    geometry: NDArray[Any] | None = None

    def __post_init__(self) -> None:
        """Check that ids are distinct and geometry is in metres."""
        if len(set(self.ids)) != len(self.ids):
            repeated = pd.Series(self.ids).loc[lambda ids: ids.duplicated()].iloc[0]
            raise UnsafePlaceIds(f"Place {repeated!r} is listed more than once.")
        if self.geometry is not None:
            _require_metres(self.geometry, count=len(self.ids))

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def has_geometry(self) -> bool:
        """Whether distances between places are known."""
        return self.geometry is not None

    def positions(self, ids: Iterable[str]) -> NDArray[np.intp]:
        """Return where the given places stand in the order.

        Raises
        ------
        UnknownPlace
            If an id is not among these places.
        """
        wanted = list(ids)
        found = pd.Index(self.ids).get_indexer(pd.Index(wanted, dtype=object))
        if (found < 0).any():
            unknown = [place for place, at in zip(wanted, found, strict=True) if at < 0]
            raise UnknownPlace(
                f"{len(unknown)} of {len(wanted)} places are not in the data, the first is "
                f"{unknown[0]!r}. Ids are compared as text: check leading zeros and spaces."
            )
        return found.astype(np.intp)

    def within(self, distance_m: float, *, of: Sequence[str]) -> tuple[str, ...]:
        """Return the places that lie within a distance of others, those others left out.

        Parameters
        ----------
        distance_m
            Distance in metres, between the nearest points of two places.
        of
            Ids of the places to measure from.
        """
        geometry = self._geometry("A ring around an area")
        centre = self.positions(of)
        near = shapely.STRtree(geometry).query(
            geometry[centre], predicate="dwithin", distance=distance_m
        )[1]
        outside = np.setdiff1d(near, centre)
        return tuple(self.ids[at] for at in outside)

    def neighbours(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return who touches whom, as compressed sparse rows.

        Returns
        -------
        tuple
            ``starts`` of shape (places + 1,) and ``others``: the neighbours of place ``i`` are
            ``others[starts[i]:starts[i + 1]]``, in ascending order.
        """
        geometry = self._geometry("A patch of neighbouring places")
        one, other = shapely.STRtree(geometry).query(
            geometry, predicate="dwithin", distance=TOUCHING_M
        )
        apart = one != other
        one, other = one[apart], other[apart]
        order = np.lexsort((other, one))
        starts = np.concatenate([[0], np.cumsum(np.bincount(one, minlength=len(self)))])
        return starts.astype(np.intp), other[order].astype(np.intp)

    def _geometry(self, asked: str) -> NDArray[Any]:
        if self.geometry is None:
            raise NoGeometry(
                f"{asked} needs the geometry of the places, and this panel has ids only. "
                "Give the places a boundary file, or list the places yourself."
            )
        return self.geometry


def place_ids(values: pd.Series) -> pd.Series:
    """Return ids as text, without losing a digit.

    Raises
    ------
    UnsafePlaceIds
        If an id is missing, or was read as floating point and may have lost digits.
    """
    if values.isna().any():
        row = int(np.flatnonzero(values.isna().to_numpy())[0])
        raise UnsafePlaceIds(
            f"Column {values.name!r} has no id in row {row + 1}. Fill it in, or take the row out."
        )
    if not pd.api.types.is_float_dtype(values.dtype):
        return values.astype(str).str.strip()

    numbers = values.to_numpy(dtype=np.float64)
    unsafe = (np.abs(numbers) >= LARGEST_EXACT_FLOAT) | (numbers != np.floor(numbers))
    if unsafe.any():
        raise UnsafePlaceIds(
            f"Column {values.name!r} was read as floating point and holds "
            f"{numbers[unsafe][0]:.17g}: ids of 16 digits or more lose their last digits that way. "
            "Store the ids as text or as whole numbers, and write the file again."
        )
    return pd.Series(numbers.astype(np.int64), index=values.index).astype(str)


def _require_metres(geometry: NDArray[Any], *, count: int) -> None:
    if len(geometry) != count:
        raise DataError(f"{len(geometry)} geometries were given for {count} places.")
    bounds = np.abs(shapely.total_bounds(geometry)).reshape(2, 2).max(axis=0)
    if (bounds <= LARGEST_DEGREES).all():
        raise DataError(
            f"The geometry reaches only {bounds[0]:g} by {bounds[1]:g}: these are degrees, and "
            "distances need metres. Project the places to a local coordinate system first."
        )
