"""What of a download is on disk: one Parquet file a page, and how far it has come."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from commonground.core.errors import DataError
from commonground.ingest.portals.portal import ANEW, Mark, Page

STATE = "state.json"


class AnotherDownload(DataError):
    """A folder that holds the pages of another table."""


class DamagedDownload(DataError):
    """A folder whose pages are not those that were written."""


class ChangedSchema(DataError):
    """Columns that came or went since the first page."""


class RemovedRows(DataError):
    """Rows that no longer stand where they were read."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """One page on disk."""

    file: str
    rows: int
    key: str


@dataclass(frozen=True, slots=True)
class State:
    """How far a download has come.

    Parameters
    ----------
    url, kind
        The table's address and the kind of its portal.
    columns
        Names of the columns of every page.
    pages
        The pages, in order.
    finished
        Whether the portal had no more rows when it was last asked.
    """

    url: str
    kind: str
    columns: tuple[str, ...] = ()
    pages: tuple[KeptPage, ...] = ()
    finished: bool = False

    @property
    def rows(self) -> int:
        """Rows on disk."""
        return sum(page.rows for page in self.pages)

    @property
    def mark(self) -> Mark | None:
        """Where to read on, nowhere if nothing has been read."""
        return Mark(key=self.pages[-1].key, rows=self.rows) if self.pages else None


def resumed(folder: Path, *, url: str, kind: str) -> State:
    """Return how far the download of a table into a folder has come.

    Raises
    ------
    AnotherDownload
        If the folder holds another table.
    DamagedDownload
        If pages are missing or damaged.
    """
    if not (folder / STATE).exists():
        return State(url=url, kind=kind)
    state = _read(folder / STATE)
    if state.url != url:
        raise AnotherDownload(
            f"{folder} holds rows of {state.url}, not of {url}. Name another folder."
        )
    for page in state.pages:
        if _rows_of(folder / page.file) != page.rows:
            raise DamagedDownload(
                f"{folder / page.file} is missing or damaged; {page.rows} rows were written. {ANEW}"
            )
    return state


def with_columns(folder: Path, *, state: State, columns: Sequence[str]) -> State:
    """Note the columns before the first page, or hold them to those of the pages there are."""
    if state.pages:
        require_same_columns(state, columns)
        return state
    state = replace(state, columns=tuple(columns))
    save(folder, state=state)
    return state


def with_page(folder: Path, *, state: State, page: Page) -> State:
    """Write a page, then note that it is there: whoever stops in between reads it again.

    Raises
    ------
    ChangedSchema
        If the page has other columns than the first.
    RemovedRows
        If the page does not begin where the last one ended.
    """
    held = set(state.columns).union(*page.rows)
    require_same_columns(state, page.columns or tuple(held))
    _require_continuation(state, page)
    if not page.rows:
        return state

    name = f"page-{len(state.pages) + 1:06d}.parquet"
    table = pa.table({column: _texts(page, column) for column in state.columns})
    with _whole(folder / name) as file:
        pq.write_table(table, file, compression="zstd")

    kept = KeptPage(file=name, rows=len(page.rows), key=page.key)
    state = replace(state, pages=(*state.pages, kept), finished=False)
    save(folder, state=state)
    return state


def save(folder: Path, *, state: State) -> None:
    """Write down how far a download has come, in place of what was written before."""
    with _whole(folder / STATE) as file:
        file.write(json.dumps(asdict(state), indent=1).encode())


def require_same_columns(state: State, columns: Sequence[str]) -> None:
    """Refuse columns that are not those of the pages there are.

    Raises
    ------
    ChangedSchema
        If any is gone or new.
    """
    gone = [column for column in state.columns if column not in columns]
    new = [column for column in columns if column not in state.columns]
    if gone or new:
        raise ChangedSchema(
            f"The columns of {state.url} changed after {state.rows} rows: gone are "
            f"{', '.join(gone) or 'none'}; new are {', '.join(sorted(new)) or 'none'}. {ANEW}"
        )


def _require_continuation(state: State, page: Page) -> None:
    last = state.mark
    if last is not None and page.follows not in {None, last.key}:
        raise RemovedRows(
            f"Row {last.rows} of {state.url} is no longer the row that was read: rows were "
            f"removed, changed or put in another order. {ANEW}"
        )


def _read(file: Path) -> State:
    try:
        said = json.loads(file.read_bytes())
        pages = tuple(KeptPage(**page) for page in said.pop("pages"))
        return State(**{**said, "columns": tuple(said["columns"]), "pages": pages})
    except (ValueError, TypeError, KeyError, AttributeError):
        raise DamagedDownload(
            f"{file} does not say how far the download has come. {ANEW}"
        ) from None


def _rows_of(file: Path) -> int | None:
    try:
        return int(pq.read_metadata(file).num_rows)
    except (OSError, pa.ArrowInvalid):
        return None


def _texts(page: Page, column: str) -> pa.Array:
    texts = [_text(row.get(column)) for row in page.rows]
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:
        # JSON can write half a character, which is no text.
        halves = [text and text.encode("utf-8", "replace").decode() for text in texts]
        return pa.array(halves, pa.string())


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool | list | Mapping):
        return json.dumps(value, ensure_ascii=False, default=float)
    return str(value)


@contextmanager
def _whole(file: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes its name only when all of it is on disk."""
    part = file.with_name(f"{file.name}.part")
    with part.open("wb") as writing:
        yield writing
        writing.flush()
        os.fsync(writing.fileno())
    part.replace(file)
