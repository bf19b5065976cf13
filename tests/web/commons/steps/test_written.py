"""Tests of the page of the manual that tells of steps and gates: it says what the program does."""

from __future__ import annotations

import os
from pathlib import Path

from commonground_web.commons.model.versions import CURRENT
from commonground_web.commons.steps.written import as_markdown

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "steps-and-gates.md"
WRITE = "COMMONGROUND_WRITE_DOCS"
"""Environment variable with which this test writes the page anew."""


def test_says_what_the_program_does() -> None:
    written = as_markdown(CURRENT)
    if os.environ.get(WRITE):
        PAGE.write_text(written)

    assert PAGE.read_text() == written, f"write the page anew: set {WRITE}=1 and run this test"
