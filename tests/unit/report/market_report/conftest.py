"""A report on the made-up city, written once and looked at by many tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from commonground.find.found import Found
from commonground.report.market_report import Content, content_of, write_market_report
from commonground.report.pieces.blocks import Block
from tests.unit.report.market_report.made_up import CRS, design, made_up

CITY = "Elm City & <surroundings>"


@pytest.fixture(scope="session")
def found() -> Found:
    """Return what was found: a confirmed, a corroborated, a candidate and two rejected places."""
    return made_up()


@pytest.fixture(scope="session")
def content(found: Found) -> Content:
    """Return what its report is about."""
    return content_of(found, city=CITY, crs=CRS, provenance={"Made on": "2024-01-01"})


@pytest.fixture(scope="session")
def laid_out(content: Content) -> Content:
    """Return the same with an intervention laid out at one of the places."""
    return replace(content, found=replace(content.found, designs=(design(),)))


@pytest.fixture(scope="session")
def nothing(found: Found) -> Content:
    """Return the same of a city in which no place meets the definition."""
    return content_of(replace(found, markets=found.rejected), city=CITY, crs=CRS)


@pytest.fixture(scope="session")
def folder(found: Found, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the whole report."""
    folder = tmp_path_factory.mktemp("markets")
    write_market_report(
        found,
        folder,
        city=CITY,
        crs=CRS,
        title="Elm & <City>",
        provenance={"Made on": "2024-01-01"},
        written_on=date(2024, 1, 1),
    )
    return folder


@pytest.fixture(scope="session")
def said() -> Callable[[list[Block]], str]:
    """Return all words of some blocks."""

    def words(blocks: list[Block]) -> str:
        cells = [cell for block in blocks for row in (block.columns, *block.rows) for cell in row]
        items = [
            " ".join(item) if isinstance(item, tuple) else item
            for block in blocks
            for item in block.items
        ]
        return "\n".join([*(block.text for block in blocks), *items, *cells])

    return words
