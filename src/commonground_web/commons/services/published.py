"""What the other rooms learn of services: all but what belongs to a confidential place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from commonground_web.commons.services.models import (
    Address,
    Capacity,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    Unit,
)
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.compartments.records import Kept, Record
from commonground_web.kernel.rooms import Room
from commonground_web.valves.published.room_left import room_left
from commonground_web.valves.published.tables import publish_table, tell_less

NUMBERS = ("available", "reserved", "maximum")


def without_numbers(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a capacity for a room that must not learn of one slot more or less."""
    kept = {name: said for name, said in fields.items() if name != "updated"}
    return kept | dict.fromkeys(NUMBERS)


def public_fields(model: type[Record]) -> list[str]:
    """Return the names of a record's public fields, without its identifier."""
    return [name for name, how in model.KEPT.items() if how is Kept.PUBLIC and name != "id"]


publish_table("organization", Organization, fields=public_fields(Organization))
publish_table("service", Service, fields=public_fields(Service))
publish_table("unit", Unit, fields=public_fields(Unit))
publish_table(
    "capacity",
    Capacity,
    fields=public_fields(Capacity),
    derived={
        "room": lambda fields: room_left(fields["available"] - fields["reserved"]),
        "counted_on": lambda fields: day_of(datetime.fromisoformat(fields["updated"])),
    },
)
tell_less("capacity", to=Room.CASEROOM, by=without_numbers)
publish_table("location", Location, fields=public_fields(Location), rows=Location.objects.open)
publish_table(
    "service_at_location",
    ServiceAtLocation,
    fields=public_fields(ServiceAtLocation),
    rows=ServiceAtLocation.objects.open,
)
publish_table("address", Address, fields=public_fields(Address), rows=Address.objects.open)
publish_table("phone", Phone, fields=public_fields(Phone), rows=Phone.objects.open)
publish_table("schedule", Schedule, fields=public_fields(Schedule), rows=Schedule.objects.open)
