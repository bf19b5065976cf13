"""Density: where drug records lie as thick as at a market, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from commonground.find.definition import Definition
from commonground.find.units import Units
from commonground.numerics.calibration import Floats
from commonground.numerics.gamma_poisson import (
    GammaPrior,
    fewest_exceeding,
    prior_by_moments,
)


@dataclass(frozen=True, slots=True, eq=False)
class Density:
    """How thick records lie around each unit.

    Parameters
    ----------
    sums
        Weighted records around each unit, over its window.
    exposure
        Hectares times years that such a sum stands for.
    prior
        How densities are spread over the city.
    mean
        Records a hectare and year, over the whole city.
    """

    sums: Floats
    exposure: float
    prior: GammaPrior
    mean: float

    @property
    def a_hectare_and_year(self) -> Floats:
        """Records a hectare and year around each unit."""
        return self.sums / self.exposure


def density_of(counts: Floats, *, units: Units, years: float, city_ha: float) -> Density:
    """Return how thick weighted records lie around each unit.

    Parameters
    ----------
    counts
        Weighted drug records of each unit.
    units
        The units.
    years
        Years of such weights.
    city_ha
        Area of the city.
    """
    sums = units.kernel.sums(counts)
    exposure = units.kernel.window_ha * years
    return Density(
        sums=sums,
        exposure=exposure,
        prior=prior_by_moments(sums, exposure=exposure, weights=units.hectares),
        mean=float(counts.sum()) / (city_ha * years),
    )


def dense_areas(density: Density, *, units: Units, definition: Definition) -> NDArray[np.intp]:
    """Return the area that each unit belongs to: 0 for none, then 1, 2 and so on.

    An area is made of neighbouring units that are more likely than not as dense as a market, and
    holds at least one that almost certainly is: two thresholds, so that edges do not flicker.

    Parameters
    ----------
    density
        How thick records lie.
    units
        The units.
    definition
        How dense a market is, and how sure the middle and the edge must be.
    """
    core, edge = (
        density.sums
        >= fewest_exceeding(
            exposure=density.exposure,
            prior=density.prior,
            rate=definition.times_city * density.mean,
            probability=probability,
        )
        for probability in (definition.core, definition.edge)
    )
    area = np.zeros(len(units), dtype=np.intp)
    inside = np.flatnonzero(edge)
    if not len(inside):
        return area
    touching = units.touching[inside][:, inside]
    count, part = connected_components(touching, directed=False)
    holds_core = np.zeros(count, dtype=bool)
    holds_core[part[core[inside]]] = True
    number = np.where(holds_core, np.cumsum(holds_core), 0)
    area[inside] = number[part]
    return area
