"""What the tests of readers ask for: an engine, and a file opened in one line."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commonground.ingest.engines import duckdb_engine
from commonground.ingest.files import ROW, TextFormat, open_rows, told_of_damage

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend as DuckDB


@dataclass(frozen=True)
class Opened:
    """Rows in the order of the file, as plain Python."""

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    unreadable: list[dict[str, Any]]
    notes: str


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> "DuckDB":
    return duckdb_engine(spill=tmp_path_factory.mktemp("spill"), workers=2)


@pytest.fixture
def opened(tmp_path: Path, engine: "DuckDB") -> Callable[..., Opened]:
    """Write a file and open it; without content, open what is there."""

    def open_file(
        name: str,
        content: bytes | str | None = None,
        *,
        sheet: str | None = None,
        **text: Any,  # noqa: ANN401  passed on
    ) -> Opened:
        file = tmp_path / name
        if content is not None:
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        with told_of_damage(file, engine=engine):
            found = open_rows(
                file,
                engine=engine,
                scratch=tmp_path / "scratch",
                text=TextFormat(**text),
                sheet=sheet,
            )
            rows = found.table.to_pyarrow().to_pylist()
        apart = [] if found.unreadable is None else found.unreadable.to_pyarrow().to_pylist()
        return Opened(
            columns=found.columns,
            rows=sorted(rows, key=lambda row: row[ROW]),
            unreadable=sorted(apart, key=lambda row: row[ROW]),
            notes=" ".join(found.notes),
        )

    return open_file
