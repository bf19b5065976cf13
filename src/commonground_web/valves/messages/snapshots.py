"""A snapshot of the public tables of the Commons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    model_validator,
)

from commonground_web.valves.messages.shapes import Message
from commonground_web.valves.ways import Kind

PublicTable = Literal[
    "address",
    "agency",
    "agreement",
    "boundary",
    "call_in",
    "capacity",
    "location",
    "organization",
    "phase",
    "phone",
    "plan",
    "released_count",
    "schedule",
    "service",
    "service_at_location",
    "site",
    "step",
    "unit",
]
"""Every table that may be published."""

FIELDS: Mapping[str, frozenset[str]] = {
    table: frozenset(names.split())
    for table, names in {
        "address": "address_1 address_2 address_type city country location postal_code region "
        "state_province",
        "agency": "kind name works_in",
        "agreement": "agency ended_on expires_on kind signed_on",
        "boundary": "area_ha shape site valid_from",
        "call_in": "at site state",
        "capacity": "available counted_on description maximum reserved room service status unit "
        "updated",
        "location": "alternate_name description latitude location_type longitude name "
        "organization transportation url",
        "organization": "agency alternate_name description email name website",
        "phase": "ended_on phase plan started_on state",
        "phone": "description extension location number organization service "
        "service_at_location type",
        "plan": "callin_on site version",
        "released_count": "is_small measure month n room site",
        "schedule": "attending_type byday bymonthday byweekno byyearday closes_at count "
        "description dtstart freq interval location notes opens_at schedule_link service "
        "service_at_location timezone until valid_from valid_to wkst",
        "service": "alert alternate_name application_process description "
        "eligibility_description email fees_description interpretation_services maximum_age "
        "minimum_age name organization status url",
        "service_at_location": "description location service",
        "site": "jurisdiction market name state",
        "step": "agency amount code due phase plan score text unit",
        "unit": "identifier name scheme uri",
    }.items()
}
"""What of a row may be published, by table; a room takes in nothing else."""

FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,40}$")]


class PublicRow(BaseModel):
    """One row: its identifier in the Commons, and its public fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: UUID
    fields: Annotated[dict[FieldName, JsonValue], Field(max_length=40)]


Rows = Annotated[tuple[PublicRow, ...], Field(max_length=20_000)]


class Snapshot(Message):
    """V0: every public row at a moment; it replaces the one before it whole."""

    kind: ClassVar = Kind.SNAPSHOT
    lifetime: ClassVar = timedelta(days=7)

    taken_at: AwareDatetime
    tables: dict[PublicTable, Rows]

    @model_validator(mode="after")
    def _is_closed(self) -> Self:
        for table, rows in self.tables.items():
            for row in rows:
                if unknown := row.fields.keys() - FIELDS[table]:
                    raise ValueError(f"{table} has no public field {min(unknown)}")
        return self
