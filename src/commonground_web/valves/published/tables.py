"""Which tables the Commons publishes, and of them which fields: public ones, and no others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from commonground_web.kernel.compartments.records import Kept, Record
from commonground_web.kernel.rooms import Room
from commonground_web.valves.messages.snapshots import FIELDS, PublicRow, PublicTable


class NotPublic(TypeError):
    """A table or a field that is not public was to be published."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """How one public table is read."""

    model: type[Record]
    fields: tuple[str, ...]
    rows: Callable[[], models.QuerySet[Any]]
    derived: Mapping[str, Callable[[Mapping[str, Any]], Any]]

    def read(self) -> tuple[PublicRow, ...]:
        """Return the table's rows as they are published, in order of their identifiers."""
        attributes = {
            name: self.model._meta.get_field(name).attname  # type: ignore[union-attr]
            for name in self.fields
        }
        return tuple(
            PublicRow(
                id=row["pk"],
                fields=self._with_derived(
                    {name: _plain(row[held]) for name, held in attributes.items()}
                ),
            )
            for row in self.rows().order_by("pk").values("pk", *attributes.values())
        )

    def _with_derived(self, fields: dict[str, Any]) -> dict[str, Any]:
        return fields | {name: _plain(of(fields)) for name, of in self.derived.items()}


Coarsening = Callable[[Mapping[str, Any]], dict[str, Any]]
"""What makes the fields of a row less exact."""

_publishers: dict[PublicTable, Publisher] = {}
_coarsenings: dict[tuple[PublicTable, Room], Coarsening] = {}


def publish_table(
    table: PublicTable,
    model: type[Record],
    *,
    fields: Sequence[str],
    rows: Callable[[], models.QuerySet[Any]] | None = None,
    derived: Mapping[str, Callable[[Mapping[str, Any]], Any]] | None = None,
) -> None:
    """Have a table published; an app of the Commons says so when it is ready.

    Parameters
    ----------
    table
        Its name in the other rooms.
    model
        Whose rows are published.
    fields
        The fields that are published beside the identifier; each of class PUBLIC.
    rows
        What returns the rows, where not all are published.
    derived
        Further fields, each a function of those that are published: of nothing else, so that what
        is derived is public, too.

    Raises
    ------
    NotPublic
        If the table is no public one or about persons, or a field is of another class.
    """
    if table not in get_args(PublicTable):
        raise NotPublic(f"{table} is no public table: name it among them in the schema first.")
    if model.OF_PERSON:
        raise NotPublic(f"{model.__name__} is about persons, who are never published.")
    for name in ("id", *fields):
        if model.KEPT.get(name) is not Kept.PUBLIC:
            how = model.KEPT.get(name, "no field")
            raise NotPublic(f"{model.__name__}.{name} is {how}; only public fields are published.")
    if unknown := {*fields, *(derived or {})} - FIELDS[table]:
        raise NotPublic(f"{table} has no public field {min(unknown)}: name it in the schema first.")
    _publishers[table] = Publisher(model, tuple(fields), rows or model.objects.all, derived or {})


def tell_less(table: PublicTable, *, to: Room, by: Coarsening) -> None:
    """Have a room told the rows of a table less exactly.

    A change of that table alone is no reason to tell the room anew: it learns of it a day later.

    Parameters
    ----------
    table
        The table.
    to
        The room that is to know no more.
    by
        What makes of the public fields those that the room is told.
    """
    _coarsenings[table, to] = by


def tables_for(room: Room) -> dict[PublicTable, tuple[PublicRow, ...]]:
    """Return every public row of this room as exactly as another may know it."""
    told = public_tables()
    for (table, to), coarsen in _coarsenings.items():
        if to is room and table in told:
            told[table] = tuple(
                PublicRow(id=row.id, fields=coarsen(row.fields)) for row in told[table]
            )
    return told


def news_digest(room: Room) -> str:
    """Return the digest of the rows for whose sake a room is told anew."""
    told = public_tables()
    return digest_of({name: told[name] for name in told if (name, room) not in _coarsenings})


def public_tables() -> dict[PublicTable, tuple[PublicRow, ...]]:
    """Return every public row of this room as it stands."""
    return {table: publisher.read() for table, publisher in sorted(_publishers.items())}


def digest_of(tables: Mapping[PublicTable, tuple[PublicRow, ...]]) -> str:
    """Return the SHA-256 of public rows, equal for equal rows."""
    plain = {table: [row.model_dump(mode="json") for row in rows] for table, rows in tables.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _plain(held: object) -> Any:
    """Return a value as JSON knows it: moments, identifiers and decimals as text."""
    return json.loads(json.dumps(held, cls=DjangoJSONEncoder))
