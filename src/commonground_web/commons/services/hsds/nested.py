"""HSDS as JSON: organisations with their services, or services with their organisation."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from commonground_web.commons.services.hsds.rows import (
    ReadDirectory,
    ReadRow,
    UnusableDirectory,
)
from commonground_web.commons.services.hsds.tables import BY_NAME, MANY, ONE

Item = dict[str, Any]


def read_json(content: bytes) -> ReadDirectory:
    """Read a directory in JSON: a list, a page with `contents`, or one organisation or service.

    Raises
    ------
    UnusableDirectory
        If it is no JSON in UTF-8, or holds none of these.
    """
    try:
        said = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnusableDirectory(_("This is no JSON in UTF-8; export it again.")) from error
    items = said.get("contents", [said]) if isinstance(said, dict) else said
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise UnusableDirectory(_("The JSON holds no list of organisations or services."))
    read = ReadDirectory("json")
    try:
        for number, item in enumerate(items):
            # Every service has a status, and no organisation has one.
            _flatten("service" if "status" in item else "organization", item, f"[{number}]", read)
    except RecursionError as error:
        raise UnusableDirectory(_("The JSON is nested too deeply; export it again.")) from error
    return read


def _flatten(table: str, item: Item, where: str, read: ReadDirectory, **links: str) -> None:
    """Add an item as a row, and what lies inside of it as rows of their own."""
    values, columns = dict(links), BY_NAME[table].columns
    many, one = MANY.get(table, {}), ONE.get(table, {})
    for name, value in item.items():
        if name in many and isinstance(value, list):
            for number, inner in enumerate(value):
                link = {f"{table}_id": _text(item.get("id"))}
                _inside(many[name], inner, f"{where}.{name}[{number}]", read, **link)
        elif name in one and isinstance(value, dict):
            values[f"{one[name]}_id"] = _text(value.get("id"))
            _inside(one[name], value, f"{where}.{name}", read)
        elif name in columns:
            values[name] = _text(value) or values.get(name, "")
        elif value not in (None, "", [], {}):
            read.leave_out(f"{table}.{name}", len(value) if isinstance(value, list) else 1)
    read.add(table, ReadRow(where, values))


def _inside(table: str, item: object, where: str, read: ReadDirectory, **links: str) -> None:
    if not isinstance(item, dict):
        raise UnusableDirectory(
            _("At %(where)s there is no %(table)s.") % {"where": where, "table": table}
        )
    _flatten(table, item, where, read, **links)


def _text(value: object) -> str:
    """Return a value as a package writes it; what is no single value will be refused as it is."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value)
