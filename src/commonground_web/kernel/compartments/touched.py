"""Which rows a piece of work read and wrote, noted for its audit event as it happens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any, Protocol

from django.db import models


class Notes(Protocol):
    """What takes note of rows."""

    @property
    def day(self) -> date:
        """The day, where the room stands, on which the work is done."""

    def read(self, row: models.Model) -> None:
        """Note that a row was read."""

    def written(self, row: models.Model, before: Mapping[str, Any]) -> None:
        """Note that a row is to be written, and what it held when it was read."""


_notes: ContextVar[Notes | None] = ContextVar("notes", default=None)


@contextmanager
def noting(notes: Notes) -> Iterator[None]:
    """Send what is read and written in this block to these notes."""
    token = _notes.set(notes)
    try:
        yield
    finally:
        _notes.reset(token)


def read(row: models.Model) -> None:
    """Note that a row was read; where no event is open the database has already refused."""
    if (notes := _notes.get()) is not None:
        notes.read(row)


def written(row: models.Model, *, before: Mapping[str, Any]) -> None:
    """Note that a row is to be written."""
    if (notes := _notes.get()) is not None:
        notes.written(row, before)


def day() -> date:
    """Return the day of the work that is under way."""
    if (notes := _notes.get()) is None:
        raise RuntimeError("what is due depends on the day of an audit event, and none is open")
    return notes.day
