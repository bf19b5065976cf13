"""The study files that the docs show can be followed."""

import re
from pathlib import Path

import pytest

from commonground.study.specification import Study, read_study
from tests.shared import ROOT

PAGES = ("docs/reference/study-file.md", "docs/how-to/evaluate-your-own-panel.md")


def _shown(page: str) -> str:
    (shown,) = re.findall(r"```toml\n(.*?)```", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)
    return str(shown)


@pytest.mark.parametrize("page", PAGES)
def test_shows_a_study_that_can_be_followed(page: str, tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text(_shown(page), encoding="utf-8")

    assert read_study(tmp_path / "study.toml").evaluate.outcomes == ["drugs", "any_crime"]


def test_shows_every_word_of_a_study() -> None:
    shown = _shown("docs/reference/study-file.md")
    sections = [Study]
    words = set()
    while sections:
        for name, field in sections.pop().model_fields.items():
            words.add(name)
            inner = field.annotation
            if isinstance(inner, type) and hasattr(inner, "model_fields"):
                sections.append(inner)

    assert {word for word in words if not re.search(rf"\b{word}\b", shown)} == set()
