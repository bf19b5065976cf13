"""List what is due: once a day, in purges of one kind and one owner."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import transaction

from commonground_web.kernel.access.actor import system_actor
from commonground_web.kernel.audit.opening import Access, Setting, access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.compartments.hanging import hanging_on, tables_hanging_on
from commonground_web.kernel.compartments.records import Record
from commonground_web.kernel.compartments.rules import CLOCK, Rule, room_rules
from commonground_web.kernel.purge.actions import advance
from commonground_web.kernel.purge.following import follow_due
from commonground_web.kernel.purge.holds import held_rows, is_held
from commonground_web.kernel.purge.models import Purge, PurgeItem, PurgeListing
from commonground_web.kernel.purge.states import State
from commonground_web.kernel.retention.days import days_kept

CLOCKWORK = system_actor("purge")
"""Whoever lists and executes: no person."""

Group = tuple[uuid.UUID | None, list[uuid.UUID]]


def list_due(*, at: datetime) -> list[Purge]:
    """List what is due and neither held nor listed already, if that was not done today.

    Returns
    -------
    list[Purge]
        The purges that now wait for a witness.
    """
    day = day_of(at)
    if PurgeListing.objects.filter(on=day).exists():
        return []
    models = [(rule, apps.get_model(label)) for label, rule in room_rules().items()]
    with access(purging(*(model for _, model in models)), at=at) as opened:
        listing, is_first = PurgeListing.objects.get_or_create(on=day, defaults={"at": at})
        if not is_first:
            return []
        opened.did("purge.listed", listing)
        return [
            _listed(opened, rule, model, owner=owner, keys=keys, at=at)
            for rule, model in models
            for owner, keys in _due(model, day=day)
        ]


def purging(*models: type[Record]) -> Setting:
    """Return the setting of an event in which rows of these models may go."""
    tables = tuple(sorted(model._meta.db_table for model in models))
    return Setting(
        actor=CLOCKWORK.id, verb="purge", entity="purge", tables=tables_hanging_on(tables)
    )


def _due(model: type[Record], *, day: date) -> Iterator[Group]:
    held = held_rows(day=day)
    listed = set(
        PurgeItem.objects.filter(record_type=model._meta.label_lower)
        .exclude(purge__state=State.CERTIFIED)
        .values_list("record", flat=True)
    )
    groups: dict[uuid.UUID | None, list[uuid.UUID]] = defaultdict(list)
    due = model.objects.filter(**{f"{CLOCK}__lte": day}).order_by("pk")
    for row in due.values_list("pk", *([model.OWNED_BY] if model.OWNED_BY else [])):
        if row[0] not in listed and not is_held(model, row[0], held=held):
            groups[row[1] if model.OWNED_BY else None].append(row[0])
    yield from groups.items()


def _shown(found: dict[Any, set[uuid.UUID]]) -> dict[Any, set[uuid.UUID]]:
    """Leave out what is blind: it goes with the others, and no list tells how many there are."""
    shown = {
        other: keys
        - set(other.objects.filter(other.blind(), pk__in=keys).values_list("pk", flat=True))
        for other, keys in found.items()
    }
    return {other: keys for other, keys in shown.items() if keys}


def _listed(
    opened: Access,
    rule: Rule,
    model: type[Record],
    *,
    owner: uuid.UUID | None,
    keys: list[uuid.UUID],
    at: datetime,
) -> Purge:
    said = {"days": days_kept(rule), "most_days": rule.most_days, "basis": str(rule.basis)}
    purge = Purge(record_type=rule.record_type, owner=owner, rule=said, listed_at=at)
    found = _shown(hanging_on(model, keys))
    purge.kinds = {other._meta.label_lower: len(rows) for other, rows in found.items()}
    advance(purge, State.LISTED)
    with transaction.atomic():
        purge.save(force_insert=True)
        PurgeItem.objects.bulk_create(
            PurgeItem(
                purge=purge,
                record_type=other._meta.label_lower,
                record=key,
                is_root=other is model and key in keys,
            )
            for other, rows in found.items()
            for key in sorted(rows)
        )
    follow_due(rule.record_type, keys, at=at)
    opened.did("purge.listed", purge)
    return purge
