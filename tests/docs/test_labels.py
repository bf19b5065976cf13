"""What the guides for people in the rooms call a button or a page is what it is called there."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import pytest

from tests.shared import ROOT

GUIDES = {
    "from-entries-to-a-locked-list": "caseroom",
    "help-people-in-the-care-room": "careroom",
    "lead-a-site-to-its-call-in": "commons",
    "release-counts": "careroom",
    "write-an-entry": "caseroom",
}
"""Guides, and the room whose pages they lead through."""

LABEL = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
QUOTED = re.compile(r"""(?:translate |_\(\s*|label=_\(\s*)(["'])(.+?)\1""", re.DOTALL)


@cache
def _called(room: str) -> str:
    """Return every text that a page of a room can show."""
    web = ROOT / "src" / "commonground_web"
    files = [
        path
        for folder in (web / room, web / "kernel", web / "valves")
        for path in folder.rglob("*")
        if path.suffix in {".html", ".py"}
    ]
    said = [text for path in files for _quote, text in QUOTED.findall(path.read_text("utf-8"))]
    return "\n".join(f"<{text}>" for text in said)


def _labels() -> list[tuple[str, str]]:
    return [
        (guide, " ".join(label.split()))
        for guide in GUIDES
        for label in LABEL.findall((ROOT / "docs" / "how-to" / f"{guide}.md").read_text("utf-8"))
    ]


@pytest.mark.parametrize(("guide", "label"), _labels())
def test_calls_things_what_their_pages_call_them(guide: str, label: str) -> None:
    assert f"<{label}>" in _called(GUIDES[guide])


def test_finds_labels_in_every_guide() -> None:
    assert {guide for guide, _label in _labels()} == set(GUIDES)


def test_numbers_the_steps_of_each_list_one_by_one() -> None:
    for guide in GUIDES:
        text = (ROOT / "docs" / "how-to" / f"{guide}.md").read_text("utf-8")
        numbers = [int(n) for n in re.findall(r"^(\d+)\. ", text, flags=re.MULTILINE)]

        assert all(later in {earlier + 1, 1} for earlier, later in pairwise(numbers))
