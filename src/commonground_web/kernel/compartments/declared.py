"""The guarded tables of this room, read off the declarations of its models."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps

from commonground_web.kernel.compartments.guard import Guarded
from commonground_web.kernel.compartments.records import Record
from commonground_web.kernel.compartments.rules import CLOCK, room_rules
from commonground_web.kernel.fields.sealed import SealedText


def guarded_tables() -> tuple[Guarded, ...]:
    """Return every table of this room that the database guards, in order of name."""
    return tuple(sorted(_guarded(), key=lambda guarded: guarded.table))


def _guarded() -> Iterator[Guarded]:
    for model in apps.get_models():
        if issubclass(model, Record) and _is_guarded(model):
            yield _declared(model)


def _is_guarded(model: type[Record]) -> bool:
    return model.OF_PERSON or model.APPEND_ONLY or bool(model.FIXED) or bool(model.WRITTEN_IN)


def _declared(model: type[Record]) -> Guarded:
    fields = {field.name: field for field in model._meta.concrete_fields}
    columns = {name: field.column or "" for name, field in fields.items()}
    sealed = {name for name, field in fields.items() if isinstance(field, SealedText)}
    rule = room_rules().get(model._meta.label_lower)
    return Guarded(
        table=model._meta.db_table,
        of_person=model.OF_PERSON,
        append_only=model.APPEND_ONLY,
        clock=columns.get(CLOCK, ""),
        owned_by=columns.get(model.OWNED_BY, ""),
        shared_with=columns.get(model.SHARED_WITH, ""),
        fixed=tuple(columns[name] for name in model.FIXED),
        written_in=model.WRITTEN_IN,
        expires=columns.get(model.EXPIRES, ""),
        carried=model.CARRIED,
        label=model._meta.label_lower,
        key=model._meta.pk.column or "",
        since=columns[rule.since] if rule else "",
        most_days=rule.most_days if rule else None,
        hard_days=rule.hard_days if rule else None,
        plain=tuple(columns[name] for name in fields if name not in sealed),
        sealed=tuple(columns[name] for name in fields if name in sealed),
        refers_to=tuple(_references(model)),
    )


def _references(model: type[Record]) -> Iterator[tuple[str, str, str]]:
    for field in model._meta.concrete_fields:
        related = field.related_model
        if isinstance(related, type) and issubclass(related, Record):
            yield field.column or "", related._meta.db_table, related._meta.pk.column or ""
