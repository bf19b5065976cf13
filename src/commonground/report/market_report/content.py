"""What a market report is about: what was found, and what its places are called."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd
import shapely
from pyproj import Transformer

from commonground.core.disclosure import drawable
from commonground.core.market import Market, Shape, Tier
from commonground.find.design.design import Design
from commonground.find.found import Found
from commonground.report.market_report.shown import shown
from commonground.report.numbers import GAP, MINUS
from commonground.report.numbers import count as counted

DEGREES_PLACES = 3
"""Decimals of degrees for a place without a name: about 100 metres, no more than it is exact to."""

CALLED: Mapping[Tier, str] = {
    "confirmed": "confirmed market",
    "corroborated": "corroborated candidate place",
    "candidate": "candidate place",
    "below candidate": "rejected",
}
"""What a place of each tier is called; nothing is a market before a person has said so."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place and its number in the report.

    Parameters
    ----------
    number
        Counted through all places that were looked at, in their order.
    market
        The place.
    where
        Its busiest block, or where it is.
    """

    number: int
    market: Market
    where: str

    @property
    def heading(self) -> str:
        """What it is called in full: ``Candidate place 3: 700 block Elm St``."""
        return f"{self.title}: {self.where}"

    @property
    def title(self) -> str:
        """What it is called for short: ``Candidate place 3``, or ``Market 3`` once confirmed."""
        if self.market.tier == "confirmed":
            return f"Market{GAP}{self.number}"
        kind = "Candidate place" if self.market.is_candidate else "Rejected place"
        return f"{kind}{GAP}{self.number}"


@dataclass(frozen=True, eq=False)
class Content:
    """All that goes into a market report.

    Parameters
    ----------
    found
        What was found, without what may not be shown; see `content_of`.
    city
        Name of the city.
    crs
        Coordinate system of its metres, as in ``EPSG:26910``.
    streets
        Lines of its streets in metres; none where they are not known.
    street_names
        Name of each of them, empty where there is none; none at all where no name is known.
    provenance
        Where it came from: versions, hashes.
    """

    found: Found
    city: str
    crs: str
    streets: tuple[Shape, ...] = ()
    street_names: tuple[str, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every place that was looked at, candidates first."""
        return tuple(
            Place(number, market, _where(market, crs=self.crs))
            for number, market in enumerate(self.found.markets, start=1)
        )

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Number of every place that was looked at, by id."""
        return {place.market.id: place.number for place in self.places}

    def design_of(self, place: Place) -> Design | None:
        """Return how an intervention at a place would be laid out, if that was asked."""
        return next((one for one in self.found.designs if one.place == place.market.id), None)

    @property
    def candidates(self) -> tuple[Place, ...]:
        """Places that miss nothing a candidate place must meet."""
        return tuple(place for place in self.places if place.market.is_candidate)

    @property
    def rejected(self) -> tuple[Place, ...]:
        """Places that were looked at and miss something."""
        return tuple(place for place in self.places if not place.market.is_candidate)

    @cached_property
    def drawable(self) -> pd.DataFrame:
        """Incidents that may be drawn, each in the middle of its cell."""
        return drawable(self.found.records.incidents).frame

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Cells with drug incidents of the window: ``x_m``, ``y_m`` (middle), ``incidents``."""
        records, frame = self.found.records, self.drawable
        counts = (records.is_drug & records.is_recent)[frame.index]
        held = frame.loc[counts].groupby(["x_m", "y_m"], as_index=False).size()
        return held.rename(columns={"size": "incidents"})

    @property
    def window(self) -> str:
        """From when to when criteria are judged: ``from 1 July to 31 December 2012``."""
        records = self.found.records
        last = pd.Timestamp(records.last)
        days = int(records.day[records.is_recent].max(initial=0))
        return span(last - pd.Timedelta(days=days), last)


def content_of(
    found: Found,
    *,
    city: str,
    crs: str,
    streets: Sequence[Shape] | None = None,
    street_names: Sequence[str] = (),
    provenance: Mapping[str, str] | None = None,
) -> Content:
    """Return what a report is about, without what may not be shown.

    Parameters
    ----------
    found
        What was found.
    city
        Name of the city.
    crs
        Coordinate system of its metres.
    streets
        Lines of its streets in metres, if they are known.
    street_names
        Name of each of them, empty where there is none.
    provenance
        Where it came from.
    """
    return Content(
        found=shown(found),
        city=city,
        crs=crs,
        streets=tuple(streets or ()),
        street_names=tuple(street_names),
        provenance=provenance or {},
    )


def places(number: int, *, kind: str = "candidate place") -> str:
    """Write how many places of a kind there are: ``1 candidate place``, ``no candidate place``."""
    if number == 0:
        return f"no {kind}"
    return f"{counted(number)} {kind}{'' if number == 1 else 's'}"


def span(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Write from when to when: ``from 1 July to 31 December 2012``."""
    begins = f"{first.day} {first:%B}" if first.year == last.year else f"{first.day} {first:%B %Y}"
    return f"from {begins} to {last.day} {last:%B %Y}"


def _where(market: Market, *, crs: str) -> str:
    if market.name != market.id:
        return market.name
    middle = shapely.point_on_surface(market.boundary)
    turn = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    longitude, latitude = turn.transform(middle.x, middle.y)
    return f"near {_degrees(latitude)}, {_degrees(longitude)}"


def _degrees(value: float) -> str:
    return f"{value:.{DEGREES_PLACES}f}".replace("-", MINUS) if math.isfinite(value) else ""
