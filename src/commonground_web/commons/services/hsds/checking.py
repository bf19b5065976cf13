"""Check what was read against the rules of the directory: row by row, with a reason for each."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from commonground_web.commons.services.hsds.merging import Given, merged
from commonground_web.commons.services.hsds.rows import LONGEST_TEXT
from commonground_web.commons.services.hsds.tables import TABLES, Table
from commonground_web.commons.services.models import Capacity, Phone, Schedule, Service
from commonground_web.kernel.compartments.records import Record


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that is not taken in, and why."""

    where: str
    table: str
    column: str
    fault: str
    values: Mapping[str, str]


@dataclass(slots=True)
class CheckedTable:
    """What would become of the rows of one table."""

    table: Table
    new: list[Record] = field(default_factory=list)
    changed: list[tuple[Record, frozenset[str]]] = field(default_factory=list)
    """Rows that are there already, and the fields in which the file differs."""
    same: int = 0
    rejected: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """Return how many rows come to what."""
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "same": self.same,
            "rejected": self.rejected,
        }


@dataclass(slots=True)
class Checked:
    """What would become of a file, if it were taken in now."""

    tables: list[CheckedTable] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    @property
    def taken(self) -> int:
        """How many rows would be written."""
        return sum(len(table.new) + len(table.changed) for table in self.tables)


class _Faulty(Exception):
    def __init__(self, column: str, fault: str) -> None:
        super().__init__(fault)
        self.column, self.fault = column, fault


def check(content: Mapping[str, Sequence[Sequence[Any]]]) -> Checked:
    """Check rows as they were kept of a file.

    Parameters
    ----------
    content
        Rows by table; of each where it stands, and its text by column.
    """
    checked, known = Checked(), _Known()
    for table in TABLES:
        rows, twice = merged(content.get(table.name, ()))
        checked.rejects += [
            Reject(
                row.where, table.name, column, _("It is given twice, and differently."), row.values
            )
            for row, column in twice
        ]
        told = CheckedTable(table, rejected=len(twice))
        _check_table(told, rows, known, checked.rejects)
        checked.tables.append(told)
    return checked


def _check_table(
    told: CheckedTable, rows: Sequence[Given], known: _Known, rejects: list[Reject]
) -> None:
    ids = [pk for row in rows if (pk := _uuid(row.values.get("id", "")))]
    there = told.table.model.objects.in_bulk(ids)
    for row in rows:
        try:
            made, changes = _made(told.table, row, there, known)
        except _Faulty as faulty:
            told.rejected += 1
            rejects.append(
                Reject(row.where, told.table.name, faulty.column, faulty.fault, row.values)
            )
            continue
        known.add(told.table.name, made.pk)
        if made.pk not in there:
            told.new.append(made)
        elif changes:
            told.changed.append((made, changes))
        else:
            told.same += 1


class _Known:
    """Which rows can be referred to: those that were accepted, and those in the directory."""

    def __init__(self) -> None:
        self._ids: dict[str, set[uuid.UUID]] = {}

    def add(self, table: str, pk: uuid.UUID) -> None:
        self._of(table).add(pk)

    def has(self, table: str, pk: uuid.UUID) -> bool:
        return pk in self._of(table)

    def _of(self, table: str) -> set[uuid.UUID]:
        if table not in self._ids:
            model = next(t.model for t in TABLES if t.name == table)
            self._ids[table] = set(model.objects.values_list("pk", flat=True))
        return self._ids[table]


def _made(
    table: Table, row: Given, there: Mapping[uuid.UUID, Record], known: _Known
) -> tuple[Record, frozenset[str]]:
    """Return the row as it would be written, and the fields in which it differs from what is there.

    Raises
    ------
    _Faulty
        If it cannot be written.
    """
    pk = _uuid(row.values.get("id", ""))
    if pk is None:
        raise _Faulty("id", _("It is no UUID."))
    made = there.get(pk) or table.model(id=pk)
    before = {field.attname: getattr(made, field.attname) for field in table.columns.values()}
    for column, text in row.values.items():
        if column != "id":
            setattr(made, table.columns[column].attname, _value(column, text, table, known))
    _complete(made, row, is_new=pk not in there)
    _require_clean(table, made)
    after = {field.attname: getattr(made, field.attname) for field in table.columns.values()}
    return made, frozenset(name for name, value in after.items() if value != before[name])


def _value(column: str, text: str, table: Table, known: _Known) -> Any:
    field = table.columns[column]
    if len(text) > LONGEST_TEXT or not all(c.isprintable() or c in "\n\r\t" for c in text):
        raise _Faulty(column, _("It is too long, or holds characters that are no text."))
    if column in table.references:
        return _reference(column, text, table.references[column], known)
    if not text.strip():
        return (
            None if field.null or not isinstance(field, models.CharField | models.TextField) else ""
        )
    try:
        value = field.to_python(text.strip() if not isinstance(field, models.TextField) else text)
    except ValidationError as error:
        raise _Faulty(column, " ".join(error.messages)) from error
    longest = field.max_length
    if longest is not None and isinstance(value, str) and len(value) > longest:
        raise _Faulty(column, _("It is longer than %(longest)s characters.") % {"longest": longest})
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


def _reference(column: str, text: str, refers_to: str, known: _Known) -> uuid.UUID | None:
    if not text.strip():
        return None
    pk = _uuid(text)
    if pk is None or not known.has(refers_to, pk):
        raise _Faulty(
            column,
            _("It refers to a row of %(table)s that is not there, or was rejected.")
            % {"table": refers_to},
        )
    return pk


def _complete(made: Record, row: Given, *, is_new: bool) -> None:
    """Say of a new capacity whether people are taken, where the file does not."""
    if isinstance(made, Capacity) and is_new and not row.values.get("capacity_status"):
        has_room = bool(made.available)
        made.status = Capacity.Status.CAPACITY if has_room else Capacity.Status.NO_CAPACITY


def _require_clean(table: Table, made: Record) -> None:
    for column, fault in _faults(made):
        raise _Faulty(column, fault)
    required = [
        column
        for column, field in table.columns.items()
        if column in table.references and not field.null and getattr(made, field.attname) is None
    ]
    if required:
        raise _Faulty(required[0], _("It is missing."))
    relations = [field.name for field in made._meta.concrete_fields if field.related_model]
    try:
        made.clean_fields(exclude={*relations, *table.ours})
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        column = next(c for c, field in table.columns.items() if field.name == name)
        raise _Faulty(column, " ".join(messages)) from error


def _faults(made: Record) -> Iterator[tuple[str, str]]:
    """Yield what no single field shows."""
    if isinstance(made, Service):
        youngest, oldest = made.minimum_age, made.maximum_age
        if youngest is not None and oldest is not None and youngest > oldest:
            yield "minimum_age", _("The youngest age is above the oldest.")
    if isinstance(made, Capacity) and (made.available or 0) < made.reserved:
        yield "available", _("Fewer are free than are held for sites.")
    if isinstance(made, Phone | Schedule):
        owners = ("service_id", "location_id", "service_at_location_id", "organization_id")
        if all(getattr(made, owner, None) is None for owner in owners):
            yield "service_id", _("It belongs to nothing.")


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text.strip())
    except ValueError:
        return None
