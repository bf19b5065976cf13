"""A snapshot of the public tables of the Commons."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, StringConstraints

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
