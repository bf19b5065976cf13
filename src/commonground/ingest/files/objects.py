"""JSON files: GeoJSON, an array of objects, or one object a line, read one object at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import ijson

from commonground.ingest.files.encodings import Encoding, WrongEncoding, find_encoding, utf8_chunks
from commonground.ingest.files.features import Features, NoRow
from commonground.ingest.files.quotes import LONGEST_ROW_BYTES
from commonground.ingest.files.rows import RawRows, UnreadableFile, require_distinct
from commonground.ingest.files.scratch import TextRows, Unreadable, inner_names, raw_rows
from commonground.ingest.files.unpack import CHUNK_BYTES, ChunkFile

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend as DuckDB

LINES_ENDINGS = (".ndjson", ".jsonl")

MOST_COLUMNS = 2_000
"""More than this is data used as names, such as one column for each incident."""


def read_json(file: Path, *, engine: DuckDB, folder: Path) -> RawRows:
    """Read a JSON file into rows of text; the properties of a feature are its columns.

    Numbers keep the digits they are published with. The point of a feature becomes the columns
    ``longitude`` and ``latitude``.

    Parameters
    ----------
    file
        A GeoJSON FeatureCollection, an array of objects, or one object a line.
    engine
        The DuckDB session that is to hold the rows.
    folder
        An empty folder for the rows as Parquet.

    Raises
    ------
    UnreadableFile
        If the file is damaged, is JSON of another shape, or has no rows.
    RepeatedColumn
        If two columns have names that cannot be told apart.
    """
    encoding = find_encoding(file)
    if encoding.is_mixed:
        raise WrongEncoding(f"{file} is UTF-8 only in part, and JSON must be. Download it again.")
    rows, unreadable, features = TextRows(folder), Unreadable(folder), Features()
    for number, found in enumerate(_entries(file, encoding), start=1):
        row = features.row(found)
        if isinstance(row, NoRow):
            unreadable.add(number, row.text, reason=row.reason)
            continue
        rows.add(number, row)
        _require_few(rows.names, file=file, number=number)
    if not rows.names:
        raise UnreadableFile(
            f"{file} has no rows: no features, no array of objects, no objects line by line "
            f"({unreadable.count:,} entries are something else). Download it again."
        )

    crs = _crs(file, encoding)
    names = features.names(rows.names, crs=crs)
    require_distinct(list(names.values()), file=file)
    return raw_rows(
        engine,
        parts=rows.close(),
        unreadable=unreadable.close(),
        published=dict(zip(inner_names(len(names)), names.values(), strict=True)),
        notes=(*encoding.notes, *features.notes(names, crs=crs)),
    )


def _entries(file: Path, encoding: Encoding) -> Iterator[object]:
    """Yield what stands where rows should; a `NoRow` for a line that is no JSON."""
    shape = _shape(file, encoding)
    if shape == "lines":
        yield from _lines(file, encoding)
        return
    count = 0
    try:
        for found in ijson.items(ChunkFile(utf8_chunks(file, encoding=encoding)), shape):
            count += 1
            yield found
    except (ijson.JSONError, ValueError) as problem:
        first = str(problem).partition("\n")[0]
        raise UnreadableFile(
            f"{file} is damaged after {count:,} entries ({first}). Download it again."
        ) from None


def _shape(file: Path, encoding: Encoding) -> str:
    """Return where the entries of a file stand: ``"lines"``, or a path for ijson."""
    start = b""
    for chunk in utf8_chunks(file, encoding=encoding):
        start = (start + chunk).lstrip()
        if len(start) >= CHUNK_BYTES:
            break
    if file.name.lower().endswith(LINES_ENDINGS):
        return "lines"
    if start.startswith(b"["):
        return "item"
    if not start.startswith(b"{"):
        shown = start[:20].decode(errors="replace")
        raise UnreadableFile(f"{file} is not JSON: it starts with {shown!r}. Download it again.")
    try:
        first = json.loads(start.split(b"\n", 1)[0])
    except (ValueError, RecursionError):
        return "features.item"
    return "features.item" if "features" in first else "lines"


def _lines(file: Path, encoding: Encoding) -> Iterator[object]:
    rest = b""
    for chunk in utf8_chunks(file, encoding=encoding):
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > LONGEST_ROW_BYTES:
            raise UnreadableFile(
                f"{file} has a line of more than {LONGEST_ROW_BYTES:,} bytes, where one object a "
                "line is expected. If it is one array, let its name end in .json."
            )
        yield from (_parsed(line) for line in lines if line.strip())
    if rest.strip():
        yield _parsed(rest)


def _parsed(line: bytes) -> object:
    try:
        return json.loads(line, parse_float=Decimal)
    except (ValueError, RecursionError) as problem:
        return NoRow(line.decode(errors="replace"), f"It is no JSON: {problem}.")


def _require_few(names: dict[str, None], *, file: Path, number: int) -> None:
    if len(names) > MOST_COLUMNS:
        raise UnreadableFile(
            f"{file} has more than {MOST_COLUMNS:,} columns by row {number:,}: names that differ "
            "from row to row are data. Ask for the file as a table."
        )


def _crs(file: Path, encoding: Encoding) -> str | None:
    """Return the coordinate system that a collection names, if it does."""
    if not _mentions(utf8_chunks(file, encoding=encoding), b'"crs"'):
        return None
    source = ChunkFile(utf8_chunks(file, encoding=encoding))
    try:
        for crs in ijson.items(source, "crs"):
            properties = crs.get("properties") if isinstance(crs, dict) else None
            named = properties if isinstance(properties, dict) else {}
            return str(named.get("name") or named.get("code") or json.dumps(crs, default=str))
    except ijson.JSONError:  # one object a line, which were all read before
        return None
    return None


def _mentions(chunks: Iterator[bytes], word: bytes) -> bool:
    end = b""
    for chunk in chunks:
        if word in end + chunk:
            return True
        end = chunk[-len(word) :]
    return False
