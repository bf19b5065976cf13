"""Rows of any record, made up from the types of its fields, for tests that must hold for all."""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from itertools import count
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import now
from commonground_web.kernel.compartments.guard import DELETING
from commonground_web.kernel.compartments.hanging import tables_hanging_on
from commonground_web.kernel.compartments.records import Record
from commonground_web.kernel.compartments.rules import room_rules
from commonground_web.kernel.fields.sealed import SealedText

SOME_DAY = date(2030, 6, 1)
SOME_MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)

_MONTHS = count(secrets.randbelow(12 * 7_000))
"""Months since 2000: no two rows that one process keeps are of the same."""


def records_of_persons() -> list[type[Record]]:
    """Return every record of this room that is about persons."""
    return [m for m in apps.get_models() if issubclass(m, Record) and m.OF_PERSON]


def keep(model: type[Record], *, owner: uuid.UUID, token: str = "x", **given: Any) -> Record:
    """Keep a made-up row, and whatever it hangs on."""
    with writing(*records_of_persons(), agency=owner):
        return _keep(model, owner=owner, token=token, **given)


def _keep(model: type[Record], *, owner: uuid.UUID, token: str, **given: Any) -> Record:
    if model.NAMES_RECORD and "record" not in given:
        named = apps.get_model(next(iter(room_rules())))
        given["record_type"] = named._meta.label_lower
        given["record"] = _keep(named, owner=owner, token=token).pk
    told = {*given, *_given(model)}
    for field in model._meta.concrete_fields:
        related = field.related_model
        if field.name in told or field.null or not isinstance(related, type):
            continue
        if issubclass(related, Record):
            given[field.name] = _keep(related, owner=owner, token=token)
    row = made_up(model, owner=owner, token=token, **given)
    row.save(force_insert=True)
    return row


def made_up(model: type[Record], *, owner: uuid.UUID, token: str = "x", **given: Any) -> Record:
    """Return an unsaved row with every field filled; texts hold the token and the field's name."""
    row, given = model(), {**_given(model), **given}
    for field in model._meta.concrete_fields:
        if field.name in given:
            value = given[field.name]
            setattr(row, field.name, value(owner) if callable(value) else value)
        elif field.name == model.OWNED_BY or not (
            field.primary_key or field.null or field.related_model
        ):
            setattr(row, field.attname, _value(field, owner=owner, token=token))
    return row


def _given(model: type[Record]) -> dict[str, Any]:
    """Return what a room's tests say of a record whose constraints ask for more than types."""
    told: dict[str, dict[str, Any]] = import_module(f"tests.web.{settings.ROOM}.given").GIVEN
    return told.get(model.__name__, {})


def _value(field: models.Field[Any, Any], *, owner: uuid.UUID, token: str) -> Any:
    if field.name in {"agency", "provider", "owner"}:
        return owner
    if field.name == "month":
        years, month = divmod(next(_MONTHS) % (12 * 7_000), 12)
        return f"{2000 + years}-{1 + month:02}"
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, SealedText | models.TextField):
        return f"{token}-{field.name}"
    made: dict[type[models.Field[Any, Any]], Any] = {
        models.CharField: _text(field, token=token),
        models.UUIDField: uuid.uuid4(),
        models.DateTimeField: SOME_MOMENT,
        models.DateField: SOME_DAY,
        models.BooleanField: False,
        models.IntegerField: 3,
        models.PositiveIntegerField: 3,
        models.PositiveSmallIntegerField: 3,
        models.JSONField: [],
        models.FloatField: 3.0,
    }
    return next(value for kind, value in made.items() if isinstance(field, kind))


def _text(field: models.Field[Any, Any], *, token: str) -> str:
    """Return a text of which no two are the same, however short the field is."""
    most, unlike = field.max_length or 40, uuid.uuid4().hex
    said = f"{token}-{field.name}-"
    return f"{said}{unlike}"[:most] if most > len(said) + len(unlike) // 4 else unlike[:most]


def writing(*models_: type[Record], agency: uuid.UUID, verb: str = "create") -> Any:
    """Open an event that licenses these records."""
    return access(
        Setting(
            actor="test",
            verb=verb,
            entity=models_[0].ENTITY,
            tables=[model._meta.db_table for model in models_],
            agency=agency,
        ),
        at=now(),
    )


def viewing(*models_: type[Record], agency: uuid.UUID) -> Any:
    """Open an event that licenses to read these records."""
    return writing(*models_, agency=agency, verb="view")


def purging(*models_: type[Record], agency: uuid.UUID) -> Any:
    """Open an event that licenses to delete these records."""
    tables = tuple(model._meta.db_table for model in models_)
    reached = [m for m in records_of_persons() if m._meta.db_table in tables_hanging_on(tables)]
    return writing(*models_, *reached, agency=agency, verb=DELETING[0])


def later(row: Record) -> date:
    """Return a later day of purge."""
    on: date = row.purge_on  # type: ignore[attr-defined]
    return on + timedelta(days=1)
