"""The next-busiest ground: areas of any size around the peaks of drug density, for controls."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage

from commonground.core.market import Market
from commonground.find.design.counting import DRUG, OUTCOMES, Kinds
from commonground.find.design.land import Land
from commonground.find.ground import Ground
from commonground.find.naming import busiest_block
from commonground.find.raster import Raster
from commonground.numerics.calibration import Floats
from commonground.numerics.growing import grown_region, peaks_of

UNFIT = ("institution", "points", "largest point", "one day", "one week")
"""A place that misses one of these is a booking place, an address or a raid, and no comparison."""

MOST_PEAKS = 150
"""Peaks of a city that ground is grown around, the highest first."""

ROUNDNESS = 1.5
"""Ground reaches no farther from its peak than so many radii of a circle of the largest size."""

PEAKS_APART_M = 150.0
"""Of two peaks nearer than this, the lower is part of the higher."""


@dataclass(frozen=True, slots=True, eq=False)
class Busiest:
    """Ground grown around the peaks of a city's drug density, away from its candidate places.

    Parameters
    ----------
    ground
        The city.
    held
        Incidents of the window in each square, by outcome; shape (outcomes, squares).
    grown
        Squares of each peak's ground, in the order in which it grew.
    drug
        Drug records of the window, as positions in the records.
    square
        Square that each of them lies in.
    """

    ground: Ground
    held: NDArray[np.int32]
    grown: tuple[NDArray[np.intp], ...]
    drug: NDArray[np.intp]
    square: NDArray[np.intp]

    @classmethod
    def of(
        cls,
        ground: Ground,
        *,
        kinds: Kinds,
        markets: Sequence[Market],
        land: Land,
        reach_m: float,
        bandwidth_m: float,
    ) -> Busiest:
        """Grow ground as large as the largest candidate place around each peak.

        Parameters
        ----------
        ground
            The city.
        kinds
            What each of its records is.
        markets
            Every place that was looked at.
        land
            What ground may lie on.
        reach_m
            How far rings reach: ground keeps twice as far from every candidate place.
        bandwidth_m
            Standard deviation of the kernel that density is drawn with.
        """
        raster, records = ground.raster, ground.records
        square = raster.positions(records.x_m, records.y_m)
        recent = records.is_recent
        held = np.zeros((len(OUTCOMES), raster.size), dtype=np.int32)
        for counts, of in zip(held, kinds.outcomes, strict=True):
            counts[:] = np.bincount(square[recent & of], minlength=raster.size)
        drug = np.flatnonzero(recent & records.is_drug)
        heights = ndimage.gaussian_filter(
            held[OUTCOMES.index(DRUG)].reshape(raster.shape).astype(np.float64),
            bandwidth_m / raster.step_m,
            mode="constant",
        )
        allowed = _allowed(raster, markets=markets, land=land, apart_m=2 * reach_m)
        apart = int(PEAKS_APART_M // raster.step_m)
        most = max(len(raster.within(one.boundary)) for one in markets if one.is_candidate)
        peaks = peaks_of(heights, apart=apart, allowed=allowed)[:MOST_PEAKS]
        reach = ROUNDNESS * math.sqrt(most / math.pi)
        grown = tuple(
            grown_region(heights, start=int(peak), most=most, allowed=allowed, reach=reach)
            for peak in peaks
        )
        return cls(ground=ground, held=held, grown=grown, drug=drug, square=square[drug])

    def areas(self, size: int) -> Iterator[NDArray[np.intp]]:
        """Yield the ground of so many squares around each peak that has it, the peak first."""
        for squares in self.grown:
            if len(squares) >= size:
                yield squares[:size]

    def counts(self, squares: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the incidents of the window in some squares, by outcome."""
        found: NDArray[np.int64] = self.held[:, squares].sum(axis=1)
        return found

    def is_address(self, squares: NDArray[np.intp]) -> bool:
        """Say whether the drug records of some squares lie on too few points to be a place."""
        asked = self.ground.definition
        points = self.ground.records.point[self.drug[np.isin(self.square, squares)]]
        held = np.unique(points, return_counts=True)[1]
        return bool(
            len(held) < asked.fewest_points or held.max() >= asked.largest_point * held.sum()
        )

    def name_of(self, squares: NDArray[np.intp]) -> str | None:
        """Return the busiest block of some squares, where records name blocks."""
        frame = self.ground.records.frame
        if "location" not in frame:
            return None
        within = self.drug[np.isin(self.square, squares)]
        return busiest_block(str(text) for text in frame["location"].iloc[within].dropna())


def _allowed(
    raster: Raster, *, markets: Sequence[Market], land: Land, apart_m: float
) -> NDArray[np.bool_]:
    """Return the squares that ground may be made of, shape (rows, columns)."""
    away = np.ones(raster.size, dtype=bool)
    taken = np.zeros(raster.size, dtype=bool)
    for market in markets:
        if market.is_candidate:
            away[raster.within(market.boundary)] = False
        elif is_unfit(market):
            taken[raster.within(market.extent)] = True
    taken[crossed(raster, land)] = True
    if land.city is not None:
        inside = np.zeros(raster.size, dtype=bool)
        inside[raster.within(land.city)] = True
        taken |= ~inside
    distance: Floats = ndimage.distance_transform_edt(
        away.reshape(raster.shape), sampling=raster.step_m
    )
    return np.asarray((distance > apart_m + 2 * raster.step_m) & ~taken.reshape(raster.shape))


def crossed(raster: Raster, land: Land) -> NDArray[np.intp]:
    """Return the squares that a barrier, or the edge of one, runs through or touches.

    Were a corner of one beyond the barrier, the ground would lie on both sides, and so would rings.
    """
    parts = shapely.get_parts(land.barriers.geometries)
    lines = shapely.segmentize(parts[shapely.length(parts) > 0], raster.step_m / 2)
    corner = np.array([raster.west, raster.south])
    at = np.floor((shapely.get_coordinates(lines) - corner) / raster.step_m).astype(np.intp) + 1
    rows, columns = raster.shape
    close = np.zeros((rows + 2, columns + 2), dtype=bool)  # a square more on every side
    column, row = at[((at >= 0) & (at < (columns + 2, rows + 2))).all(axis=1)].T
    close[row, column] = True
    grown = ndimage.binary_dilation(close, structure=np.ones((3, 3), dtype=bool))
    squares = np.flatnonzero(grown[1:-1, 1:-1])
    x, y = raster.centres(squares)
    half = raster.step_m / 2
    boxes = shapely.box(x - half, y - half, x + half, y + half)
    touched = np.unique(land.barriers.query(boxes, predicate="intersects")[0])
    return np.asarray(squares[touched])


def is_unfit(market: Market) -> bool:
    """Say whether a place is a booking place, an address or a raid, as far as its criteria tell."""
    return any(one.name in UNFIT for one in market.answered("misses"))
