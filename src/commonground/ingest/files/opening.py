"""Which reader a file needs, and what must be true of any file before it is read."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from commonground.ingest.files.delimited import read_delimited
from commonground.ingest.files.objects import read_json
from commonground.ingest.files.rows import RawRows, TextFormat, UnreadableFile
from commonground.ingest.files.tables import PARQUET_ENDINGS, is_parquet, read_parquet
from commonground.ingest.files.unpack import unpacked_chunks
from commonground.ingest.files.workbooks import read_workbook

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend as DuckDB

TEXT_ENDINGS = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")
JSON_ENDINGS = (".geojson", ".json", ".ndjson", ".jsonl")
WORKBOOK_ENDINGS = (".xlsx", ".xlsm")
KNOWN_ENDINGS = (*TEXT_ENDINGS, *PARQUET_ENDINGS, *JSON_ENDINGS, *WORKBOOK_ENDINGS)

WEB_PAGE_STARTS = (b"<!doctype html", b"<html")

OTHER_STARTS = {
    b"PK\x03\x04": "a zip or an Excel workbook",
    b"PAR1": "Parquet",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls)",
}


def is_known(file: Path) -> bool:
    """Whether the file's name ends as one that can be read does, in small or capital letters."""
    return file.name.lower().endswith(KNOWN_ENDINGS)


def fingerprint(file: Path) -> str:
    """Return the SHA-256 of a file's bytes, as 64 hexadecimal digits.

    Parameters
    ----------
    file
        Any file; it is read in a stream.

    Raises
    ------
    UnreadableFile
        If it is not there or may not be read.
    """
    _require_readable(file)
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def open_rows(
    file: Path,
    *,
    engine: DuckDB,
    scratch: Path,
    text: TextFormat = TextFormat(),  # noqa: B008  frozen
    sheet: str | None = None,
) -> RawRows:
    """Open one file that a city publishes, of whatever kind, as rows for cleaning.

    CSV, JSON and workbooks are written in a stream to Parquet in the scratch folder; Parquet is
    read where it lies. Every row of the file is in ``table`` or in ``unreadable``.

    Parameters
    ----------
    file
        A file whose name ends in one of `KNOWN_ENDINGS`.
    engine
        The DuckDB session that is to hold the rows, from `duckdb_engine`.
    scratch
        Folder for the Parquet; made if it is not there. It must outlive the table.
    text
        What is known of the file if it is CSV; ``skip_lines`` is for workbooks too.
    sheet
        Which sheet of a workbook; the first with rows if left out.

    Raises
    ------
    UnreadableFile
        If the file is not there, is empty, is damaged, or is not what its name says.
    RepeatedColumn
        If two columns have names that cannot be told apart.
    NoRoom
        If the disk of the scratch folder is too full.
    """
    _require_readable(file)
    if not is_known(file):
        raise UnreadableFile(
            f"{file} is of no known kind; its name must end in {', '.join(KNOWN_ENDINGS)}."
        )
    name = file.name.lower()
    _require_content(file, is_text=name.endswith((*TEXT_ENDINGS, *JSON_ENDINGS)))
    if is_parquet(file):
        return read_parquet(file, engine=engine)
    with _folder_in(scratch) as folder:
        if name.endswith(TEXT_ENDINGS):
            return read_delimited(file, engine=engine, folder=folder, text=text)
        if name.endswith(JSON_ENDINGS):
            return read_json(file, engine=engine, folder=folder)
        return read_workbook(
            file, engine=engine, folder=folder, sheet=sheet, skip_lines=text.skip_lines
        )


@contextmanager
def _folder_in(scratch: Path) -> Iterator[Path]:
    """Give a new folder that is gone again if its work fails."""
    scratch.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="rows-", dir=scratch))
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _require_readable(file: Path) -> None:
    if file.is_dir():
        raise UnreadableFile(f"{file} is a folder. Name one file in it.")
    try:
        with file.open("rb") as content:
            is_empty = not content.read(1)
    except FileNotFoundError:
        raise UnreadableFile(f"There is no file {file}. Check its name and folder.") from None
    except OSError as problem:
        raise UnreadableFile(
            f"{file} cannot be opened ({problem.strerror}). Ask for the right to read it."
        ) from None
    if is_empty:
        raise UnreadableFile(f"{file} is empty. Download it again.")


def _require_content(file: Path, *, is_text: bool) -> None:
    start = next(unpacked_chunks(file), b"")
    if not start.strip(b"\xef\xbb\xbf \t\r\n"):
        raise UnreadableFile(f"{file} is empty. Download it again.")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(WEB_PAGE_STARTS):
        raise UnreadableFile(
            f"{file} is a web page, not the data: the address gave a page to look at, or an "
            "error. Download it again, with the link for the file itself."
        )
    for mark, kind in OTHER_STARTS.items():
        if is_text and start.startswith(mark):
            raise UnreadableFile(
                f"{file} is {kind}, though its name does not say so. Rename or unpack it."
            )
