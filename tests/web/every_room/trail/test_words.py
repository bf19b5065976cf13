"""Tests of the words for rights and acts: whoever reads the trail finds no code in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils.translation import override

from commonground_web.kernel.access.roles import room_roles
from commonground_web.kernel.access.words import (
    DEEDS,
    THINGS,
    VERBS,
    deed_of,
    right_of,
    room_things,
)
from commonground_web.kernel.retention.naming import kind_of
from tests.shared import ROOT
from tests.web.rows import records_of_persons

WEB = ROOT / "src" / "commonground_web"
NOTED = {"did", "append", "keep", "_keep", "_did"}
"""Names of what notes an act."""

ACT = re.compile(r"[a-z_]+\.[a-z_]+")


def _calls() -> Iterator[tuple[str, list[str]]]:
    """Yield each call in the code of this room: what is called, and the texts it is given."""
    for part in ("kernel", "valves", settings.ROOM):
        for path in (WEB / part).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    given = [each.value for each in node.args if isinstance(each, ast.Constant)]
                    yield name, [each for each in given if isinstance(each, str)]


def _rights() -> set[tuple[str, str]]:
    """Return the rights that roles give, and those that pages and actions ask."""
    asked = {
        (texts[0], texts[1])
        for name, texts in _calls()
        if name in {"exposes", "action"} and len(texts) > 1
    }
    given = {
        (entity, verb)
        for role in room_roles().values()
        for entity, verbs in role.permits.items()
        for verb in verbs
    }
    return asked | given


def test_has_words_for_every_right() -> None:
    rights = _rights()

    assert len(rights) > 50
    assert {entity for entity, _verb in rights} <= set(THINGS) | set(room_things())
    assert {verb for _entity, verb in rights} <= set(VERBS)


def test_has_words_for_every_act() -> None:
    acts = {
        text for name, texts in _calls() if name in NOTED for text in texts if ACT.fullmatch(text)
    }

    assert len(acts) > 50
    assert {act.partition(".")[2] for act in acts} <= set(DEEDS)


@pytest.mark.parametrize("language", ["en", "es"])
def test_says_rights_and_acts_in_the_language_of_the_reader(language: str) -> None:
    says = {
        "en": ("Account: look at", "Account: opened again", "Legal hold: placed"),
        "es": ("Cuenta: ver", "Cuenta: se reabrió", "Retención legal: se impuso"),
    }

    with override(language):
        words = (
            right_of("account", "view"),
            *map(deed_of, ("account.enabled", "legal_hold.placed")),
        )

    assert words == says[language]


def test_keeps_the_code_of_what_is_no_more() -> None:
    assert deed_of("fashion.shown_off") == "Fashion: shown off"


def test_calls_records_what_people_call_them() -> None:
    with override("es"):
        told = {kind_of(model._meta.label_lower) for model in records_of_persons()}

    assert not told & {str(model._meta.verbose_name) for model in records_of_persons()}
