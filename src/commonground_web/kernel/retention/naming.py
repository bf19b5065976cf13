"""What records are called where what they hold must not be shown: their kind, and a reference."""

from __future__ import annotations

import uuid

from django.apps import apps
from django.utils.text import capfirst

from commonground_web.kernel.access.words import thing_of
from commonground_web.kernel.compartments.records import Record
from commonground_web.kernel.compartments.rules import room_rules

SHOWN = 8
"""Characters of a key that are shown: enough to tell the records of one page from one another."""


def kind_of(record_type: str) -> str:
    """Return what people call records of a kind; one that is no more keeps its name."""
    rule = room_rules().get(record_type)
    if rule is not None:
        return str(rule.title)
    try:
        model = apps.get_model(record_type)
    except (LookupError, ValueError):
        return record_type
    return str(
        capfirst(thing_of(model.ENTITY) if issubclass(model, Record) else model._meta.verbose_name)
    )


def reference_of(key: uuid.UUID) -> str:
    """Return by what a record is told from others: `3F2A-91C0`, as it stands on its own page."""
    start = key.hex[:SHOWN].upper()
    return f"{start[: SHOWN // 2]}-{start[SHOWN // 2 :]}"
