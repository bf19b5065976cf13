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
from commonground_web.valves.messages.snapshots import PublicRow, PublicTable


class NotPublic(TypeError):
    """A table or a field that is not public was to be published."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """How one public table is read."""

    model: type[Record]
    fields: tuple[str, ...]
    rows: Callable[[], models.QuerySet[Any]]

    def read(self) -> tuple[PublicRow, ...]:
        """Return the table's rows as they are published, in order of their identifiers."""
        attributes = {
            name: self.model._meta.get_field(name).attname  # type: ignore[union-attr]
            for name in self.fields
        }
        return tuple(
            PublicRow(
                id=row["pk"], fields={name: _plain(row[held]) for name, held in attributes.items()}
            )
            for row in self.rows().order_by("pk").values("pk", *attributes.values())
        )


_publishers: dict[PublicTable, Publisher] = {}


def publish_table(
    table: PublicTable,
    model: type[Record],
    *,
    fields: Sequence[str],
    rows: Callable[[], models.QuerySet[Any]] | None = None,
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
    _publishers[table] = Publisher(model, tuple(fields), rows or model.objects.all)


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
