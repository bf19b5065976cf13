"""A function lives with its meaning, and every module says what it is for."""

import ast
from pathlib import Path

import pytest

from tests.shared import ROOT

MEANINGLESS = {"base", "common", "helpers", "misc", "util", "utils"}
NAMED_BY_DJANGO = {ROOT / "src/commonground_web/kernel/compartments/sqlite/base.py"}
SOURCES = sorted((ROOT / "src").rglob("*.py"))
MODULES = sorted(
    path for folder in ("src", "tests", "benchmarks") for path in (ROOT / folder).rglob("*.py")
)


def test_has_no_place_without_a_meaning() -> None:
    names = {
        part
        for path in SOURCES
        if path not in NAMED_BY_DJANGO
        for part in path.relative_to(ROOT).with_suffix("").parts
    }

    assert names.isdisjoint(MEANINGLESS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_opens_with_one_line_that_says_what_it_is_for(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))

    assert docstring
    assert docstring.splitlines()[0].endswith((".", "?"))
