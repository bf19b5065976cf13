"""CSV files, read in a stream; what is not a row of the table is put aside with its reason."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from commonground.ingest.files.csv_rows import StoredCsv, store_csv
from commonground.ingest.files.encodings import find_encoding, utf8_chunks
from commonground.ingest.files.layout import Layout, find_layout
from commonground.ingest.files.quotes import LONGEST_ROW_BYTES, broken_rows
from commonground.ingest.files.rows import RawRows, TextFormat, UnreadableFile, require_distinct
from commonground.ingest.files.scratch import name_columns, raw_rows

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend as DuckDB

LONG_ROW_BYTES = 1 << 20
"""What rows are expected to stay below; the few files with longer ones are read once more."""


def read_delimited(file: Path, *, engine: DuckDB, folder: Path, text: TextFormat) -> RawRows:
    """Read a CSV file into rows of text.

    Quotes and line breaks are read as Python's csv module does. Rows with more or fewer values
    than the header, with bytes that are no text, and with quotes that do not pair, are unreadable.

    Parameters
    ----------
    file
        A text file, or a gzip of one.
    engine
        The DuckDB session that is to hold the rows.
    folder
        An empty folder for the rows as Parquet.
    text
        What is known of the file.

    Raises
    ------
    UnreadableFile
        If the file is damaged, has no rows, or its encoding, separator or quotes cannot be told.
    RepeatedColumn
        If two columns have one name.
    """
    encoding = find_encoding(file, named=text.encoding)
    layout = find_layout(utf8_chunks(file, encoding=encoding), file=file, text=text)
    require_distinct([name for name in layout.header if name], file=file)

    def body() -> Iterator[bytes]:
        return _below(utf8_chunks(file, encoding=encoding), start=layout.starts)

    stored = _stored(body, file=file, folder=folder, layout=layout)
    if stored.rows is None:
        raise UnreadableFile(f"{file} ends inside a quote, or is no CSV. Download it again.")
    if not stored.rows:
        raise UnreadableFile(f"{file} has a header but no rows. Download it again.")

    published, unnamed = name_columns(layout.header, has_values=stored.filled)
    require_distinct(list(published.values()), file=file)
    return raw_rows(
        engine,
        parts=stored.parts,
        unreadable=stored.unreadable,
        published=published,
        notes=(*encoding.notes, *layout.notes, *unnamed),
    )


def _below(chunks: Iterator[bytes], *, start: int) -> Iterator[bytes]:
    """Leave out the bytes above the first row."""
    for chunk in chunks:
        if start < len(chunk):
            yield chunk[start:]
        start = max(start - len(chunk), 0)


def _stored(
    body: Callable[[], Iterator[bytes]], *, file: Path, folder: Path, layout: Layout
) -> StoredCsv:
    """Store all rows; once more where some are very long, or turn out to be several in one."""
    first = folder / "first"
    try:
        stored = store_csv(
            body(), folder=first, layout=layout, refused={}, longest_bytes=LONG_ROW_BYTES
        )
    except pa.ArrowInvalid:
        broken = _broken(body, file=file, layout=layout)
    else:
        if stored.rows is not None and not stored.has_line_breaks:
            return stored
        broken = _broken(body, file=file, layout=layout)
        if not broken:
            return stored

    shutil.rmtree(first)
    try:
        return store_csv(
            body(),
            folder=folder / "second",
            layout=layout,
            refused=broken,
            longest_bytes=LONGEST_ROW_BYTES,
        )
    except pa.ArrowInvalid as problem:
        raise UnreadableFile(
            f"{file} cannot be read as CSV: a row is longer than {LONGEST_ROW_BYTES:,} bytes, or "
            f"its lines end in more than one way ({problem})."
        ) from None


def _broken(body: Callable[[], Iterator[bytes]], *, file: Path, layout: Layout) -> dict[int, str]:
    return broken_rows(body(), file=file, layout=layout) if layout.quote else {}
