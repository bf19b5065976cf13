"""What a synthetic city is made of: how big, how busy, and what is planted in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from commonground.core.errors import DataError
from commonground.core.periods import PeriodUnit

CATEGORIES = (
    "drug sale",
    "drug possession",
    "violent",
    "weapon",
    "property",
    "disorder",
    "overdose",
    "drug call",
)

DRUG = ("drug sale", "drug possession", "drug call")
"""What moves along when a market moves."""

OUTCOMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "drug_sale": ("drug sale",),
        "drugs": ("drug sale", "drug possession"),
        "drug_calls": ("drug call",),
        "violent": ("violent",),
        "property": ("property",),
        "disorder": ("disorder",),
        "overdose": ("overdose",),
        "any_crime": ("drug sale", "drug possession", "violent", "weapon", "property", "disorder"),
    }
)
"""Outcomes of the panel, each with the categories it adds up. Calls and overdoses are no crime."""

EFFECTS: Mapping[str, float] = MappingProxyType(
    {
        "drug sale": -0.55,
        "drug possession": -0.40,
        "violent": -0.25,
        "weapon": -0.25,
        "property": -0.10,
        "disorder": -0.30,
        "drug call": -0.50,
    }
)
"""Relative change of each category in the closed market; together about -30 % of all crime."""


class ImpossibleCity(DataError):
    """A plan that no city can fulfil."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A short burst of enforcement in a market: records of the police, not a rise of dealing.

    Parameters
    ----------
    market
        Number of the market, from 0.
    after
        When it begins, as a share of the whole time.
    days
        How long it lasts.
    records
        Records it is expected to leave.
    """

    market: int
    after: float
    days: int = 10
    records: float = 18.0


@dataclass(frozen=True, slots=True)
class CityPlan:
    """Everything about a synthetic city that is decided before chance comes in.

    Parameters
    ----------
    columns, rows
        Blocks across and down; those under the river are lost.
    unit, first, periods
        What one period is, a day in the first period, and how many periods there are.
    starts
        Position of the first period after the intervention.
    market_blocks
        Blocks of each open-air market. The intervention closes the first.
    market_levels
        How busy each market is. The first is the quieter one: only a place that others outdo can
        be made up of others.
    effects
        Relative change of each category in the closed market: ``-0.25`` takes a quarter away.
    displaced_share
        Share of the drug incidents expected in the closed market that occur nearby instead.
    displaced_blocks
        How many blocks they move to, 150 to 300 m away.
    rings_m
        Outer distances of the buffer around the closed market.
    apart_m
        Smallest distance between two markets, and between a market and a booking place.
    operations
        Bursts of enforcement.
    busyness
        Multiplies every rate.
    """

    columns: int = 62
    rows: int = 41
    unit: PeriodUnit = "quarter"
    first: date = date(2015, 1, 1)
    periods: int = 16
    starts: int = 12
    market_blocks: tuple[int, ...] = (14, 11, 9)
    market_levels: tuple[float, ...] = (0.7, 1.2, 1.0)
    effects: Mapping[str, float] = field(default_factory=lambda: EFFECTS)
    displaced_share: float = 0.15
    displaced_blocks: int = 4
    rings_m: tuple[float, ...] = (150.0, 300.0)
    apart_m: float = 700.0
    operations: tuple[Operation, ...] = (
        Operation(market=1, after=0.2),
        Operation(market=2, after=0.45),
        Operation(market=1, after=0.65),
    )
    busyness: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what cannot be planted."""
        unknown = sorted(set(self.effects).difference(CATEGORIES))
        if unknown:
            raise ImpossibleCity(
                f"{unknown[0]!r} is no category; there are {', '.join(CATEGORIES)}."
            )
        if min(self.effects.values(), default=0.0) < -1.0:
            raise ImpossibleCity("An effect below -1 would leave fewer than no incidents.")
        if not 0 < self.starts < self.periods:
            raise ImpossibleCity(
                f"The intervention starts at position {self.starts}; with {self.periods} periods "
                f"it must be from 1 to {self.periods - 1}."
            )
        if len(self.market_blocks) != len(self.market_levels) or not self.market_blocks:
            raise ImpossibleCity(
                "Every market needs a number of blocks and a level, and one is closed."
            )
        if self.unit == "number":
            raise ImpossibleCity("Incidents happen on dates: the unit must be of the calendar.")
        if any(not 0 <= o.market < len(self.market_blocks) for o in self.operations):
            raise ImpossibleCity("An operation names a market that the plan does not have.")

    @property
    def effect(self) -> NDArray[np.float64]:
        """Relative change of each category, in the order of `CATEGORIES`."""
        return np.array([self.effects.get(category, 0.0) for category in CATEGORIES])


@dataclass(frozen=True, slots=True)
class Habit:
    """How one category of incident behaves.

    Parameters
    ----------
    background
        Mean in a block and quarter, markets and booking places left out.
    market
        Mean that a market adds to each of its blocks in a quarter.
    booking
        What a booking place adds to its block in a quarter.
    police
        Share of records that the police initiate: background, market.
    season, trend
        Summer's excess, and growth in a year.
    hours
        Name of its clock in `tempo`.
    """

    background: float
    market: float
    booking: float
    police: tuple[float, float]
    season: float
    trend: float
    hours: str


HABITS: Mapping[str, Habit] = MappingProxyType(
    {
        "drug sale": Habit(0.006, 0.90, 0.2, (0.75, 0.90), 0.10, 0.02, "market"),
        "drug possession": Habit(0.016, 1.20, 5.0, (0.80, 0.90), 0.08, 0.03, "market"),
        "violent": Habit(0.070, 0.30, 0.6, (0.10, 0.15), 0.18, 0.00, "night"),
        "weapon": Habit(0.018, 0.12, 0.3, (0.55, 0.65), 0.15, 0.02, "night"),
        "property": Habit(0.800, 0.40, 0.5, (0.03, 0.05), 0.10, -0.03, "day"),
        "disorder": Habit(0.300, 0.70, 0.4, (0.30, 0.45), 0.20, 0.00, "day"),
        "overdose": Habit(0.010, 0.10, 0.1, (0.02, 0.05), 0.05, 0.05, "flat"),
        "drug call": Habit(0.020, 1.20, 0.0, (0.00, 0.00), 0.15, 0.00, "market"),
    }
)
"""Sparse like the blocks of Seattle: most block-quarters hold no violent and no drug record."""

CORNER_SHARE = 0.06
CORNER: Mapping[str, float] = MappingProxyType(
    {
        "drug sale": 0.35,
        "drug possession": 0.50,
        "drug call": 0.45,
        "disorder": 0.2,
        "violent": 0.05,
    }
)
"""What a corner with a little dealing adds: a market is compared with such blocks."""

BOOKING_POLICE = 0.95
OPERATION_MIX: Mapping[str, float] = MappingProxyType(
    {"drug possession": 0.65, "drug sale": 0.2, "weapon": 0.05, "disorder": 0.1}
)
