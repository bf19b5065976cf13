"""What is planted: markets, booking places, and where a closed market's selling goes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.core.intervention import Intervention, Ring, rings
from commonground.core.periods import Periods
from commonground.ingest.synthetic.plan import CityPlan, ImpossibleCity
from commonground.ingest.synthetic.streets import Ground

BOOKING_PLACES = ("jail", "hospital")


@dataclass(frozen=True, slots=True)
class Market:
    """A planted open-air market.

    Parameters
    ----------
    name
        The crossing it lies at.
    places
        Ids of its blocks.
    """

    name: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BookingPlace:
    """A building where drugs are booked, not sold: one door, at all hours.

    Parameters
    ----------
    name
        What it is.
    place
        Id of its block.
    x_m, y_m
        Its door.
    """

    name: str
    place: str
    x_m: float
    y_m: float


@dataclass(frozen=True, slots=True)
class Planted:
    """Everything that has a known place.

    Parameters
    ----------
    markets
        Open-air markets; the first is the one that is closed.
    bookings
        Booking places.
    intervention
        The intervention on the first market, with its buffer.
    displaced_to
        Ids of the blocks where some of its selling goes.
    """

    markets: tuple[Market, ...]
    bookings: tuple[BookingPlace, ...]
    intervention: Intervention
    displaced_to: tuple[str, ...]


def plant(
    plan: CityPlan,
    ground: Ground,
    *,
    periods: Periods,
    activity: NDArray[np.float64],
    random: np.random.Generator,
) -> Planted:
    """Choose where markets and booking places lie.

    Parameters
    ----------
    plan
        How many there are and how far apart.
    ground
        Streets and blocks.
    periods
        The periods of the study.
    activity
        How busy each block is; busy blocks are likelier.
    random
        Where chance comes from.
    """
    hearts = _hearts(plan, ground, activity=activity, random=random)
    number = len(plan.market_blocks)
    markets = tuple(
        Market(name=_crossing(ground, heart), places=_patch(ground, heart, size, random=random))
        for heart, size in zip(hearts[:number], plan.market_blocks, strict=True)
    )
    bookings = tuple(
        BookingPlace(name, ground.blocks.ids[at], *ground.doors[at, 0].tolist())
        for name, at in zip(BOOKING_PLACES, hearts[number:], strict=True)
    )
    buffer = rings(ground.blocks, area=markets[0].places, distances_m=plan.rings_m)
    return Planted(
        markets=markets,
        bookings=bookings,
        intervention=Intervention(
            name=f"Call-in at {markets[0].name}",
            area=markets[0].places,
            starts=periods.labels[plan.starts],
            buffer=buffer,
        ),
        displaced_to=_refuge(plan, ground, buffer, random=random),
    )


def _hearts(
    plan: CityPlan, ground: Ground, *, activity: NDArray[np.float64], random: np.random.Generator
) -> list[int]:
    """Choose blocks inside the city, far enough from one another."""
    inside = (np.minimum(ground.columns, plan.columns - 1 - ground.columns) > 3) & (
        np.minimum(ground.rows, plan.rows - 1 - ground.rows) > 3
    )
    chosen: list[int] = []
    for _ in range(len(plan.market_blocks) + len(BOOKING_PLACES)):
        if not inside.any():
            raise ImpossibleCity(
                f"There is no room for {len(plan.market_blocks)} markets and "
                f"{len(BOOKING_PLACES)} booking places {plan.apart_m:g} m apart. "
                "Give the city more columns and rows, or let them lie closer."
            )
        weight = np.where(inside, activity, 0.0)
        heart = int(random.choice(len(weight), p=weight / weight.sum()))
        chosen.append(heart)
        apart = np.linalg.norm(ground.centres - ground.centres[heart], axis=1)
        inside &= apart > plan.apart_m
    return chosen


def _patch(
    ground: Ground, heart: int, size: int, *, random: np.random.Generator
) -> tuple[str, ...]:
    """Grow a connected patch of blocks around a heart, compact but not round."""
    starts, others = ground.blocks.neighbours()
    apart = np.linalg.norm(ground.centres - ground.centres[heart], axis=1)
    apart = apart * random.uniform(0.6, 1.4, size=len(apart))
    patch = [heart]
    while len(patch) < size:
        around = np.concatenate([others[starts[at] : starts[at + 1]] for at in patch])
        around = np.setdiff1d(around, patch)
        if not len(around):
            raise ImpossibleCity(f"A market of {size} blocks does not fit at {heart}.")
        patch.append(int(around[apart[around].argmin()]))
    return tuple(ground.blocks.ids[at] for at in sorted(patch))


def _refuge(
    plan: CityPlan, ground: Ground, buffer: tuple[Ring, ...], *, random: np.random.Generator
) -> tuple[str, ...]:
    """Choose blocks of the outermost ring that lie together."""
    if not plan.displaced_blocks or not plan.displaced_share or not buffer:
        return ()
    ring = ground.blocks.positions(buffer[-1].places)
    heart = ground.centres[random.choice(ring)]
    nearest = np.linalg.norm(ground.centres[ring] - heart, axis=1).argsort()
    return tuple(ground.blocks.ids[at] for at in sorted(ring[nearest[: plan.displaced_blocks]]))


def _crossing(ground: Ground, block: int) -> str:
    """Name the crossing at a block's corner."""
    row, column = ground.rows[block], ground.columns[block]
    names = dict(zip(ground.segments.ids, ground.streets, strict=True))
    return f"{names[f'S{row:03d}{column:03d}E']} and {names[f'S{row:03d}{column:03d}S']}"
