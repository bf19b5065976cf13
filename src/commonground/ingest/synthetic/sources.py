"""Why incidents happen, and how many of them are expected where and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from commonground.core.periods import Periods
from commonground.core.places import Places
from commonground.ingest.synthetic.people import Life
from commonground.ingest.synthetic.plan import (
    BOOKING_POLICE,
    CATEGORIES,
    CORNER,
    CORNER_SHARE,
    DRUG,
    HABITS,
    OPERATION_MIX,
    CityPlan,
)
from commonground.ingest.synthetic.planting import Planted
from commonground.ingest.synthetic.streets import DOORS
from commonground.ingest.synthetic.tempo import Tempo, operation_tempo, tempo

DRUG_SHAPE = 0.3
"""Shape of the gamma that makes a few blocks hold most of the drug incidents outside markets."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One reason for incidents, with what is expected of it.

    Parameters
    ----------
    name
        ``background``, ``corner``, ``market``, ``booking``, ``operation``, ``displaced`` or
        ``added``.
    blocks
        Positions of its blocks.
    expected
        Incidents expected without the intervention, shape (blocks, periods, categories); of what
        only the intervention brings about, incidents expected with it.
    tempo
        When in a period they happen.
    police
        Share that the police initiate, of each category.
    doors
        Probability of each door of a block, shape (blocks, doors).
    brought_about
        Whether only the intervention brings it about.
    """

    name: str
    blocks: NDArray[np.intp]
    expected: NDArray[np.float64]
    tempo: Tempo
    police: NDArray[np.float64]
    doors: NDArray[np.float64]
    brought_about: bool = False


@dataclass(frozen=True, slots=True)
class PlantedOperation:
    """A burst of enforcement as it was planted.

    Parameters
    ----------
    market
        Name of the market.
    begins_on
        Its first day.
    days
        How long it lasted.
    records
        Records expected of it.
    """

    market: str
    begins_on: date
    days: int
    records: float


def lasting_sources(
    plan: CityPlan,
    *,
    places: Places,
    life: Life,
    planted: Planted,
    periods: Periods,
    random: Mapping[str, np.random.Generator],
) -> list[Source]:
    """Return what goes on all the time: background, corners, markets and booking places.

    Parameters
    ----------
    plan
        How busy the city is.
    places
        The blocks.
    life
        Who lives there.
    planted
        Where markets and booking places lie.
    periods
        The periods of the study.
    random
        A generator for each source, by name.
    """
    own, flat = tempo(periods), tempo(periods, clock="flat")
    police = np.array([HABITS[category].police for category in CATEGORIES])
    markets = places.positions(p for market in planted.markets for p in market.places)
    bookings = places.positions(booking.place for booking in planted.bookings)
    corners = _corners(places, taken=np.union1d(markets, bookings), random=random["corner"])
    everywhere = np.arange(len(places))

    found = [
        ("background", everywhere, _background(life, random["background"]), own, police[:, 0]),
        ("corner", corners, _corner(len(corners), random["corner"]), own, police[:, 1]),
        ("market", markets, _market(plan, random["market"]), own, police[:, 1]),
        (
            "booking",
            bookings,
            _booking(len(bookings)),
            flat,
            np.full(len(CATEGORIES), BOOKING_POLICE),
        ),
    ]
    return [
        Source(
            name=name,
            blocks=blocks.astype(np.intp),
            expected=plan.busyness * rates[:, None] * when.quarters[None],
            tempo=when,
            police=share,
            doors=_doors(len(blocks), name, random[name]),
        )
        for name, blocks, rates, when, share in found
    ]


def operation_sources(
    plan: CityPlan, *, places: Places, planted: Planted, periods: Periods
) -> tuple[list[Source], tuple[PlantedOperation, ...]]:
    """Return the bursts of enforcement, and what was planted.

    Parameters
    ----------
    plan
        Which operations there are.
    places
        The blocks.
    planted
        Where the markets lie.
    periods
        The periods of the study.
    """
    mix = np.array([OPERATION_MIX.get(category, 0.0) for category in CATEGORIES])
    sources, stated = [], []
    for operation in plan.operations:
        market = planted.markets[operation.market]
        when, begins = operation_tempo(periods, operation)
        blocks = places.positions(market.places)
        expected = np.tile(
            operation.records * mix / len(blocks) * when.quarters, (len(blocks), 1, 1)
        )
        sources.append(
            Source(
                name="operation",
                blocks=blocks,
                expected=expected,
                tempo=when,
                police=np.ones(len(CATEGORIES)),
                doors=np.full((len(blocks), DOORS), 1 / DOORS),
            )
        )
        stated.append(
            PlantedOperation(market.name, begins.date(), operation.days, operation.records)
        )
    return sources, tuple(stated)


def brought_about(
    plan: CityPlan,
    *,
    places: Places,
    planted: Planted,
    periods: Periods,
    without: NDArray[np.float64],
) -> list[Source]:
    """Return what only the intervention brings about: selling elsewhere, and any planted rise.

    Parameters
    ----------
    plan
        Effects and the displaced share.
    places
        The blocks.
    planted
        The closed market, and where its selling goes.
    periods
        The periods of the study.
    without
        Incidents expected without the intervention, shape (places, periods, categories).
    """
    area = places.positions(planted.intervention.area)
    refuge = places.positions(planted.displaced_to)
    closed = without[area] * (np.arange(len(periods)) >= plan.starts)[None, :, None]
    moving = np.isin(CATEGORIES, DRUG) * plan.displaced_share
    moved = np.tile(closed.sum(axis=0) * moving / max(len(refuge), 1), (len(refuge), 1, 1))
    raised = closed * np.maximum(plan.effect, 0.0)

    police = np.array([HABITS[category].police[1] for category in CATEGORIES])
    return [
        Source(
            name=name,
            blocks=blocks,
            expected=expected,
            tempo=tempo(periods),
            police=police,
            doors=np.full((len(blocks), DOORS), 1 / DOORS),
            brought_about=True,
        )
        for name, blocks, expected in (("displaced", refuge, moved), ("added", area, raised))
    ]


def _background(life: Life, random: np.random.Generator) -> NDArray[np.float64]:
    """Rates of every block: uneven, and of drugs very uneven."""
    size = len(life.activity)
    drug_active = np.exp(0.5 * life.trouble) * random.gamma(DRUG_SHAPE, 1 / DRUG_SHAPE, size=size)
    drug_active /= drug_active.mean()
    rates = np.empty((size, len(CATEGORIES)))
    for c, category in enumerate(CATEGORIES):
        uneven = life.activity * random.gamma(2.0, 1 / 2.0, size=size)
        share = drug_active if category in DRUG else uneven / uneven.mean()
        rates[:, c] = HABITS[category].background * share
    return rates


def _corners(
    places: Places, *, taken: NDArray[np.intp], random: np.random.Generator
) -> NDArray[np.intp]:
    free = np.setdiff1d(np.arange(len(places)), taken)
    return np.sort(random.choice(free, size=round(CORNER_SHARE * len(places)), replace=False))


def _corner(size: int, random: np.random.Generator) -> NDArray[np.float64]:
    busy = random.gamma(1.5, 1 / 1.5, size=size)
    return np.outer(busy, [CORNER.get(category, 0.0) for category in CATEGORIES])


def _market(plan: CityPlan, random: np.random.Generator) -> NDArray[np.float64]:
    level = np.repeat(plan.market_levels, plan.market_blocks)
    busy = level * random.gamma(4.0, 1 / 4.0, size=len(level))
    return np.outer(busy, [HABITS[category].market for category in CATEGORIES])


def _booking(size: int) -> NDArray[np.float64]:
    return np.tile([HABITS[category].booking for category in CATEGORIES], (size, 1))


def _doors(size: int, source: str, random: np.random.Generator) -> NDArray[np.float64]:
    """Probability of each door: any door, a few favourites, or the one of a booking place."""
    if source == "background":
        return np.full((size, DOORS), 1 / DOORS)
    if source == "booking":
        return np.tile(np.eye(DOORS)[0], (size, 1))
    return random.dirichlet(np.full(DOORS, 0.7), size=size)
