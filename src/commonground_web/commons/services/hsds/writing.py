"""Write the directory as HSDS 3.1: a package of tables, or JSON; without confidential places."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from typing import Any

from django.db import models

from commonground_web.commons.services.hsds.package import DESCRIPTOR
from commonground_web.commons.services.hsds.tables import MANY, ONE, TABLES, VERSION, Table
from commonground_web.kernel.pages.lists.exported import safe

Values = dict[str, Any]
Tables = dict[str, list[Values]]

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of each file in a package: equal directories make equal packages."""

PLAIN = {"number"}
"""Columns of telephone numbers: without a letter, a leading plus names no function to run."""

TYPES: tuple[tuple[type[models.Field[Any, Any]], str], ...] = (
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.IntegerField, "integer"),
    (models.FloatField, "number"),
)


COUNTED = "service_capacity"
"""The table of HSDS that holds numbers of free slots, which are for those who count them."""


def directory_rows(*, with_numbers: bool = True) -> Tables:
    """Return every row that may leave the room, by table, in order of identifiers.

    Parameters
    ----------
    with_numbers
        Whether to write out how many slots are free.
    """
    return {
        table.name: [_row(table, row) for row in _open(table)]
        if with_numbers or table.name != COUNTED
        else []
        for table in TABLES
    }


def as_package(tables: Tables) -> bytes:
    """Return rows as a ZIP of CSV files with their descriptor."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        _put(package, DESCRIPTOR, json.dumps(_descriptor(), indent=2))
        for table in TABLES:
            _put(package, table.file, _csv(table, tables[table.name]))
    return held.getvalue()


def as_json(tables: Tables) -> bytes:
    """Return rows as a list of organisations, with everything of theirs inside."""
    nest = _Nest(tables)
    said = [nest.nested("organization", row) for row in tables["organization"]]
    return json.dumps(said, indent=1, ensure_ascii=False).encode()


class _Nest:
    """Rows by identifier, and by what they refer to."""

    def __init__(self, tables: Tables) -> None:
        self._by_id = {name: {row["id"]: row for row in rows} for name, rows in tables.items()}
        self._by_link: dict[tuple[str, str, str], list[Values]] = {}
        for table in TABLES:
            for row in tables[table.name]:
                for column in table.references:
                    if column in row:
                        link = (table.name, column, row[column])
                        self._by_link.setdefault(link, []).append(row)

    def nested(self, table: str, row: Values) -> Values:
        """Return a row with what lies inside of it."""
        said = dict(row)
        for name, inner in ONE.get(table, {}).items():
            # A service stands inside of its organisation already.
            found = self._by_id[inner].get(row.get(f"{inner}_id", ""))
            if found and inner != "organization":
                said[name] = self.nested(inner, found)
        for name, inner in MANY.get(table, {}).items():
            mine = self._by_link.get((inner, f"{table}_id", row["id"]), ())
            if mine:
                said[name] = [self.nested(inner, each) for each in mine]
        return said


def _open(table: Table) -> models.QuerySet[Any]:
    rows: Any = table.model.objects.order_by("pk")
    return rows.open() if hasattr(rows, "open") else rows  # type: ignore[no-any-return]


def _row(table: Table, row: models.Model) -> Values:
    """Return what is filled in of a row, as JSON knows it."""
    values = {column: getattr(row, field.attname) for column, field in table.columns.items()}
    return {column: _plain(value) for column, value in values.items() if value not in (None, "")}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if isinstance(value, int | float | str) else str(value)


def _csv(table: Table, rows: list[Values]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(table.columns)
    for row in rows:
        writer.writerow([_cell(column, row.get(column, "")) for column in table.columns])
    return text.getvalue()


def _cell(column: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    is_number = column in PLAIN and not any(map(str.isalpha, value))
    return value if is_number else safe(value)


def _descriptor() -> Values:
    return {
        "name": "human_services_data",
        "title": "Human Services Data Specification",
        "version": VERSION,
        "profile": "tabular-data-package",
        "resources": [
            {
                "name": table.name,
                "path": table.file,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "primaryKey": "id",
                    "fields": [
                        {"name": column, "type": _type(field)}
                        for column, field in table.columns.items()
                    ],
                    "foreignKeys": [
                        {"fields": column, "reference": {"resource": other, "fields": "id"}}
                        for column, other in table.references.items()
                    ],
                },
            }
            for table in TABLES
        ],
    }


def _type(field: models.Field[Any, Any]) -> str:
    return next((name for kind, name in TYPES if isinstance(field, kind)), "string")


def _put(package: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(entry, text.encode())
