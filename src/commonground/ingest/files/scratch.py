"""Rows on their way into Parquet in the scratch folder, and from there into an engine."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from commonground.core.errors import DataError
from commonground.ingest.files.rows import ROW, RawRows

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend as DuckDB

ROWS_A_GROUP = 120_000
"""About what DuckDB hands to one thread at a time."""

BYTES_A_GROUP = 64_000_000

LEAST_FREE_BYTES = 500_000_000
"""Disk left to others: at less than this, writing stops."""

TEXT_SHOWN = 200
"""Characters of an unreadable row that are kept."""

UNREADABLE = pa.schema([(ROW, pa.int64()), ("text", pa.string()), ("reason", pa.string())])


class NoRoom(DataError):
    """A disk too full for what is to be written."""


class Parts:
    """Record batches, written to one Parquet file for each run of batches with the same columns.

    Parameters
    ----------
    folder
        Where to; it must be there.
    stem
        What the files' names begin with.
    """

    def __init__(self, folder: Path, *, stem: str) -> None:
        self._folder, self._stem = folder, stem
        self._files: list[Path] = []
        self._writer: pq.ParquetWriter | None = None
        self._waiting: list[pa.RecordBatch] = []
        self._rows = self._bytes = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Take a batch; it is written once there are enough of them."""
        if self._waiting and not batch.schema.equals(self._waiting[0].schema):
            self._write()
        self._waiting.append(batch)
        self._rows += batch.num_rows
        self._bytes += batch.nbytes
        if self._rows >= ROWS_A_GROUP or self._bytes >= BYTES_A_GROUP:
            self._write()

    def close(self) -> tuple[Path, ...]:
        """Write what is left, and return the files."""
        self._write()
        if self._writer is not None:
            self._writer.close()
        return tuple(self._files)

    def _write(self) -> None:
        if not self._waiting:
            return
        self._require_room()
        table = pa.Table.from_batches(self._waiting)
        if self._writer is None or not self._writer.schema.equals(table.schema):
            if self._writer is not None:
                self._writer.close()
            self._files.append(self._folder / f"{self._stem}-{len(self._files)}.parquet")
            self._writer = pq.ParquetWriter(self._files[-1], table.schema, compression="zstd")
        self._writer.write_table(table)
        self._waiting, self._rows, self._bytes = [], 0, 0

    def _require_room(self) -> None:
        free = shutil.disk_usage(self._folder).free
        if free < LEAST_FREE_BYTES + self._bytes:
            raise NoRoom(
                f"The disk of {self._folder} has {free:,} bytes left; {LEAST_FREE_BYTES:,} must "
                "stay free. Make room, or work in a folder on another disk."
            )


class TextRows:
    """Rows of texts by column name; columns may turn up late.

    Parameters
    ----------
    folder
        Where the Parquet files go.
    names
        Columns known from the start.
    """

    def __init__(self, folder: Path, *, names: Sequence[str] = ()) -> None:
        self.names = dict.fromkeys(names)
        self._parts = Parts(folder, stem="rows")
        self._rows: list[Mapping[str, str | None]] = []
        self._numbers: list[int] = []
        self._characters = 0

    def add(self, number: int, row: Mapping[str, str | None]) -> None:
        """Take the row of this number."""
        self.names.update(dict.fromkeys(row))
        self._rows.append(row)
        self._numbers.append(number)
        self._characters += sum(len(value) for value in row.values() if value)
        if len(self._rows) >= ROWS_A_GROUP // 4 or self._characters >= BYTES_A_GROUP // 4:
            self._flush()

    def close(self) -> tuple[Path, ...]:
        """Write what is left, and return the files; the columns in them are c0, c1 and so on."""
        self._flush()
        return self._parts.close()

    def _flush(self) -> None:
        columns = [_texts([row.get(name) or None for row in self._rows]) for name in self.names]
        columns.append(pa.array(self._numbers, pa.int64()))
        labels = [*inner_names(len(self.names)), ROW]
        self._parts.add(pa.RecordBatch.from_arrays(columns, names=labels))
        self._rows, self._numbers, self._characters = [], [], 0


class Unreadable:
    """Rows that could not be read, with their numbers and the reasons."""

    def __init__(self, folder: Path) -> None:
        self._parts = Parts(folder, stem="unreadable")
        self._rows: list[tuple[int | None, str, str]] = []
        self.count = 0

    def add(self, number: int | None, text: str, *, reason: str) -> None:
        """Take a row: its number if it has one, how it starts, and why it cannot be read."""
        shown = text[:TEXT_SHOWN].encode("utf-8", errors="replace").decode()
        self._rows.append((number, shown, reason))
        self.count += 1
        if len(self._rows) >= ROWS_A_GROUP // 4:
            self._flush()

    def close(self) -> tuple[Path, ...]:
        """Write what is left, and return the files; none if every row could be read."""
        if self._rows:
            self._flush()
        return self._parts.close()

    def _flush(self) -> None:
        columns = zip(*self._rows, strict=True)
        arrays = [
            pa.array(column, type_) for column, type_ in zip(columns, UNREADABLE.types, strict=True)
        ]
        self._parts.add(pa.RecordBatch.from_arrays(arrays, schema=UNREADABLE))
        self._rows = []


def inner_names(count: int) -> list[str]:
    """Return the names that columns have in the scratch folder, whatever they are published as."""
    return [f"c{at}" for at in range(count)]


def name_columns(
    header: Sequence[str], *, has_values: Sequence[bool]
) -> tuple[dict[str, str], list[str]]:
    """Return the name of each inner column, and a note for each that was given one.

    Parameters
    ----------
    header
        The published names, ``""`` where there is none.
    has_values
        For each column, whether it holds anything; one with neither name nor value is left out.
    """
    published, notes = {}, []
    for at, inner in enumerate(inner_names(len(header))):
        name = header[at]
        if not name and has_values[at]:
            name = f"column_{at + 1}"
            notes.append(f"Column {at + 1} has no name in the header; it is called {name}.")
        if name:
            published[inner] = name
    return published, notes


def raw_rows(
    engine: DuckDB,
    *,
    parts: Sequence[Path],
    unreadable: Sequence[Path],
    published: Mapping[str, str],
    notes: Sequence[str],
) -> RawRows:
    """Open what was written to the scratch folder.

    Parameters
    ----------
    engine
        The DuckDB session.
    parts
        Files of rows.
    unreadable
        Files of unreadable rows; may be none.
    published
        Published name of each inner column, in the order of the file.
    notes
        What a person should know.
    """
    stored = engine.read_parquet([str(part) for part in parts], union_by_name=True)
    columns = [stored[inner].name(name) for inner, name in published.items()]
    apart = engine.read_parquet([str(part) for part in unreadable]) if unreadable else None
    return RawRows(
        table=stored.select([*columns, stored[ROW]]),
        columns=tuple(published.values()),
        unreadable=apart,
        notes=tuple(notes),
    )


def _texts(values: list[str | None]) -> pa.Array:
    try:
        return pa.array(values, pa.string())
    except UnicodeEncodeError:  # half of a surrogate pair, which JSON can spell
        sound = [value and re.sub("[\ud800-\udfff]", "\ufffd", value) for value in values]
        return pa.array(sound, pa.string())
