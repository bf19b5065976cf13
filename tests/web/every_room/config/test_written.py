"""Tests of the manual's tables of what a room takes and keeps: they say what the program does."""

from __future__ import annotations

import os

import pytest
from django import forms
from django.conf import settings

from commonground_web.config import written
from tests.shared import ROOT

DOCS = ROOT / "docs" / "reference"
WRITE = "COMMONGROUND_WRITE_DOCS"
"""Environment variable with which this test writes the tables anew."""


@pytest.mark.parametrize("which", ["every-room", str(settings.ROOM)])
def test_says_what_the_program_does(which: str) -> None:
    says = written.of_every_room() if which == "every-room" else written.of_this_room()
    part = DOCS / f"limits-{which}.inc"
    if os.environ.get(WRITE):
        part.write_text(says)

    assert part.read_text() == says, f"write the tables anew: set {WRITE}=1 and run this test"


def test_refuses_a_field_of_which_it_has_no_words() -> None:
    with pytest.raises(TypeError, match="nobody said in words"):
        written._field("x", forms.Field())
