"""Tests of the words that passwords may not rest on."""

from __future__ import annotations

import uuid

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from commonground_web.kernel.accounts import naming

SITES = {uuid.uuid4(): "Fictional Corner"}
AGENCIES = {uuid.uuid4(): "Made-up House"}


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "sites", lambda: SITES)
    monkeypatch.setattr(naming, "agencies", lambda: AGENCIES)


@pytest.mark.parametrize(
    "password",
    ["FictionalCorner1", "made_up.house.2026", "common ground 22!", "Made-up House, care room"],
)
def test_takes_no_password_that_rests_on_what_things_are_called_here(password: str) -> None:
    with pytest.raises(ValidationError, match="easily guessed"):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    ["nine sheep graze on the commons", "at the fictional corner it rains", "zq4-vvx8-wkpm"],
)
def test_takes_a_sentence_that_holds_one_of_them(password: str) -> None:
    validate_password(password)
