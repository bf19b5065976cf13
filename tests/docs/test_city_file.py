"""The city file that the reference shows can be followed, and uses every word there is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from pydantic import BaseModel

from commonground.ingest.cities.city_file import CityFile
from commonground.ingest.cities.reading import packs, read_city
from tests.shared import ROOT

PAGE = (ROOT / "docs" / "reference" / "city-file.md").read_text(encoding="utf-8")
SECTIONS = {"days", "files", "institutions", "layouts", "offences"}
"""Words that are headings of their own, and need no line in a table."""


def _shown() -> str:
    (shown,) = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)
    return str(shown)


def _words(model: type[BaseModel]) -> Iterator[str]:
    """Yield the words of a section as they are written, and those of the sections in it."""
    for name, field in model.model_fields.items():
        yield field.alias or name
        for inner in _sections(field.annotation):
            yield from _words(inner)


def _sections(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _sections(argument)


def test_shows_a_city_file_that_can_be_followed(tmp_path: Path) -> None:
    file = tmp_path / "city.toml"
    file.write_text(_shown(), encoding="utf-8")

    assert read_city(file).file.city == "Riverton, Missouri"


def test_shows_every_word_of_a_city_file() -> None:
    shown = _shown()

    assert {word for word in _words(CityFile) if not re.search(rf"\b{word}\b", shown)} == set()


def test_says_what_every_word_means() -> None:
    meanings = PAGE.replace(_shown(), "")

    assert {word for word in _words(CityFile) if f"`{word}`" not in meanings} <= SECTIONS


def test_names_every_pack() -> None:
    assert [pack for pack in packs() if f"`{pack}`" not in PAGE] == []
