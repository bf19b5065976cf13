"""What a list shows and how it is asked: columns and filters, checked when they are declared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise

from commonground_web.kernel.fields.sealed import SealedText

Row = Any
"""An instance of the model that a list is of."""


class UnusableList(TypeError):
    """A declaration of a list that the database could not answer, or must not."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list."""

    label: str | Promise
    value: str | Callable[[Row], object]
    """Name of the attribute that is shown, or a function of the row."""
    sort: str = ""
    """Path of the field to order by; empty where a column cannot be sorted."""
    link: Callable[[Row], str] | None = None
    """Address of the page that the cell opens."""
    tone: Callable[[Row], str] | None = None
    """Tone of a badge: `good`, `wait`, `stop` or `neutral`."""
    is_exported: bool = True

    def of(self, row: Row) -> object:
        """Return what the column shows of a row."""
        if callable(self.value):
            return self.value(row)
        return getattr(row, self.value)


@dataclass(frozen=True, slots=True)
class Filter:
    """One question that narrows a list."""

    name: str
    """Its name in the address."""
    field: forms.Field
    lookup: str
    """Path of the field and the comparison: `state`, `created_at__date__gte`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list as it is declared; refuses to sort, filter or export what lies sealed.

    Raises
    ------
    UnusableList
        If a column or a filter asks the database for a sealed field, or for one that is not there.
    """

    model: type[models.Model]
    caption: str | Promise
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    order: str
    """Column path that it is ordered by at first, with `-` for the last first."""
    then: Sequence[str] = ()
    """Paths that order the rows which are alike in what the list is ordered by."""
    empty: str | Promise
    """What to say, and do first, where there is nothing."""
    name: str = ""
    """Name of exported files; the table's name if left out."""
    acts: str = ""
    """Template of what may be done with a row; it is given the `row`, and by what it is `called`,
    which its first column says. None where nothing is done from the list."""
    id: str = field(default="list")

    def __post_init__(self) -> None:
        for column in self.columns:
            if column.sort:
                self._require_open(column.sort, use=f"sort by {column.sort}")
            if column.is_exported and isinstance(column.value, str):
                self._require_unsealed_export(column.value)
        for asked in self.filters:
            self._require_open(asked.lookup, use=f"filter by {asked.lookup}")
        for path in (self.order, *self.then):
            self._require_open(path.removeprefix("-"), use=f"order by {path}")

    def _require_open(self, path: str, *, use: str) -> None:
        model: Any = self.model
        for part in path.split("__"):
            try:
                found = model._meta.get_field("id" if part == "pk" else part)
            except FieldDoesNotExist:
                raise UnusableList(
                    f"{model._meta.label} has no field {part}: cannot {use}."
                ) from None
            if isinstance(found, SealedText):
                raise UnusableList(
                    f"{model._meta.label}.{part} is sealed: the database cannot {use}. "
                    "Sort and filter by a field that lies open."
                )
            if found.related_model is None:
                return
            model = found.related_model

    def _require_unsealed_export(self, name: str) -> None:
        sealed = {
            field.name
            for field in self.model._meta.concrete_fields
            if isinstance(field, SealedText)
        }
        if name in sealed:
            raise UnusableList(
                f"{self.model._meta.label}.{name} is sealed: it is not written out. "
                "Declare its column with is_exported=False."
            )
