"""Rows that a file gives more than once, as JSON does with a place of two services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Given:
    """A row as the file gives it, by its first place in the file."""

    where: str
    values: dict[str, str]


def merged(rows: Sequence[Sequence[Any]]) -> tuple[list[Given], list[tuple[Given, str]]]:
    """Return each row once, and those that contradict an earlier one with the column they do it in.

    Parameters
    ----------
    rows
        Of each where it stands, and its text by column.
    """
    by_id: dict[str, Given] = {}
    kept: list[Given] = []
    twice: list[tuple[Given, str]] = []
    for where, values in rows:
        row = Given(where, dict(values))
        # A row without an identifier is rejected by itself, and is never the same as another.
        first = by_id.setdefault(row.values.get("id", "").strip().lower() or where, row)
        if first is row:
            kept.append(row)
        elif column := _contradicted(first, row):
            twice.append((row, column))
        else:
            first.values.update({c: v for c, v in row.values.items() if v})
    return kept, twice


def _contradicted(first: Given, again: Given) -> str:
    """Return a column that two rows fill differently; empty where they agree."""
    return next(
        (
            column
            for column, value in again.values.items()
            if value and first.values.get(column) and value != first.values[column]
        ),
        "",
    )
