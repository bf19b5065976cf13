"""What was found: the places, what they rest on, and what the records cannot show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from commonground.core.market import Market, Review, Shape
from commonground.find.criteria import by_day
from commonground.find.definition import Definition, Drawing
from commonground.find.design.design import Design
from commonground.find.design.designing import Designing
from commonground.find.exposure import no_exposures
from commonground.find.ranking import Ranking
from commonground.find.records import Records
from commonground.find.units import UnitKind


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The answer for a city.

    Parameters
    ----------
    markets
        Places with enough incidents to be looked at: candidates first, by tier, then by incidents.
    records
        What they were found in.
    definition, drawing
        What was asked for.
    seed
        What random numbers were drawn with.
    city_ha
        Area of the city in hectares.
    city
        Shapely boundary of the city in metres, where one was given.
    smaller
        Dense places with fewer incidents than the definition asks for; they are only counted.
    clearest_by_chance
        How clear the clearest area of each relabelled city was.
    institutions
        Booking places that the city file names: ``institution``, ``incidents`` and ``drug``.
    agreement
        Overlap of what random halves of the record draw, the city over.
    sensitivity
        What remains of each place when a choice is made another way; see `sensitivity_of`.
    caveats
        What weakens the answer.
    exposures
        What lies within 300 m of each place, where layers were given; see `exposures_of`.
    ranking
        Candidate places by a harm index, where weights were stated.
    unit
        What the city was divided into.
    street_notes
        Streets that were left out, and drug records that lie on none.
    designs
        How an intervention would be laid out at each candidate place.
    design
        How designs were asked for.
    barriers
        Lines and polygons in metres that no ring of a design reaches across.
    reviews
        Persons' recorded reviews, each with the id that its place has now.
    """

    markets: tuple[Market, ...]
    records: Records
    definition: Definition
    drawing: Drawing
    seed: int
    city_ha: float
    city: Shape | None
    smaller: int
    clearest_by_chance: NDArray[np.float64]
    institutions: pd.DataFrame
    agreement: float
    sensitivity: pd.DataFrame
    caveats: tuple[str, ...]
    exposures: pd.DataFrame = field(default_factory=no_exposures)
    ranking: Ranking | None = None
    unit: UnitKind = "cell"
    street_notes: tuple[str, ...] = ()
    designs: tuple[Design, ...] = ()
    design: Designing = field(default_factory=Designing)
    barriers: tuple[Shape, ...] = ()
    reviews: tuple[Review, ...] = ()

    @property
    def candidates(self) -> tuple[Market, ...]:
        """Places that miss nothing a candidate place must meet."""
        return tuple(market for market in self.markets if market.is_candidate)

    @property
    def rejected(self) -> tuple[Market, ...]:
        """Places that were looked at and miss something."""
        return tuple(market for market in self.markets if not market.is_candidate)

    def reviews_of(self, market: Market) -> tuple[Review, ...]:
        """Return the reviews of one place, the last one first."""
        mine = [review for review in self.reviews if review.place == market.id]
        return tuple(sorted(mine, key=by_day, reverse=True))

    @property
    def numbers(self) -> Mapping[str, float]:
        """Numbers of the whole city that people quote."""
        records = self.records
        return {
            "incidents": len(records.day),
            "drug": int(records.is_drug.sum()),
            "drug_in_window": int((records.is_drug & records.is_recent).sum()),
            "window_months": records.window_months,
            "city_ha": self.city_ha,
            "candidates": len(self.candidates),
            "agreement": self.agreement,
        }
