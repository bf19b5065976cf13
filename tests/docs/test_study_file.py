"""The study files that the docs show can be followed."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from commonground.find.definition import Definition, Drawing
from commonground.find.design.designing import Designing
from commonground.ingest.panels.outcomes import STANDARD_OUTCOMES
from commonground.study.specification import Study, read_find_study, read_study
from tests.shared import ROOT

REFERENCE = "docs/reference/study-file.md"
PAGES = (REFERENCE, "docs/how-to/evaluate-your-own-panel.md")


def _shown(page: str) -> list[str]:
    text = (ROOT / page).read_text("utf-8")
    return re.findall(r"```toml\n(.*?)```", text, flags=re.DOTALL)


def _words(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield name
        for inner in (field.annotation, *get_args(field.annotation)):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from _words(inner)


@pytest.mark.parametrize("page", PAGES)
def test_shows_a_study_that_can_be_followed(page: str, tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text(_shown(page)[0], encoding="utf-8")

    assert read_study(tmp_path / "study.toml").evaluate.outcomes == ["drugs", "any_crime"]


def test_shows_a_study_that_counts_its_own_panel(tmp_path: Path) -> None:
    with_panel, _, _, ingesting = _shown(REFERENCE)
    begins, ends = (with_panel.index(section) for section in ("[panel]", "[intervention]"))
    study = with_panel[:begins] + ingesting + with_panel[ends:]
    (tmp_path / "study.toml").write_text(study, encoding="utf-8")

    ingest = read_study(tmp_path / "study.toml").ingest

    assert ingest is not None
    assert ingest.count.place == "GEOID"


def test_shows_a_study_that_looks_for_places(tmp_path: Path) -> None:
    finding = _shown(REFERENCE)[2]
    file = tmp_path / "study.toml"
    file.write_text(f'name = "Riverton"\nquestion = "Where?"\n{finding}', encoding="utf-8")

    study = read_find_study(file)

    assert study is not None
    assert study.find.definition == Definition()
    assert study.find.drawing == Drawing()
    assert study.find.design == Designing()
    kinds = (Definition, Drawing, Designing)
    words = [field.name for kind in kinds for field in fields(kind)]
    assert [word for word in words if f"{word} =" not in finding] == []


def test_shows_a_study_with_a_design(tmp_path: Path) -> None:
    with_panel, laid_out, *_ = _shown(REFERENCE)
    begins, ends = (with_panel.index(section) for section in ("[intervention]", "[evaluate]"))
    study = with_panel[:begins] + laid_out + with_panel[ends:]
    (tmp_path / "study.toml").write_text(study, encoding="utf-8")

    assert read_study(tmp_path / "study.toml").intervention.comparison == "controls"


def test_shows_every_word_of_a_study() -> None:
    shown = (ROOT / REFERENCE).read_text("utf-8")

    assert {
        word for word in _words(Study) if not re.search(rf"\b{word} =|{word}\]", shown)
    } == set()


def test_names_every_outcome_that_is_counted_unasked() -> None:
    shown = (ROOT / REFERENCE).read_text("utf-8")

    assert [name for name in STANDARD_OUTCOMES if f"`{name}`" not in shown] == []
