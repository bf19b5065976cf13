"""Excel workbooks: one sheet, read row by row, its cells as text."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import openpyxl

from commonground.ingest.files.packages import require_sound_package
from commonground.ingest.files.rows import RawRows, UnreadableFile, require_distinct
from commonground.ingest.files.scratch import (
    TextRows,
    Unreadable,
    inner_names,
    name_columns,
    raw_rows,
)

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend as DuckDB

MOST_SHEET_ROWS = 1_048_576
"""Excel's own limit; a sheet that claims more would never end."""

LARGEST_EXACT_FLOAT = 2**53

DAMAGE = (
    BadZipFile,
    ParseError,
    zlib.error,
    AttributeError,  # these five are what openpyxl makes of parts that are missing or wrong
    EOFError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
)

NOT_OF_TIME = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
"""Parts of a cell's format that only look like hours and seconds."""

Row = list[str | None]


class UnknownSheet(UnreadableFile):
    """A sheet that the workbook does not have."""


def read_workbook(
    file: Path, *, engine: DuckDB, folder: Path, sheet: str | None, skip_lines: int = 0
) -> RawRows:
    """Read one sheet of an Excel workbook into rows of text.

    Dates become ISO text, whole numbers have no point, formulas give the value they had last.

    Parameters
    ----------
    file
        An ``.xlsx`` or ``.xlsm`` file.
    engine
        The DuckDB session that is to hold the rows.
    folder
        An empty folder for the rows as Parquet.
    sheet
        The sheet's name; the first with rows if left out.
    skip_lines
        Rows of the sheet above the header.

    Raises
    ------
    UnreadableFile
        If the file is damaged, would unpack to too much, or has no rows.
    UnknownSheet
        If there is no sheet of that name.
    RepeatedColumn
        If two columns have one name.
    """
    require_sound_package(file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's, of what it leaves out: drop-downs, colours
        try:
            workbook = openpyxl.load_workbook(file, read_only=True, data_only=True)
        except DAMAGE as problem:
            raise _damaged(file, problem) from None
        try:
            chosen = _chosen(workbook, file=file, sheet=sheet)
            return _read_sheet(
                _rows(chosen, file=file, skip_lines=skip_lines),
                file=file,
                engine=engine,
                folder=folder,
                notes=_others(workbook, chosen),
            )
        finally:
            workbook.close()


def _chosen(workbook: Any, *, file: Path, sheet: str | None) -> Any:  # noqa: ANN401  openpyxl's
    """Return the sheet to read; those that are charts do not count."""
    sheets = {each.title: each for each in workbook.worksheets}
    if sheet is not None:
        if sheet not in sheets:
            raise UnknownSheet(
                f"{file} has no sheet {sheet!r}; it has {', '.join(map(repr, sheets))}."
            )
        return sheets[sheet]
    for each in sheets.values():
        if next(_rows(each, file=file), None) is not None:
            return each
    raise UnreadableFile(f"{file} has no sheet with anything in it. Download it again.")


def _others(workbook: Any, chosen: Any) -> list[str]:  # noqa: ANN401  openpyxl's
    others = [repr(name) for name in workbook.sheetnames if name != chosen.title]
    if not others:
        return []
    return [f"Sheet {chosen.title!r} was read; not read: {', '.join(others)}."]


def _rows(sheet: Any, *, file: Path, skip_lines: int = 0) -> Iterator[Row]:  # noqa: ANN401
    """Yield the rows that are not blank, up to their last cell that is not."""
    sheet.reset_dimensions()  # what a sheet says of its size is often wrong
    try:
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            if number > MOST_SHEET_ROWS:
                raise UnreadableFile(
                    f"{file} has more than {MOST_SHEET_ROWS:,} rows in a sheet, which Excel "
                    "cannot have. Ask for it as CSV."
                )
            row = [None if cell.value is None else _text(cell) for cell in cells]
            while row and not row[-1]:
                row.pop()
            if row and number > skip_lines:
                yield row
    except DAMAGE as problem:
        raise _damaged(file, problem) from None


def _read_sheet(
    filled: Iterator[Row], *, file: Path, engine: DuckDB, folder: Path, notes: list[str]
) -> RawRows:
    header = [(name or "").strip() for name in next(filled, [])]
    require_distinct([name for name in header if name], file=file)
    rows, unreadable = TextRows(folder, names=inner_names(len(header))), Unreadable(folder)
    has_values, number = [False] * len(header), 0
    for number, row in enumerate(filled, start=1):
        if len(row) > len(header):
            reason = f"{len(row):,} values where the header has {len(header):,}."
            unreadable.add(number, ", ".join(value or "" for value in row), reason=reason)
            continue
        rows.add(number, dict(zip(inner_names(len(row)), row, strict=True)))
        for at, value in enumerate(row):
            has_values[at] |= bool(value)
    if not number:
        raise UnreadableFile(f"{file} has a header but no rows. Download it again.")

    published, unnamed = name_columns(header, has_values=has_values)
    require_distinct(list(published.values()), file=file)
    return raw_rows(
        engine,
        parts=rows.close(),
        unreadable=unreadable.close(),
        published=published,
        notes=(*notes, *unnamed),
    )


def _text(cell: Any) -> str:  # noqa: ANN401  openpyxl's
    value = cell.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_EXACT_FLOAT:
        return str(int(value))
    if isinstance(value, dt.datetime):
        is_date = value.time() == dt.time.min and not _tells_time(cell.number_format)
        return value.date().isoformat() if is_date else value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)


def _tells_time(number_format: str) -> bool:
    return not {"h", "s"}.isdisjoint(NOT_OF_TIME.sub("", number_format.lower()))


def _damaged(file: Path, problem: Exception) -> UnreadableFile:
    return UnreadableFile(
        f"{file} cannot be read as an Excel workbook ({problem}). Open it in Excel and save it "
        "anew, or ask for it as CSV."
    )
