"""Tables as one XLSX workbook: a page to read first, then one sheet a table."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from commonground.report.numbers import decimal

READ_ME = "Read me"

_PERCENT = {
    "change", "lower", "upper", "share", "relative", "least_change", "most_change", "after",
    "before",
}  # fmt: skip
_PROBABILITY = {"p"}
_DECIMAL = {
    "counterfactual", "difference", "target", "weighted", "all_places", "gap", "placebo_low",
    "placebo_high", "least", "most", "mean_before", "rmspe", "statistic", "freedom", "log_se",
    "weight", "miss",
}  # fmt: skip

NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands where a workbook keeps when it was made: the same result gives the same bytes."""

_WIDEST = 60
_NARROWEST = 10


def write_table_files(
    tables: Mapping[str, pd.DataFrame],
    folder: Path,
    *,
    about: Mapping[str, str],
    title: str,
    caveats: Sequence[str],
) -> list[Path]:
    """Write one CSV a table, and all of them as one workbook.

    Parameters
    ----------
    tables
        One file, and one sheet, each, by name.
    folder
        Where to write; made if it is not there.
    about
        What each table holds, in one line, by its name.
    title
        Name of what was studied.
    caveats
        What a reader must know; they stand on the first sheet.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, table in tables.items():
        written.append(folder / f"{name}.csv")
        table.to_csv(written[-1], index=False, lineterminator="\n")
    written.append(folder / "tables.xlsx")
    _write_workbook(tables, written[-1], about=about, title=title, caveats=caveats)
    return written


def _write_workbook(
    tables: Mapping[str, pd.DataFrame],
    path: Path,
    *,
    about: Mapping[str, str],
    title: str,
    caveats: Sequence[str],
) -> None:
    import xlsxwriter

    options = {"in_memory": True, "nan_inf_to_errors": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": title, "created": NO_MOMENT})
        _write_read_me(book, {name: about.get(name, "") for name in tables}, title, caveats)
        for name, table in tables.items():
            _write_sheet(book, name, table)


def _write_read_me(
    book: Any,  # noqa: ANN401  xlsxwriter ships no types
    sheets: Mapping[str, str],
    title: str,
    caveats: Sequence[str],
) -> None:
    sheet = book.add_worksheet(READ_ME)
    head = book.add_format({"bold": True, "font_size": 14})
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, title, head)
    sheet.write_string(2, 0, "Sheets", bold)
    row = 3
    for name, about in sheets.items():
        sheet.write_url(row, 0, f"internal:'{name}'!A1", string=name)
        sheet.write_string(row, 1, about, wrapped)
        row += 1
    sheet.write_string(row + 1, 0, "Caveats", bold)
    for at, caveat in enumerate(caveats, start=row + 2):
        sheet.write_string(at, 1, caveat, wrapped)


def _write_sheet(book: Any, name: str, table: pd.DataFrame) -> None:  # noqa: ANN401  as above
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1})
    for at, column in enumerate(table.columns):
        form = book.add_format({"num_format": _form_of(str(column))})
        texts = [str(value) for value in table[column].head(200)] if _is_text(table[column]) else []
        width = max([_NARROWEST, len(str(column)) + 2, *map(len, texts)])
        sheet.set_column(at, at, min(width, _WIDEST), form)
        sheet.write_string(0, at, str(column), head)
        for row, value in enumerate(table[column], start=1):
            _write_cell(sheet, row, at, value)
    sheet.freeze_panes(1, 0)
    if len(table):
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)


def _write_cell(sheet: Any, row: int, column: int, value: object) -> None:  # noqa: ANN401  as above
    """Write one value; what is missing leaves the cell empty."""
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif isinstance(value, bool | np.bool_):
        sheet.write_boolean(row, column, bool(value))
    elif isinstance(value, int | float | np.number) and math.isfinite(value):
        sheet.write_number(row, column, value)
    elif isinstance(value, float) and math.isinf(value):
        sheet.write_string(row, column, decimal(value))


def _form_of(column: str) -> str:
    if column in _PERCENT:
        return "0.0%"
    if column in _PROBABILITY:
        return "0.0000"
    return "#,##0.00" if column in _DECIMAL else "General"


def _is_text(values: pd.Series) -> bool:
    return not pd.api.types.is_numeric_dtype(values.dtype)
