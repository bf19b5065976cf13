"""Small files of cities that are nowhere, and looks at them."""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from commonground.ingest.engines import duckdb_engine
from commonground.ingest.sketch import Sketch, sketch
from commonground.ingest.sketch.looking import Look, look

Table = dict[str, Sequence[object]]
FIRST = datetime(2021, 3, 1, 8, 30)  # noqa: DTZ001  local time
ROWS = 60

WORDS = ("LARCENY", "ASSAULT", "DRUG SALE", "DRUG POSSESSION", "TRESPASSING", "JAYWALKING")


def written(file: Path, table: Table) -> Path:
    with file.open("w", newline="", encoding="utf-8") as handle:
        rows = csv.writer(handle)
        rows.writerow(table)
        rows.writerows(zip(*table.values(), strict=True))
    return file


@pytest.fixture
def plain() -> Table:
    """Sixty records of a city in the middle of America, as plain as they come."""
    moments = [FIRST + timedelta(days=at, minutes=at) for at in range(ROWS)]
    return {
        "Case Number": [f"21-{1000 + at // 2}" for at in range(ROWS)],
        "Occurred": [f"{moment:%m/%d/%Y %I:%M %p}" for moment in moments],
        "Reported": [f"{moment + timedelta(days=1):%m/%d/%Y}" for moment in moments],
        "Offense": [WORDS[at % len(WORDS)] for at in range(ROWS)],
        "Latitude": [f"{41.20 + at / 1000:.5f}" for at in range(ROWS)],
        "Longitude": [f"{-95.90 + at / 1000:.5f}" for at in range(ROWS)],
        "Block": [f"{at % 12 + 1}00 BLOCK OF ELM ST" for at in range(ROWS)],
    }


@pytest.fixture
def sketched(tmp_path: Path) -> Callable[..., Sketch]:
    """Write a table down as a file, and sketch its city file."""

    def sketched(table: Table, *, name: str = "incidents.csv", **how: int) -> Sketch:
        return sketch(written(tmp_path / name, table), scratch=tmp_path / "scratch", **how)

    return sketched


@pytest.fixture
def looked(tmp_path: Path) -> Iterator[Callable[..., Look]]:
    """Write a table down as a file, and look at it."""
    engine = duckdb_engine(spill=tmp_path / "spill", workers=1)

    def looked(table: Table, *, name: str = "incidents.csv", rows: int = 20_000) -> Look:
        file = written(tmp_path / name, table)
        return look(file, engine=engine, scratch=tmp_path / "scratch", rows=rows)

    yield looked
    engine.disconnect()
