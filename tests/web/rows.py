"""Rows of any record, made up from the types of its fields, for tests that must hold for all."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models

from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import now
from commonground_web.kernel.compartments.guard import DELETING
from commonground_web.kernel.compartments.records import Record
from commonground_web.kernel.fields.sealed import SealedText

SOME_DAY = date(2030, 6, 1)
SOME_MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def records_of_persons() -> list[type[Record]]:
    """Return every record of this room that is about persons."""
    return [m for m in apps.get_models() if issubclass(m, Record) and m.OF_PERSON]


def made_up(model: type[Record], *, agency: uuid.UUID, token: str = "x", **given: Any) -> Record:
    """Return an unsaved row with every field filled; texts hold the token and the field's name."""
    row = model()
    for field in model._meta.concrete_fields:
        if field.name in given:
            setattr(row, field.name, given[field.name])
        elif not field.primary_key:
            setattr(row, field.attname, _value(field, agency=agency, token=token))
    return row


def _value(field: models.Field[Any, Any], *, agency: uuid.UUID, token: str) -> Any:
    if field.name in {"agency", "provider"}:
        return agency
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, SealedText | models.TextField):
        return f"{token}-{field.name}"
    made: dict[type[models.Field[Any, Any]], Any] = {
        models.CharField: f"{token}-{field.name}-{uuid.uuid4().hex}"[: field.max_length or 40],
        models.UUIDField: None if field.null else uuid.uuid4(),
        models.DateTimeField: SOME_MOMENT,
        models.DateField: SOME_DAY,
        models.BooleanField: False,
        models.IntegerField: 3,
        models.PositiveIntegerField: 3,
        models.PositiveSmallIntegerField: 3,
        models.JSONField: [],
    }
    return next(value for kind, value in made.items() if isinstance(field, kind))


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
    return writing(*models_, agency=agency, verb=DELETING[0])


def later(row: Record) -> date:
    """Return a later day of purge."""
    on: date = row.purge_on  # type: ignore[attr-defined]
    return on + timedelta(days=1)
