"""Checks at start-up: each table says whose it is, each field how it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import models
from django.utils.module_loading import import_string

from commonground_web.kernel.compartments.records import Kept, OfRecord, Record
from commonground_web.kernel.compartments.rules import CLOCK, room_rules
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room, this_room

GOES_ALONG = (models.CASCADE, models.SET_NULL)
"""What a foreign key to a record about a person may say, so that it can be purged."""

HOMES = {Kept.CASEROOM: {Room.CASEROOM}, Kept.PART2: {Room.CAREROOM}}
"""The rooms that may hold a class of field; any may hold the others."""


def check_compartments(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django asks all checks alike
    **_options: Any,
) -> list[CheckMessage]:
    """Return what the tables of this room fail to declare or must not do."""
    return [error for model in apps.get_models() for error in _of_model(model)]


def _of_model(model: type[models.Model]) -> Iterator[CheckMessage]:
    if not issubclass(model, Record):
        if model._meta.label_lower not in import_string(settings.BORROWED_TABLES):
            yield Error(
                f"{model._meta.label} is no Record and no borrowed table: nobody said whose it is.",
                hint="Derive it from Record, or name it among the borrowed tables with its class.",
                id="compartments.E001",
            )
        return
    fields = {field.name: field for field in model._meta.concrete_fields}
    if set(fields) != set(model.KEPT):
        odd = ", ".join(sorted(set(fields) ^ set(model.KEPT)))
        yield Error(
            f"{model._meta.label}: KEPT and the fields differ in {odd}.", id="compartments.E002"
        )
    for name, field in fields.items():
        yield from _of_field(model, field, model.KEPT.get(name, Kept.INTERNAL))
    for name in model.FIXED:
        if isinstance(fields.get(name), SealedText):
            yield Error(
                f"{model._meta.label}.{name} is sealed, and so written anew when keys are turned; "
                "it cannot be set once.",
                id="compartments.E010",
            )
    if model.OF_PERSON and not model.ENTITY:
        yield Error(
            f"{model._meta.label} is about persons and has no ENTITY.", id="compartments.E006"
        )
    if CLOCK in fields and model._meta.label_lower not in room_rules():
        yield Error(
            f"{model._meta.label} has a day of purge and no rule says how long it is kept.",
            hint=f"Add a Rule for it to {settings.ROOM_RETENTION}.",
            id="compartments.E008",
        )
    if model.OF_PERSON and CLOCK not in fields and not _hangs_on_a_clock(model):
        yield Error(
            f"{model._meta.label} is about persons and nothing says when it is purged.",
            hint="Give it `purge_on`, or a foreign key with CASCADE to a record that has it.",
            id="compartments.E007",
        )


def _of_field(
    model: type[Record], field: models.Field[Any, Any], how: Kept
) -> Iterator[CheckMessage]:
    label = f"{model._meta.label}.{field.name}"
    if this_room() not in HOMES.get(how, set(Room)):
        yield Error(
            f"{label} is of class {how}, which the {this_room()} never holds.",
            id="compartments.E004",
        )
    if how is Kept.SECRET and not isinstance(field, SealedText) and field.name != "password":
        yield Error(f"{label} is secret and not sealed.", id="compartments.E005")
    related = field.related_model
    if (
        isinstance(related, type)
        and issubclass(related, Record)
        and related.ROOM not in {None, this_room()}
    ):
        yield Error(f"{label} refers to a table of another room.", id="compartments.E003")
    if (
        isinstance(related, type)
        and issubclass(related, Record)
        and related.OF_PERSON
        and getattr(field.remote_field, "on_delete", None) not in GOES_ALONG
    ):
        yield Error(
            f"{label} would keep a record about a person from being purged.",
            hint="Give the foreign key CASCADE or SET_NULL.",
            id="compartments.E009",
        )


def _hangs_on_a_clock(model: type[Record]) -> bool:
    return issubclass(model, OfRecord) or any(
        isinstance(field.related_model, type)
        and issubclass(field.related_model, Record)
        and field.remote_field.on_delete is models.CASCADE
        and (
            any(other.name == "purge_on" for other in field.related_model._meta.concrete_fields)
            or _hangs_on_a_clock(field.related_model)
        )
        for field in model._meta.concrete_fields
        if field.remote_field is not None
    )
