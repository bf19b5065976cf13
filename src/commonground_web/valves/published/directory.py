"""The service directory as another room knows it: what is offered, by whom, where, with what room.

    for service in services():
        print(service.name, service.organization.name, service.free)

A confidential place is not in it: whoever refers somebody there asks the organisation.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from commonground_web.valves.published.models import Published
from commonground_web.valves.published.room_left import RoomLeft

ADDRESS = ("address_1", "address_2", "city", "state_province", "postal_code")

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OfferingOrganization:
    """Who offers a service."""

    id: uuid.UUID
    name: str
    agency: uuid.UUID | None
    """The partner that it is, if it is one: a referral can be sent to its people."""


@dataclass(frozen=True, slots=True)
class OfferedCapacity:
    """For how many of one unit a service has room."""

    id: uuid.UUID
    unit: str
    available: int | None
    reserved: int | None
    """Numbers, in a room that is told them."""
    maximum: int | None
    room: RoomLeft | None
    status: str
    """A code: `capacity`, `no-capacity`, `waitlist` or `additional-assessment-required`."""
    description: str
    counted_on: date

    @property
    def free(self) -> int | None:
        """How many are left that are held for no site, in a room that is told numbers."""
        if self.available is None or self.reserved is None:
            return None
        return self.available - self.reserved


@dataclass(frozen=True, slots=True)
class OfferedService:
    """A service of the directory."""

    id: uuid.UUID
    fields: Fields
    """Everything that was published of it, by the names of HSDS."""
    organization: OfferingOrganization
    capacities: tuple[OfferedCapacity, ...]

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.fields["name"])

    @property
    def is_active(self) -> bool:
        """Whether it is offered at present."""
        return bool(self.fields["status"] == "active")

    @property
    def free(self) -> int | None:
        """How many are left over all units; None where nobody counted, or no number is told."""
        counted = [capacity.free for capacity in self.capacities if capacity.free is not None]
        return sum(counted) if counted else None

    @property
    def room(self) -> RoomLeft | None:
        """How much is left, of the unit of which there is most; None where nobody counted."""
        order = list(RoomLeft)
        known = [capacity.room for capacity in self.capacities if capacity.room is not None]
        return max(known, key=order.index, default=None)

    @property
    def counted_on(self) -> date | None:
        """The day on which room was counted last, if it was."""
        return max((capacity.counted_on for capacity in self.capacities), default=None)


@dataclass(frozen=True, slots=True)
class OfferedPlace:
    """A place where a service is offered, with how to reach it there."""

    id: uuid.UUID
    fields: Fields
    description: str
    addresses: tuple[str, ...]
    phones: tuple[Fields, ...]
    schedules: tuple[Fields, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """How a service is reached: by itself, and at its places."""

    phones: tuple[Fields, ...]
    schedules: tuple[Fields, ...]
    places: tuple[OfferedPlace, ...]


def services() -> list[OfferedService]:
    """Return every service of the directory, in order of their names."""
    return _offered(Published.objects.of("service").order_by("fields__name", "row"))


def service(pk: uuid.UUID) -> OfferedService | None:
    """Return one service by its identifier in the Commons, or None where there is none."""
    found = _offered(Published.objects.of("service").filter(row=pk))
    return found[0] if found else None


def reached(offered: OfferedService) -> Reached:
    """Return how a service is reached."""
    links = list(Published.objects.of("service_at_location").filter(fields__service=_id(offered)))
    places = [link["location"] for link in links]
    at_places = Q(fields__location__in=places) | Q(
        fields__service_at_location__in=[str(link.row) for link in links]
    )
    mine = Q(fields__service=_id(offered)) | at_places
    phones = [row.fields for row in Published.objects.of("phone").filter(mine)]
    schedules = [row.fields for row in Published.objects.of("schedule").filter(mine)]
    addresses = list(Published.objects.of("address").filter(fields__location__in=places))
    locations = _by_id(Published.objects.of("location").filter(row__in=places))
    return Reached(
        phones=_of(phones, service=_id(offered)),
        schedules=_of(schedules, service=_id(offered)),
        places=tuple(
            OfferedPlace(
                id=locations[link["location"]].row,
                fields=locations[link["location"]].fields,
                description=link["description"],
                addresses=_addresses(addresses, link["location"]),
                phones=_at(phones, link),
                schedules=_at(schedules, link),
            )
            for link in links
            if link["location"] in locations
        ),
    )


def _offered(rows: Iterable[Published]) -> list[OfferedService]:
    found = list(rows)
    organizations = _by_id(
        Published.objects.of("organization").filter(row__in={row["organization"] for row in found})
    )
    capacities = _capacities([str(row.row) for row in found])
    return [
        OfferedService(
            id=row.row,
            fields=row.fields,
            organization=_organization(organizations[row["organization"]]),
            capacities=tuple(capacities.get(str(row.row), ())),
        )
        for row in found
    ]


def _organization(row: Published) -> OfferingOrganization:
    agency = uuid.UUID(row["agency"]) if row["agency"] else None
    return OfferingOrganization(row.row, row["name"], agency)


def _capacities(of: list[str]) -> dict[str, list[OfferedCapacity]]:
    units = _by_id(Published.objects.of("unit"))
    capacities: dict[str, list[OfferedCapacity]] = {}
    for row in Published.objects.of("capacity").filter(fields__service__in=of):
        capacities.setdefault(row["service"], []).append(
            OfferedCapacity(
                id=row.row,
                unit=units[row["unit"]]["name"],
                available=row["available"],
                reserved=row["reserved"],
                maximum=row["maximum"],
                room=RoomLeft(row["room"]),
                status=row["status"],
                description=row["description"],
                counted_on=date.fromisoformat(row["counted_on"]),
            )
        )
    return capacities


def _addresses(rows: Iterable[Published], location: str) -> tuple[str, ...]:
    return tuple(
        ", ".join(row[part] for part in ADDRESS if row[part])
        for row in rows
        if row["location"] == location
    )


def _at(details: Iterable[Fields], link: Published) -> tuple[Fields, ...]:
    return tuple(
        detail
        for detail in details
        if detail["service_at_location"] == str(link.row) or detail["location"] == link["location"]
    )


def _of(details: Iterable[Fields], *, service: str) -> tuple[Fields, ...]:
    return tuple(detail for detail in details if detail["service"] == service)


def _by_id(rows: Iterable[Published]) -> dict[str, Published]:
    return {str(row.row): row for row in rows}


def _id(offered: OfferedService) -> str:
    return str(offered.id)
