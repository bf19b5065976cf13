"""What the pages point at is there: files that they link to, and targets of make."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.shared import ROOT

ROOT_PAGES = sorted(ROOT.glob("*.md"))
PAGES = [*ROOT_PAGES, *sorted((ROOT / "docs").rglob("*.md"))]
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
COMMAND = re.compile(r"(?:^\s*(?:\$ )?|`)make +([a-z-]+)", re.MULTILINE)


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def _links(page: Path) -> Iterator[str]:
    """Yield the files of the project that a page links to; Sphinx checks those below docs."""
    for block in MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8")):
        for token in block.children or []:
            target = str(token.attrGet("href") or token.attrGet("src") or "").partition("#")[0]
            if target and "://" not in target:
                yield target


@pytest.mark.parametrize("page", ROOT_PAGES, ids=_name)
def test_links_to_files_that_exist(page: Path) -> None:
    assert [link for link in _links(page) if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_names_targets_that_make_knows(page: Path) -> None:
    named = set(COMMAND.findall(page.read_text(encoding="utf-8")))

    assert named <= TARGETS


def test_reads_links_and_targets() -> None:
    readme = ROOT / "README.md"

    assert "LICENSE" in set(_links(readme))
    assert {"demo", "test"} <= set(COMMAND.findall(readme.read_text(encoding="utf-8")))
    assert set(_phony()) == TARGETS


def _phony() -> list[str]:
    declared = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    assert declared
    return declared[1].split()
