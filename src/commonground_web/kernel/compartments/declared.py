"""The guarded tables of this room, read off the declarations of its models."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps

from commonground_web.kernel.compartments.guard import Guarded
from commonground_web.kernel.compartments.records import Record


def guarded_tables() -> tuple[Guarded, ...]:
    """Return every table of this room that the database guards, in order of name."""
    return tuple(sorted(_guarded(), key=lambda guarded: guarded.table))


def _guarded() -> Iterator[Guarded]:
    for model in apps.get_models():
        if not issubclass(model, Record):
            continue
        fields = {field.name: field.column or "" for field in model._meta.concrete_fields}
        guarded = Guarded(
            table=model._meta.db_table,
            of_person=model.OF_PERSON,
            append_only=model.APPEND_ONLY,
            clock=fields.get("purge_on", ""),
            owned_by=fields.get(model.OWNED_BY, ""),
            fixed=tuple(fields[name] for name in model.FIXED),
        )
        if guarded.of_person or guarded.append_only or guarded.fixed:
            yield guarded
