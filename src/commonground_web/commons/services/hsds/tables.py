"""The tables of HSDS that the directory keeps, and which field of which model each column is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models

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
from commonground_web.kernel.compartments.records import Record

VERSION = "3.1"


@dataclass(frozen=True)
class Table:
    """One table of HSDS."""

    name: str
    file: str
    """Its file in a package."""
    model: type[Record]
    ours: frozenset[str] = frozenset()
    """Fields of the model that are no part of HSDS, and neither read nor written."""
    renamed: Mapping[str, str] | None = None
    """Columns by field, where they differ in name."""

    @cached_property
    def columns(self) -> dict[str, models.Field[Any, Any]]:
        """Return the fields by column; a column that refers to another table ends in `_id`."""
        renamed = self.renamed or {}
        return {
            renamed.get(field.name, field.attname): field
            for field in self.model._meta.concrete_fields
            if field.name not in self.ours
        }

    @cached_property
    def references(self) -> dict[str, str]:
        """Return the tables that columns refer to."""
        names = {table.model: table.name for table in TABLES}
        return {
            column: names[field.related_model]  # type: ignore[index]
            for column, field in self.columns.items()
            if field.related_model is not None
        }


TABLES = (
    Table("organization", "organizations.csv", Organization, ours=frozenset({"agency"})),
    Table("unit", "units.csv", Unit),
    Table("location", "locations.csv", Location, ours=frozenset({"is_confidential"})),
    Table("service", "services.csv", Service),
    Table("service_at_location", "service_at_location.csv", ServiceAtLocation),
    Table("phone", "phones.csv", Phone),
    Table("address", "addresses.csv", Address),
    Table("schedule", "schedules.csv", Schedule),
    Table(
        "service_capacity",
        "service_capacity.csv",
        Capacity,
        ours=frozenset({"reserved", "updated_by"}),
        renamed={"status": "capacity_status"},
    ),
)
"""In an order in which no row refers to a later table."""

BY_NAME = {table.name: table for table in TABLES}

MANY = {
    "organization": {"phones": "phone", "locations": "location", "services": "service"},
    "service": {
        "phones": "phone",
        "schedules": "schedule",
        "service_at_locations": "service_at_location",
        "capacities": "service_capacity",
    },
    "location": {"addresses": "address", "phones": "phone", "schedules": "schedule"},
    "service_at_location": {"phones": "phone", "schedules": "schedule"},
}
"""In JSON: what lies in a list inside of what, and refers to it."""

ONE = {
    "service": {"organization": "organization"},
    "service_at_location": {"location": "location"},
    "service_capacity": {"unit": "unit"},
}
"""In JSON: what lies inside of what refers to it."""
