"""Tests of what keeps a room from starting: another room's tables, and what nobody declared."""

from __future__ import annotations

from importlib import import_module
from types import new_class
from typing import Any

import pytest
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps

from commonground_web.kernel.compartments.checks import _of_model
from commonground_web.kernel.compartments.records import Record, kept
from commonground_web.kernel.rooms import ForeignRoom, Room

ANOTHER = next(room for room in Room if room != settings.ROOM)
MODELS = {
    Room.COMMONS: "commonground_web.commons.sites.models",
    Room.CASEROOM: "commonground_web.caseroom.policies.models",
    Room.CAREROOM: "commonground_web.careroom.clients.models",
}
NOT_HELD_HERE = "caseroom" if settings.ROOM != Room.CASEROOM else "part2"


def declared(
    name: str = "MadeUp", *, base: type[models.Model] = Record, **given: Any
) -> type[models.Model]:
    """Return a model as a developer might write it, with these attributes."""
    attributes = {
        "__module__": __name__,
        "KEPT": kept(internal="id"),
        "Meta": type("Meta", (), {"app_label": "retention", "db_table": name.lower()}),
        **given,
    }
    made: type[models.Model] = new_class(
        name, (base,), exec_body=lambda held: held.update(attributes)
    )
    return made


def errors_of(model: type[models.Model]) -> list[str]:
    """Return the numbers of what the check finds."""
    return [error.id or "" for error in _of_model(model)]


@pytest.mark.parametrize("room", [room for room in Room if room != settings.ROOM])
def test_does_not_load_the_tables_of_another_room(room: Room) -> None:
    with pytest.raises(ForeignRoom, match=f"is of the {room}; this is the {settings.ROOM}"):
        import_module(MODELS[room])


@isolate_apps("commonground_web.kernel.retention")
def test_finds_nothing_wrong_with_what_is_declared() -> None:
    assert errors_of(declared()) == []


@isolate_apps("commonground_web.kernel.retention")
@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"base": models.Model}, "E001"),
        ({"note": models.TextField()}, "E002"),
        ({"KEPT": kept(**{NOT_HELD_HERE: "id"})}, "E004"),
        ({"KEPT": kept(internal="id", secret="note"), "note": models.TextField()}, "E005"),
        ({"OF_PERSON": True}, "E006"),
        ({"OF_PERSON": True, "ENTITY": "x"}, "E007"),
    ],
    ids=["no record", "no class", "never held here", "not sealed", "no entity", "never purged"],
)
def test_refuses_a_table_that_does_not_say_enough(given: dict[str, Any], error: str) -> None:
    assert f"compartments.{error}" in errors_of(declared(**given))


@isolate_apps("commonground_web.kernel.retention")
def test_refuses_a_foreign_key_into_another_room() -> None:
    elsewhere: Any = declared()
    elsewhere.ROOM = ANOTHER
    refers = models.ForeignKey(elsewhere, on_delete=models.CASCADE, related_name="+")

    assert errors_of(declared("Refers", KEPT=kept(internal="id to"), to=refers)) == [
        "compartments.E003"
    ]
