"""Fields that offer rows which a view has read: nothing is asked of the database by the form."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django import forms
from django.db import models

Row = TypeVar("Row", bound=models.Model)


class OneOf(forms.TypedChoiceField):
    """One of some rows, which were read before the page is rendered."""

    def offer(self, rows: Iterable[models.Model], *, nothing: object = "") -> None:
        """Offer these rows, and a choice of none where it has words."""
        by_id = {str(row.pk): row for row in rows}
        self.coerce, self.empty_value = by_id.__getitem__, None
        none = [("", nothing)] if nothing else []
        self.choices = [*none, *((key, str(row)) for key, row in by_id.items())]


class SomeOf(forms.TypedMultipleChoiceField):
    """Some of some rows, which were read before the page is rendered."""

    def offer(self, rows: Iterable[Row], *, called: Callable[[Row], str] = str) -> None:
        """Offer these rows, each by what it is called."""
        by_id = {str(row.pk): row for row in rows}
        self.coerce = by_id.__getitem__
        self.choices = [(key, called(row)) for key, row in by_id.items()]


class OneOfThese(forms.TypedChoiceField):
    """One of some ids, which were read before the page is rendered."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=uuid.UUID, empty_value=None, **kwargs)

    def offer(self, names: Mapping[uuid.UUID, str] | Iterable[tuple[str, str]]) -> None:
        """Offer these, by name."""
        pairs = names.items() if isinstance(names, Mapping) else names
        self.choices = [(str(key), name) for key, name in pairs]
