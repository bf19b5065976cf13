"""Exposure: who and what lies within reach of a place, counted in layers that a city has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from commonground.core.errors import DataError
from commonground.core.market import Market
from commonground.find.records import Records
from commonground.numerics.calibration import Floats

WITHIN_M = 300.0
"""How far from a place's boundary a layer is counted: a few minutes on foot."""

NAME = re.compile(r"[^\W\d_][\w -]{0,39}")
"""Layers are columns of tables and properties of maps, so their names are words."""

ROUND = 32
"""Pieces a quarter circle is drawn with: the area around a place is right to a thousandth."""

COLUMNS = ("market", "layer", "count", "people", "apportioned")

POINTS, AREAS = 0, 2
"""Dimensions of the geometry that can be counted."""


class UnusableLayer(DataError):
    """A layer that nothing can be counted in."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Something that a city has, and where: schools, stops, children, homes.

    Parameters
    ----------
    name
        What is counted: ``"schools"``. At most 40 letters, digits, spaces and hyphens.
    shapes
        Shapely points or polygons in metres, one a feature, shape (features,).
    counts
        How many there are in each feature, shape (features,). Points count 1 each if left out;
        polygons need counts, for the part of one that lies near a place is a part of its count.
    people
        Whether people are counted, or what tells of few of them; small counts are then withheld.
    """

    name: str
    shapes: NDArray[Any]
    counts: Floats | None = None
    people: bool = False

    def __post_init__(self) -> None:
        """Check that there is something to count, and where."""
        if not NAME.fullmatch(self.name):
            raise UnusableLayer(
                f"A layer cannot be called {self.name!r}. Give it a name of at most 40 letters, "
                "digits, spaces and hyphens that begins with a letter, such as schools."
            )
        for problem in self._problems():
            raise UnusableLayer(f"Layer {self.name}: {problem}")

    @property
    def apportioned(self) -> bool:
        """Whether it is counted by the share of areas, and not one by one."""
        return bool((shapely.get_dimensions(self.shapes) == AREAS).all())

    def within(self, distance_m: float, *, of: NDArray[Any]) -> Floats:
        """Return how many there are within a distance of each of some shapes, in whole numbers.

        Points are counted exactly. The count of a polygon is taken to be spread evenly over it.

        Parameters
        ----------
        distance_m
            From the edge of a shape, in metres.
        of
            Shapely geometries, shape (places,).
        """
        counts = np.ones(len(self.shapes)) if self.counts is None else self.counts
        tree = shapely.STRtree(self.shapes)
        if not self.apportioned:
            place, feature = tree.query(of, predicate="dwithin", distance=distance_m)
            share = np.ones(len(place))
        else:
            around = np.asarray(shapely.buffer(of, distance_m, quad_segs=ROUND))
            place, feature = tree.query(around, predicate="intersects")
            shared = shapely.area(shapely.intersection(self.shapes[feature], around[place]))
            share = shared / shapely.area(self.shapes[feature])
        return np.rint(np.bincount(place, share * counts[feature], minlength=len(of)))

    def _problems(self) -> Iterator[str]:
        if not len(self.shapes):
            yield "it has no features. Check the file, or leave the layer out."
            return
        kinds = shapely.get_dimensions(self.shapes)
        odd = np.flatnonzero((kinds != kinds[0]) | ~np.isin(kinds, (POINTS, AREAS)))
        if len(odd):
            yield (
                f"feature {odd[0] + 1} is a {self.shapes[odd[0]].geom_type}. A layer holds points "
                "or polygons, and not both; make two layers of them."
            )
            return
        if kinds[0] == AREAS and not (shapely.area(self.shapes) > 0).all():
            yield "a polygon has no area. Take it out, or use its middle as a point."
        if kinds[0] == AREAS and self.counts is None:
            yield (
                "polygons need a column with their counts, for part of one may lie near a place. "
                "Name the column, or use a point of each if one is to count as 1."
            )
        yield from self._odd_counts()

    def _odd_counts(self) -> Iterator[str]:
        if self.counts is None:
            return
        if len(self.counts) != len(self.shapes):
            yield f"{len(self.counts)} counts were given for {len(self.shapes)} features."
            return
        lacking = np.flatnonzero(~np.isfinite(self.counts))
        if len(lacking):
            yield (
                f"{len(lacking)} features have no count, the first is feature {lacking[0] + 1}. "
                "Write 0 where there is nothing, or take them out."
            )
        negative = np.flatnonzero(self.counts < 0)
        if len(negative):
            yield (
                f"feature {negative[0] + 1} has a count of {self.counts[negative[0]]:g}; counts "
                "are 0 or more. Agencies write negative numbers for what they withhold."
            )


def require_layers(layers: Sequence[Layer], *, records: Records) -> None:
    """Refuse layers that cannot be told apart, or that lie elsewhere than the records.

    Parameters
    ----------
    layers
        The layers.
    records
        Where things were recorded.

    Raises
    ------
    UnusableLayer
        If two layers have one name, or one has nothing where the city is.
    """
    known: set[str] = set()
    for layer in layers:
        if column_of(layer.name) in known:
            raise UnusableLayer(f"Two layers are called {layer.name}. Give each its own name.")
        known.add(column_of(layer.name))
    x, y = records.x_m, records.y_m
    city = shapely.box(x.min(), y.min(), x.max(), y.max())
    for layer in layers:
        if not shapely.dwithin(layer.shapes, city, WITHIN_M).any():
            west, south = shapely.get_coordinates(layer.shapes)[0]
            raise UnusableLayer(
                f"Layer {layer.name}: none of its {len(layer.shapes):,} features lies in the city; "
                f"the first is at {west:,.0f}, {south:,.0f}, and the incidents reach from "
                f"{city.bounds[0]:,.0f}, {city.bounds[1]:,.0f} to {city.bounds[2]:,.0f}, "
                f"{city.bounds[3]:,.0f} in metres. Check that it is of this city, and which "
                "coordinate system its file names."
            )


def column_of(name: str) -> str:
    """Return a layer's name as that of a column: ``bus stops`` is ``bus_stops``."""
    return re.sub(r"[ -]", "_", name).lower()


def exposures_of(markets: Sequence[Market], layers: Sequence[Layer]) -> pd.DataFrame:
    """Return what lies within 300 m of the boundary of each place.

    Parameters
    ----------
    markets
        The places.
    layers
        What is counted.

    Returns
    -------
    pandas.DataFrame
        One row a place and layer: ``market`` (id), ``layer``, ``count`` (whole), ``people``
        (whether it counts people) and ``apportioned`` (whether areas were shared out).
    """
    boundaries = np.array([market.boundary for market in markets], dtype=object)
    parts = [
        pd.DataFrame(
            {
                "market": [market.id for market in markets],
                "layer": layer.name,
                "count": layer.within(WITHIN_M, of=boundaries).astype(np.int64),
                "people": layer.people,
                "apportioned": layer.apportioned,
            }
        )
        for layer in layers
        if markets
    ]
    return pd.concat(parts, ignore_index=True) if parts else no_exposures()


def no_exposures() -> pd.DataFrame:
    """Return exposures where no layer was given."""
    return pd.DataFrame({name: [] for name in COLUMNS})
