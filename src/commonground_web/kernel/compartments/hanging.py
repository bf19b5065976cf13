"""What hangs on a record, and goes with it: rows that refer to it, and rows that name it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from commonground_web.kernel.compartments.rules import CLOCK

Model = Any
"""A model that is a Record: they stand on this module, which knows them by what they declare."""

Reference = tuple[Model, str]
"""A model, and the attribute of its rows that holds the key of what they hang on."""

NONE = models.Q(pk__in=[])
"""No row."""


@cache
def above(model: Model) -> tuple[tuple[str, Model], ...]:
    """Return the foreign keys by which rows of a model hang on others, with what they hang on."""
    return tuple(
        (field.attname, field.related_model)
        for field in model._meta.concrete_fields
        if field.remote_field is not None
        and field.remote_field.on_delete is models.CASCADE
        and _is_record(field.related_model)
    )


@cache
def below(model: Model) -> tuple[Reference, ...]:
    """Return the models whose rows hang on those of a model by a foreign key."""
    return tuple(
        (other, attribute)
        for other in _records()
        for attribute, related in above(other)
        if related is model
    )


def naming() -> tuple[Model, ...]:
    """Return the models whose rows name a record of any kind, and go with it."""
    return tuple(model for model in _records() if model.NAMES_RECORD)


def has_clock(model: Model) -> bool:
    """Say whether rows of a model have a day of purge of their own."""
    return any(field.name == CLOCK for field in model._meta.concrete_fields)


def is_due(model: Model, *, day: date) -> models.Q:
    """Return the condition of rows whose day has come, or that of what they hang on."""
    condition = models.Q(**{f"{CLOCK}__lte": day}) if has_clock(model) else NONE
    for attribute, related in above(model):
        gone = is_due(related, day=day)
        if gone != NONE:
            rows = related.objects.filter(gone, pk=models.OuterRef(attribute))
            condition |= models.Q(models.Exists(rows))
    return condition


def hanging_on(model: Model, keys: Collection[uuid.UUID]) -> dict[Model, set[Any]]:
    """Return the keys of these rows and of all that hangs on them, the lowest last."""
    found: dict[Model, set[Any]] = {model: set(keys)}
    waiting: list[tuple[Model, set[Any]]] = [(model, set(keys))]
    while waiting:
        current, at = waiting.pop()
        for other, attribute in below(current):
            rows = other.objects.filter(**{f"{attribute}__in": at})
            _add(found, waiting, other, set(rows.values_list("pk", flat=True)))
        for other in naming() if not current.NAMES_RECORD else ():
            rows = other.objects.filter(record_type=current._meta.label_lower, record__in=at)
            _add(found, waiting, other, set(rows.values_list("pk", flat=True)))
    return found


def hung_from(model: Model, key: uuid.UUID) -> set[tuple[str, uuid.UUID]]:
    """Return the rows that one row hangs on, by label and key."""
    found: set[tuple[str, uuid.UUID]] = set()
    for attribute, related in above(model):
        on = model.objects.filter(pk=key).values_list(attribute, flat=True).first()
        if on is not None:
            found |= {(related._meta.label_lower, on)} | hung_from(related, on)
    return found


def let_go(model: Model, keys: Collection[uuid.UUID]) -> dict[Model, set[Any]]:
    """Delete rows with all that hangs on them, and return the keys of what went.

    An audit event must be open that licenses the deletion; it notes each row.
    """
    gone = hanging_on(model, keys)
    for other in reversed(gone):
        for row in other.objects.filter(pk__in=gone[other]):
            models.Model.delete(row)
    return gone


@cache
def tables_hanging_on(tables: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tables about persons that a deletion of rows of these tables may reach."""
    found = [model for model in _records() if model._meta.db_table in tables]
    for model in found:
        found += [other for other, _ in below(model) if other not in found]
    touching = {
        other
        for other in _records()
        for field in other._meta.concrete_fields
        if field.related_model in found
    }
    reached = {*found, *touching, *naming()}
    return tuple(sorted(model._meta.db_table for model in reached if model.OF_PERSON))


@cache
def tables_above(model: Model) -> tuple[str, ...]:
    """Return the tables about persons that rows of a model hang on, and are due with."""
    found: list[str] = []
    for _, related in above(model):
        if related is not model:
            found += [related._meta.db_table] if related.OF_PERSON else []
            found += tables_above(related)
    return tuple(found)


def _add(
    found: dict[Model, set[Any]],
    waiting: list[tuple[Model, set[Any]]],
    model: Model,
    keys: set[Any],
) -> None:
    new = keys - found.get(model, set())
    if new:
        found[model] = found.pop(model, set()) | new
        waiting.append((model, new))


@cache
def _records() -> tuple[Model, ...]:
    return tuple(model for model in apps.get_models() if _is_record(model))


def _is_record(model: Model) -> bool:
    return hasattr(model, "OF_PERSON")
