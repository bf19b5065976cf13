"""Tests of what templates ask: whether the actor may do this to that."""

from __future__ import annotations

import pytest

from commonground_web.kernel.access import actor as actors
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.pages.context import May

PERMITTED = {("view", "plan"), ("call_off", "operation"), ("view", "outreach_plan")}


@pytest.fixture(autouse=True)
def _three_permits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        actors, "is_permitted", lambda _roles, *, verb, entity: (verb, entity) in PERMITTED
    )


@pytest.mark.parametrize("question", ["view_plan", "call_off_operation", "view_outreach_plan"])
def test_parts_verb_and_entity_wherever_they_meet(question: str) -> None:
    assert May(Actor("somebody"))[question]


@pytest.mark.parametrize("question", ["call_operation", "view_operation", "plan", "call_off"])
def test_says_no_to_all_else(question: str) -> None:
    assert not May(Actor("somebody"))[question]


def test_says_no_where_nobody_asks() -> None:
    assert not May(None)["view_plan"]
