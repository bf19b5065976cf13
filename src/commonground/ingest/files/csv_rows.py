"""One reading of a CSV file, from its first row to its last, into Parquet."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv

from commonground.ingest.files.encodings import BAD_BYTE
from commonground.ingest.files.layout import Layout
from commonground.ingest.files.rows import ROW
from commonground.ingest.files.scratch import Parts, Unreadable, inner_names
from commonground.ingest.files.unpack import ChunkFile

END = "\ufdd1end\ufdd1"
"""A last line of our own, in characters that no text holds: it comes back as a row of the wrong
length, with the number of the row after the last; unless a quote was left open before it."""

DAMAGE = {BAD_BYTE: "a byte that is no text in UTF-8", "\0": "a zero byte"}


@dataclass(frozen=True, slots=True, eq=False)
class StoredCsv:
    """A CSV file as Parquet, and what was seen while it was written.

    Parameters
    ----------
    parts, unreadable
        Files of rows, and of rows that could not be read.
    rows
        How many rows there are of both; ``None`` if a quote was left open at the end.
    filled
        For each column, whether any row has a value in it.
    has_line_breaks
        Whether any value runs over several lines.
    """

    parts: tuple[Path, ...]
    unreadable: tuple[Path, ...]
    rows: int | None
    filled: tuple[bool, ...]
    has_line_breaks: bool


def store_csv(
    chunks: Iterator[bytes],
    *,
    folder: Path,
    layout: Layout,
    refused: Mapping[int, str],
    longest_bytes: int,
) -> StoredCsv:
    """Write the rows of a CSV file to Parquet, and those that cannot be read apart.

    Parameters
    ----------
    chunks
        The file as UTF-8, from its first row on.
    folder
        Where to; made here.
    layout
        How the file is laid out.
    refused
        Reasons for rows that are unreadable for certain, by their number.
    longest_bytes
        The longest row; Arrow reads up to 32 times as much ahead.

    Raises
    ------
    pyarrow.ArrowInvalid
        If a row is longer.
    """
    folder.mkdir()
    reading = _Reading(folder, layout=layout, refused=refused)
    for batch in reading.batches(chunks, longest_bytes=longest_bytes):
        reading.take(batch)
    return reading.close()


class _Reading:
    """Where a reading stands: Arrow tells of rows of the wrong length before their neighbours."""

    def __init__(self, folder: Path, *, layout: Layout, refused: Mapping[int, str]) -> None:
        self._layout, self._refused = layout, refused
        self._refused_rows = np.array(sorted(refused), dtype=np.int64)
        self._inner = inner_names(len(layout.header))
        self._end = END if len(self._inner) > 1 else f"{END}{layout.separator}{END}"
        self._parts, self._unreadable = Parts(folder, stem="rows"), Unreadable(folder)
        self._numbers = _Numbers()
        self._filled = np.zeros(len(self._inner), dtype=bool)
        self._rows: int | None = None
        self._has_line_breaks = False

    def batches(self, chunks: Iterator[bytes], *, longest_bytes: int) -> Iterable[pa.RecordBatch]:
        """Yield the rows that have as many values as the header."""
        batches: Iterable[pa.RecordBatch] = csv.open_csv(
            pa.PythonFile(ChunkFile(_ended(chunks, end=self._end)), mode="r"),
            read_options=csv.ReadOptions(
                use_threads=False,  # with threads, rows of the wrong length come without numbers
                block_size=longest_bytes,
                column_names=self._inner,
            ),
            parse_options=csv.ParseOptions(
                delimiter=self._layout.separator,
                quote_char=self._layout.quote or False,
                newlines_in_values=bool(self._layout.quote),
                invalid_row_handler=self._set_aside,
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(self._inner, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
            ),
        )
        return batches

    def take(self, batch: pa.RecordBatch) -> None:
        """Write a batch, but for the rows in it that turn out unreadable."""
        numbers = self._numbers.next(batch.num_rows)
        reasons = {
            int(at): self._refused[int(numbers[at])]
            for at in np.flatnonzero(np.isin(numbers, self._refused_rows))
        }
        reasons = self._damaged(batch) | reasons
        for at, reason in sorted(reasons.items()):
            values = (column[at].as_py() or "" for column in batch.columns)
            self._refuse(int(numbers[at]), self._layout.separator.join(values), reason)

        batch = batch.append_column(ROW, pa.array(numbers))
        if reasons:
            kept = np.ones(batch.num_rows, dtype=bool)
            kept[list(reasons)] = False
            batch = batch.filter(pa.array(kept))
        columns = batch.columns[:-1]
        self._filled |= [column.null_count < len(column) for column in columns]
        self._parts.add(batch)

    def close(self) -> StoredCsv:
        """Finish writing; where every row is unreadable, a table without rows is left."""
        fields = [*((name, pa.string()) for name in self._inner), (ROW, pa.int64())]
        self._parts.add(pa.RecordBatch.from_pylist([], schema=pa.schema(fields)))
        return StoredCsv(
            parts=self._parts.close(),
            unreadable=self._unreadable.close(),
            rows=self._rows,
            filled=tuple(map(bool, self._filled)),
            has_line_breaks=self._has_line_breaks,
        )

    def _set_aside(self, row: csv.InvalidRow) -> str:
        if row.text == self._end:
            self._rows = row.number - 1
            return "skip"
        reason = f"{_values(row.actual_columns)} where the header has {row.expected_columns}"
        if "\n" in row.text or "\r" in row.text:
            reason += ", over several lines: perhaps a quote does not close"
        self._numbers.skip(row.number)
        self._refuse(row.number, row.text, reason)
        return "skip"

    def _refuse(self, number: int, text: str, reason: str) -> None:
        self._unreadable.add(number, text.replace(BAD_BYTE, "\ufffd"), reason=f"{reason}.")

    def _damaged(self, batch: pa.RecordBatch) -> dict[int, str]:
        """Return what is wrong with rows of the right length, by position."""
        damaged = {}
        for at, column in enumerate(batch.columns):
            content = column.buffers()[2]
            characters = b"" if content is None else content.to_pybytes()
            self._has_line_breaks |= b"\n" in characters or b"\r" in characters
            for mark, name in DAMAGE.items():
                if mark.encode() in characters:
                    hits = pc.fill_null(pc.match_substring(column, mark), fill_value=False)
                    header = self._layout.header[at] or f"column {at + 1}"
                    reason = f"{name} in {header!r}"
                    damaged.update(dict.fromkeys(map(int, np.flatnonzero(hits)), reason))
        return damaged


class _Numbers:
    """The numbers of the rows in a batch, from the numbers of those that are not."""

    def __init__(self) -> None:
        self._next = 1
        self._skipped: list[int] = []

    def skip(self, number: int) -> None:
        """Take note of a row that will be in no batch."""
        self._skipped.append(number)

    def next(self, count: int) -> NDArray[np.int64]:
        """Return the numbers of this many rows."""
        skipped = np.array(self._skipped, dtype=np.int64)
        before = skipped - self._next - np.arange(len(skipped))  # rows in batches before each
        places = np.arange(count)
        numbers = self._next + places + np.searchsorted(before, places, side="right")
        if count:
            passed = int(np.searchsorted(skipped, numbers[-1]))
            self._skipped, self._next = self._skipped[passed:], int(numbers[-1]) + 1
        return numbers


def _ended(chunks: Iterator[bytes], *, end: str) -> Iterator[bytes]:
    yield codecs.BOM_UTF8  # Arrow takes one away, even if it is the first row's own
    yield from chunks
    yield f"\n{end}\n".encode()


def _values(count: int) -> str:
    return "1 value" if count == 1 else f"{count:,} values"
