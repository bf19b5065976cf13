"""Judged: places as they were drawn, each with its squares and its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from commonground.core.incidents import CATEGORIES, INITIATORS
from commonground.find.boundaries import FIRM, Drawn, closed
from commonground.find.density import Density
from commonground.find.evidence import Evidence
from commonground.find.ground import Ground
from commonground.find.records import Records
from commonground.find.stability import Halves, reliability_of
from commonground.numerics.calibration import Floats
from commonground.numerics.gamma_poisson import rate_interval


@dataclass(frozen=True, eq=False)
class Judged:
    """Places as they were drawn, and what is known of all of them together.

    Parameters
    ----------
    ground
        The city.
    drawn
        The places.
    dense
        How often each square lies in a dense area.
    evidence
        What the records say of each place.
    chance
        Probability of as clear a place in a relabelled city.
    halves
        What pairs of random halves of the record draw, if they were compared.
    """

    ground: Ground
    drawn: Drawn
    dense: Floats
    evidence: Evidence
    chance: Floats
    halves: Sequence[Halves]

    @property
    def records(self) -> Records:
        """The records."""
        return self.ground.records

    @cached_property
    def square(self) -> NDArray[np.intp]:
        """Square that each record lies in."""
        return self.ground.raster.positions(self.records.x_m, self.records.y_m)

    @cached_property
    def place(self) -> NDArray[np.intp]:
        """Place that each record lies in the extent of, 0 for none."""
        return self.drawn.extent[self.square]

    @cached_property
    def held(self) -> Floats:
        """Weighted drug records of each square."""
        weight = np.where(self.records.is_drug, self.records.weight, 0.0)
        return np.bincount(self.square, weight, minlength=self.ground.raster.size).astype(
            np.float64
        )

    @cached_property
    def again(self) -> Floats:
        """How often a fresh record would draw each square, as far as its halves can tell."""
        if not self.halves:
            return self.dense
        return reliability_of(self.halves).put_right(self.dense)

    @cached_property
    def holding(self) -> Mapping[str, NDArray[np.bool_]]:
        """Which records are of each category, be it the leading one or not."""
        return {category: self.records.incidents.are(category) for category in CATEGORIES}

    @cached_property
    def started_by(self) -> Mapping[str, NDArray[np.bool_]]:
        """Which records police or citizens started."""
        by = self.records.frame["initiated_by"]
        return {who: (by == who).to_numpy(bool) for who in INITIATORS}

    @cached_property
    def firm(self) -> NDArray[np.bool_]:
        """Squares that four fresh records of five would draw."""
        return closed(self.again >= FIRM, raster=self.ground.raster).ravel()

    @cached_property
    def density(self) -> Density:
        """How thick drug records lie around each unit of the first division."""
        return self.ground.density(0, self.ground.counts(0))

    @cached_property
    def times_city(self) -> Floats:
        """How many times denser than the city the densest unit of each place is."""
        return self._densest(self.density.a_hectare_and_year)

    @cached_property
    def times_city_interval(self) -> tuple[Floats, Floats]:
        """The ends of the posterior interval of that, which is drawn towards what is usual."""
        density = self.density
        low, high = rate_interval(density.sums, exposure=density.exposure, prior=density.prior)
        return self._densest(low), self._densest(high)

    def _densest(self, rates: Floats) -> Floats:
        """Return the highest rate of the units of each place, as a multiple of the city's."""
        units = self.ground.divisions[0]
        most = np.zeros(self.drawn.count + 1)
        land = units.faces >= 0
        np.maximum.at(most, self.drawn.extent[land], rates[units.faces[land]])
        return most[1:] / self.density.mean


@dataclass(frozen=True, eq=False)
class Place:
    """One of the places.

    Parameters
    ----------
    judged
        All of them.
    at
        Which one, from 0.
    """

    judged: Judged
    at: int

    @cached_property
    def squares(self) -> NDArray[np.intp]:
        """Squares of its extent, ascending."""
        return np.flatnonzero(self.judged.drawn.extent == self.at + 1)

    @cached_property
    def inside(self) -> NDArray[np.intp]:
        """Squares within its boundary, ascending."""
        return self.squares[self.judged.drawn.inside[self.squares]]

    @cached_property
    def firm(self) -> NDArray[np.intp]:
        """Squares of its extent that four fresh records of five would draw, ascending."""
        return self.squares[self.judged.firm[self.squares]]

    @cached_property
    def recent(self) -> NDArray[np.bool_]:
        """Which records are its own, in the window."""
        mine: NDArray[np.bool_] = self.judged.place == self.at + 1
        return mine & self.judged.records.is_recent

    @cached_property
    def drug(self) -> NDArray[np.bool_]:
        """Which drug records are its own, in the window."""
        return self.recent & self.judged.records.is_drug

    @property
    def densest(self) -> NDArray[np.intp]:
        """The square with most drug records, the first if tied; shape (1,)."""
        return self.squares[[int(self.judged.held[self.squares].argmax())]]

    def around(self, distance_m: float) -> NDArray[np.intp]:
        """Return its squares and those within a distance, ascending.

        Parameters
        ----------
        distance_m
            From middle to middle, in metres.
        """
        raster = self.judged.ground.raster
        reach = int(distance_m // raster.step_m)
        row, column = np.divmod(self.squares, raster.shape[1])
        top, left = row.min() - reach, column.min() - reach
        away = np.ones((row.max() + reach + 1 - top, column.max() + reach + 1 - left), dtype=bool)
        away[row - top, column - left] = False
        near = ndimage.distance_transform_edt(away, sampling=raster.step_m) <= distance_m
        row, column = np.nonzero(near)
        row, column = row + top, column + left
        known = (row >= 0) & (row < raster.shape[0]) & (column >= 0) & (column < raster.shape[1])
        found: NDArray[np.intp] = row[known] * raster.shape[1] + column[known]
        return found
