"""A synthetic city: its incidents, and the truth about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from commonground.core.incidents import COLUMNS, Incidents
from commonground.core.intervention import Intervention
from commonground.core.panel import Panel
from commonground.core.periods import CALENDAR, Periods
from commonground.core.places import Places
from commonground.ingest.panels import panel_from_incidents
from commonground.ingest.synthetic.people import life
from commonground.ingest.synthetic.plan import CATEGORIES, DRUG, OUTCOMES, CityPlan
from commonground.ingest.synthetic.planting import BookingPlace, Market, Planted, plant
from commonground.ingest.synthetic.records import records
from commonground.ingest.synthetic.sources import (
    PlantedOperation,
    Source,
    brought_about,
    lasting_sources,
    operation_sources,
)
from commonground.ingest.synthetic.streets import Ground, ground

STREAMS = ("ground", "life", "planting", "background", "corner", "market", "booking", "records")
"""One stream of chance for each part, by position: a new part goes to the end and shifts none."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What was planted in a synthetic city.

    Parameters
    ----------
    markets
        Open-air markets.
    closed
        Name of the market that the intervention closes.
    bookings
        Places that look like markets and are none.
    operations
        Bursts of enforcement that look like rises and are none.
    effects
        For each outcome, the relative change of what is expected in the treated area from the
        start to the end of the study: ``-0.3`` means 30 % fewer than without the intervention.
    displaced_share
        Share of the drug incidents expected in the closed market that occur nearby instead.
    displaced_to
        Ids of the blocks they move to.
    displaced
        Incidents expected to move, for each category.
    """

    markets: tuple[Market, ...]
    closed: str
    bookings: tuple[BookingPlace, ...]
    operations: tuple[PlantedOperation, ...]
    effects: Mapping[str, float]
    displaced_share: float
    displaced_to: tuple[str, ...]
    displaced: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class SyntheticCity:
    """A city of which everything is known.

    Parameters
    ----------
    ground
        Streets, blocks and river.
    covariates
        One row a block, in the order of the places.
    periods
        The periods of the study.
    incidents
        What was recorded, in order of time.
    origins
        For each incident its id, its true place, and the ``source`` it came from.
    intervention
        The intervention on the closed market, with its buffer.
    truth
        What was planted.
    expected, expected_without
        Incidents expected with and without the intervention, shape (places, periods, categories).
    categories
        Categories of incidents, in that order.
    """

    ground: Ground
    covariates: pd.DataFrame
    periods: Periods
    incidents: Incidents
    origins: pd.DataFrame
    intervention: Intervention
    truth: Truth
    expected: NDArray[np.float64]
    expected_without: NDArray[np.float64]
    categories: tuple[str, ...] = CATEGORIES

    @property
    def places(self) -> Places:
        """The blocks."""
        return self.ground.blocks


def synthetic_city(*, seed: int, plan: CityPlan | None = None) -> SyntheticCity:
    """Make a city with known markets, a known effect and a known displacement.

    Parameters
    ----------
    seed
        The same seed and plan make the same city, to the last minute.
    plan
        Size, rates and what is planted; about 2,400 blocks over 16 quarters if left out.

    Raises
    ------
    ImpossibleCity
        If what is planned does not fit.
    """
    plan = plan or CityPlan()
    random = _streams(seed)
    periods = _periods(plan)
    land = ground(plan, random["ground"])
    people = life(land, random["life"])
    planted = plant(
        plan, land, periods=periods, activity=people.activity, random=random["planting"]
    )
    blocks = land.blocks

    lasting = lasting_sources(
        plan, places=blocks, life=people, planted=planted, periods=periods, random=random
    )
    bursts, operations = operation_sources(plan, places=blocks, planted=planted, periods=periods)
    without = _total([*lasting, *bursts], places=blocks)
    after = brought_about(plan, places=blocks, planted=planted, periods=periods, without=without)
    left = _left(plan, places=blocks, planted=planted)
    recorded = records(
        [*lasting, *after, *bursts], land, periods=periods, left=left, random=random["records"]
    )
    expected = without * left + _total(after, places=blocks)

    return SyntheticCity(
        ground=land,
        covariates=people.covariates,
        periods=periods,
        incidents=Incidents(recorded[list(COLUMNS)]),
        origins=recorded[["incident", "place", "source"]],
        intervention=planted.intervention,
        truth=_truth(
            plan,
            planted,
            operations,
            places=blocks,
            after=after,
            expected=expected,
            without=without,
        ),
        expected=expected,
        expected_without=without,
    )


def city_panel(city: SyntheticCity, *, outcomes: Mapping[str, Sequence[str]] = OUTCOMES) -> Panel:
    """Count a city's incidents into a panel, its treated blocks marked.

    Parameters
    ----------
    city
        The city.
    outcomes
        Name of each outcome, with the categories it adds up.
    """
    return panel_from_incidents(
        city.incidents,
        places=city.places,
        periods=city.periods,
        outcomes=outcomes,
        covariates=city.covariates,
        intervention=city.intervention,
    )


def expected_change(city: SyntheticCity, *, categories: Sequence[str]) -> float:
    """Return the planted relative change of some categories in the treated area after the start.

    Parameters
    ----------
    city
        The city.
    categories
        Categories that are added up.
    """
    return _change(
        city.expected,
        city.expected_without,
        area=city.intervention.treated(city.places),
        starts=city.periods.position(city.intervention.starts),
        categories=categories,
    )


def _streams(seed: int) -> dict[str, np.random.Generator]:
    seeds = np.random.SeedSequence(seed).spawn(len(STREAMS))
    return {
        name: np.random.default_rng(of_part) for name, of_part in zip(STREAMS, seeds, strict=True)
    }


def _periods(plan: CityPlan) -> Periods:
    first = pd.Period(plan.first, freq=CALENDAR[plan.unit])
    return Periods(unit=plan.unit, first=int(first.ordinal), count=plan.periods)


def _total(sources: Sequence[Source], *, places: Places) -> NDArray[np.float64]:
    """Add up what is expected, shape (places, periods, categories)."""
    total = np.zeros((len(places), *sources[0].expected.shape[1:]))
    for source in sources:
        total[source.blocks] += source.expected
    return total


def _left(plan: CityPlan, *, places: Places, planted: Planted) -> NDArray[np.float64]:
    """Share of the incidents that the intervention leaves, shape (places, periods, categories)."""
    left = np.ones((len(places), plan.periods, len(CATEGORIES)))
    area = places.positions(planted.intervention.area)
    left[area, plan.starts :] = 1 + np.minimum(plan.effect, 0.0)
    return left


def _truth(  # noqa: PLR0913  everything that was planted
    plan: CityPlan,
    planted: Planted,
    operations: tuple[PlantedOperation, ...],
    *,
    places: Places,
    after: Sequence[Source],
    expected: NDArray[np.float64],
    without: NDArray[np.float64],
) -> Truth:
    area = np.sort(places.positions(planted.intervention.area))
    effects = {
        outcome: _change(expected, without, area=area, starts=plan.starts, categories=categories)
        for outcome, categories in OUTCOMES.items()
    }
    moved = next(source.expected for source in after if source.name == "displaced")
    displaced = dict(zip(CATEGORIES, moved.sum(axis=(0, 1)).tolist(), strict=True))
    return Truth(
        markets=planted.markets,
        closed=planted.markets[0].name,
        bookings=planted.bookings,
        operations=operations,
        effects=MappingProxyType(effects),
        displaced_share=plan.displaced_share if planted.displaced_to else 0.0,
        displaced_to=planted.displaced_to,
        displaced=MappingProxyType({c: displaced[c] for c in DRUG}),
    )


def _change(
    expected: NDArray[np.float64],
    without: NDArray[np.float64],
    *,
    area: NDArray[np.intp],
    starts: int,
    categories: Sequence[str],
) -> float:
    of = np.isin(CATEGORIES, categories)
    after = np.s_[area, starts:]
    return float(expected[after][..., of].sum() / without[after][..., of].sum() - 1)
