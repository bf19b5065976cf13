"""What the page of a service shows of its places and its capacity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from commonground_web.commons.services.lists import TONES
from commonground_web.commons.services.models import (
    Address,
    Capacity,
    Location,
    Phone,
    Reservation,
    Schedule,
    Service,
)
from commonground_web.commons.services.models.capacity import ReservationQuerySet

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class ShownCapacity:
    """A capacity with what of it is held for sites."""

    capacity: Capacity
    tone: str
    reservations: tuple[Reservation, ...]


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place with how it is reached."""

    place: Location
    addresses: tuple[Address, ...]
    phones: tuple[Phone, ...]
    schedules: tuple[Schedule, ...]


@dataclass(frozen=True, slots=True)
class ShownPlaces:
    """The places of a service that somebody may see, and how many they may not."""

    places: tuple[ShownPlace, ...]
    hidden: int


def shown_capacities(service: Service, *, held: ReservationQuerySet) -> list[ShownCapacity]:
    """Return what a service has room for."""
    by_capacity: dict[object, list[Reservation]] = {}
    mine = held.filter(capacity__service=service).select_related("site").order_by("until")
    for reservation in mine:
        by_capacity.setdefault(reservation.capacity_id, []).append(reservation)
    return [
        ShownCapacity(
            capacity=capacity,
            tone=TONES.get(Capacity.Status(capacity.status), ""),
            reservations=tuple(by_capacity.get(capacity.pk, ())),
        )
        for capacity in service.capacities.select_related("unit").order_by("pk")
    ]


def shown_places(service: Service, *, also_confidential: bool) -> ShownPlaces:
    """Return where a service is offered; a confidential place is shown to its keepers alone."""
    links = service.places.select_related("location").prefetch_related(
        "location__addresses",
        "location__phones",
        "location__schedules",
        "phones",
        "schedules",
    )
    found = list(links.order_by("location__name", "pk"))
    seen = [link for link in found if also_confidential or not link.location.is_confidential]
    return ShownPlaces(
        places=tuple(
            ShownPlace(
                place=link.location,
                addresses=tuple(link.location.addresses.all()),
                phones=_once([*link.location.phones.all(), *link.phones.all()]),
                schedules=_once([*link.location.schedules.all(), *link.schedules.all()]),
            )
            for link in seen
        ),
        hidden=len(found) - len(seen),
    )


def _once(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(dict.fromkeys(rows))
