"""Ground: a city divided into street units, ready for places to be drawn on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.sparse import coo_array, csr_array

from commonground.core.market import Shape
from commonground.find.definition import Definition, Drawing
from commonground.find.density import Density, dense_areas, density_of
from commonground.find.network import UnusableStreets
from commonground.find.raster import SQUARE_M_A_HA, Raster
from commonground.find.records import Records
from commonground.find.segments import NOWHERE, Segments
from commonground.find.units import UnitKind, Units, has_names, street_units
from commonground.numerics.calibration import Floats

CITY_M = 250.0
"""Where no boundary is given, ground this near to any incident is the city's."""

MARGIN_M = 400.0
"""How far the raster reaches beyond the outermost incident."""


class StreetsElsewhere(UnusableStreets):
    """Streets that no incident lies on."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What every drawing of a city's areas rests on.

    Parameters
    ----------
    records
        Where and when things were recorded.
    raster
        The squares that boundaries run in.
    divisions
        The ways in which the city is divided into street units.
    definition
        How dense a market is.
    city_ha
        Area of the city in hectares.
    streets
        Its streets, where they are the units.
    on_street
        Segment or crossing of each record, -1 for none; see `Segments.nearest`.
    """

    records: Records
    raster: Raster
    divisions: tuple[Units, ...]
    definition: Definition
    city_ha: float
    streets: Segments | None = None
    on_street: NDArray[np.intp] | None = None

    @property
    def unit(self) -> UnitKind:
        """What the city is divided into."""
        if self.streets is not None:
            return "street segment"
        return "hundred-block" if has_names(self.records) else "cell"

    def only(self, division: int) -> Ground:
        """Return the same city divided in one way."""
        return replace(self, divisions=(self.divisions[division],))

    def counts(self, division: int, *, is_drug: NDArray[np.bool_] | None = None) -> Floats:
        """Return the weighted drug records of each unit of one division.

        Parameters
        ----------
        division
            Number of the division.
        is_drug
            Which records count as drug records; those that do if left out.
        """
        records = self.records
        where = records.is_drug if is_drug is None else is_drug
        return self.divisions[division].counts(records.weight, where=where)

    def by_week(self, division: int, *, times: Floats | None = None) -> csr_array:
        """Return the weighted drug records of each unit and week, of shape (units, weeks).

        Parameters
        ----------
        division
            Number of the division.
        times
            How often each record is counted; once if left out.
        """
        units, records = self.divisions[division], self.records
        weight = records.weight if times is None else records.weight * times
        drug = np.flatnonzero(records.is_drug & (weight > 0))
        shape = (len(units), int(records.week.max()) + 1)
        return coo_array((weight[drug], (units.of[drug], records.week[drug])), shape=shape).tocsr()

    def density(self, division: int, counts: Floats) -> Density:
        """Return how thick records lie around each unit of one division.

        Parameters
        ----------
        division
            Number of the division.
        counts
            Weighted drug records of each of its units.
        """
        return density_of(
            counts,
            units=self.divisions[division],
            years=self.records.exposure_years,
            city_ha=self.city_ha,
        )

    def areas(self, division: int, counts: Floats) -> NDArray[np.intp]:
        """Return the dense area of each unit of one division, 0 for none; as for `density`."""
        return dense_areas(
            self.density(division, counts),
            units=self.divisions[division],
            definition=self.definition,
        )


def ground_of(
    records: Records,
    *,
    definition: Definition,
    drawing: Drawing,
    city: Shape | None = None,
    streets: Segments | None = None,
) -> Ground:
    """Divide a city into street units, in every way.

    Parameters
    ----------
    records
        Where and when things were recorded.
    definition
        How dense a market is.
    drawing
        Size of the cells, and bandwidth.
    city
        Boundary of the city in metres; the ground near any record if left out.
    streets
        Its streets, to be the units.

    Raises
    ------
    StreetsElsewhere
        If no record lies on any of them.
    """
    if city is None:
        city_ha = _near_records(records, raster_of(records, drawing=drawing))
    else:
        city_ha = city.area / SQUARE_M_A_HA
    each = list(
        grounds_of(
            records, definition=definition, drawing=drawing, city_ha=city_ha, streets=streets
        )
    )
    _require_on_streets(each[0].on_street, drawing=drawing)
    held = (replace(units, kernel=units.kernel.held()) for one in each for units in one.divisions)
    return replace(each[0], divisions=tuple(held))


def grounds_of(
    records: Records,
    *,
    definition: Definition,
    drawing: Drawing,
    city_ha: float,
    streets: Segments | None = None,
) -> Iterator[Ground]:
    """Divide a city in one way after the other, so that only one takes room.

    Parameters
    ----------
    records, definition, drawing, streets
        As for `ground_of`.
    city_ha
        Area of the city in hectares.
    """
    raster = raster_of(records, drawing=drawing)
    on_street = None if streets is None else _on_streets(records, streets, drawing=drawing)

    def divided(units: Units) -> Ground:
        return Ground(records, raster, (units,), definition, city_ha, streets, on_street)

    ways = street_units(
        records,
        raster=raster,
        bandwidth_m=drawing.bandwidth_m,
        cell_m=drawing.cell_m,
        on_street=on_street,
    )
    return map(divided, ways)


def raster_of(records: Records, *, drawing: Drawing) -> Raster:
    """Return the squares that cover a city's records."""
    return Raster.over(records.x_m, records.y_m, step_m=drawing.cell_m / 2, margin_m=MARGIN_M)


def _on_streets(records: Records, streets: Segments, *, drawing: Drawing) -> NDArray[np.intp]:
    """Return the segment or crossing of each record; those of one point lie on the same."""
    first, point = np.unique(records.point, return_index=True, return_inverse=True)[1:]
    unit = streets.nearest(records.x_m[first], records.y_m[first], within_m=drawing.street_m)
    return unit[point]


def _require_on_streets(on_street: NDArray[np.intp] | None, *, drawing: Drawing) -> None:
    if on_street is not None and (on_street == NOWHERE).all():
        raise StreetsElsewhere(
            f"None of the {len(on_street):,} incidents lies within {drawing.street_m:g} m of a "
            "street. Give the streets of this city, in degrees or in a coordinate system that the "
            "file names."
        )


def _near_records(records: Records, raster: Raster) -> float:
    """Return the area near any record, in hectares."""
    empty = np.ones(raster.shape, dtype=bool)
    empty.ravel()[raster.positions(records.x_m, records.y_m)] = False
    away = ndimage.distance_transform_edt(empty, sampling=raster.step_m)
    return float((away <= CITY_M).sum() * raster.square_ha)
