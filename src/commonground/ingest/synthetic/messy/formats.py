"""Tables of texts as files: CSV with its faults, XLSX, GeoJSON and Parquet."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from commonground.ingest.synthetic.messy.mess import Mess

MOMENT, EAST, NORTH = "received_utc", "lon", "lat"
"""Columns of calls that files with types hold as moments and numbers."""

UTC_TEXT = "%Y-%m-%dT%H:%M:%SZ"
SHEET = "Calls for service"


def write_csv(
    table: pd.DataFrame, file: Path, *, mess: Mess, encoding: str, ragged: NDArray[np.intp]
) -> Path:
    """Write a CSV file in which some rows have too few or too many values.

    Parameters
    ----------
    table
        Texts.
    file
        Where to; ``.gz`` is added if it is compressed.
    mess
        Separator, and whether the file is compressed.
    encoding
        As Python names it.
    ragged
        Positions of the rows to spoil.
    """
    text = table.to_csv(index=False, sep=mess.separator, lineterminator="\n")
    lines = text.removesuffix("\n").split("\n")
    for at in ragged.tolist():
        lines[at + 1] = _ragged(table.iloc[at].tolist(), separator=mess.separator)
    text = "\n".join(lines) + "\n"
    content = text.encode(encoding)
    if mess.gzip:
        file = file.with_name(file.name + ".gz")
        content = gzip.compress(content, compresslevel=6, mtime=0)
    file.write_bytes(content)
    return file


def write_calls(table: pd.DataFrame, file: Path, *, mess: Mess) -> Path:
    """Write calls for service as XLSX, GeoJSON or Parquet.

    Parameters
    ----------
    table
        Texts.
    file
        Where to, without an ending.
    mess
        The kind.
    """
    target = file.with_suffix(f".{mess.calls}")
    if mess.calls == "geojson":
        target.write_text(_geojson(table), encoding="utf-8")
        return target
    if mess.calls == "xlsx":
        return _xlsx(table, target)
    return _parquet(table, target)


def _ragged(values: Sequence[str], *, separator: str) -> str:
    """Leave a few values out at the end, or add some."""
    more = len("".join(values)) % 2 == 0
    spoiled = [*values, "see", "note"] if more else values[: len(values) // 2 + 1]
    line = io.StringIO()
    csv.writer(line, delimiter=separator, lineterminator="").writerow(spoiled)
    return line.getvalue()


def _geojson(table: pd.DataFrame) -> str:
    """Write points as geometry and as properties, as portals do."""
    columns = [str(name) for name in table.columns]
    features = []
    for row in table.itertuples(index=False, name=None):
        properties = {name: value or None for name, value in zip(columns, row, strict=True)}
        east, north = (_json_number(properties[axis]) for axis in (EAST, NORTH))
        is_point = isinstance(east, float) and isinstance(north, float)
        properties |= {EAST: east, NORTH: north}
        point = {"type": "Point", "coordinates": [east, north]} if is_point else None
        features.append({"type": "Feature", "geometry": point, "properties": properties})
    lines = ",\n".join(json.dumps(feature) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'


def _json_number(text: str | None) -> float | str | None:
    return text if text in {None, "NaN"} else float(text or "nan")


def _xlsx(table: pd.DataFrame, file: Path) -> Path:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    columns = [str(name) for name in table.columns]
    sheet.append(columns)
    at, east, north = (columns.index(name) for name in (MOMENT, EAST, NORTH))
    for row in table.itertuples(index=False, name=None):
        cells = [value or None for value in row]
        cells[at] = _read(row[at]) or cells[at]
        cells[east], cells[north] = (_json_number(cells[axis]) for axis in (east, north))
        sheet.append(cells)
    book.save(file)
    return file


def _parquet(table: pd.DataFrame, file: Path) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {str(name): pa.array(values.tolist()) for name, values in table.items()}
    moments = [_read(text) for text in table[MOMENT].tolist()]
    columns[MOMENT] = pa.array(moments, pa.timestamp("us"))
    for axis in (EAST, NORTH):
        numbers = [float(text) if text else None for text in table[axis].tolist()]
        columns[axis] = pa.array(numbers, pa.float64())
    pq.write_table(pa.table(columns), file)
    return file


def _read(text: str) -> datetime | None:
    """Return the moment that a text says; nothing if it says none."""
    try:
        return datetime.strptime(text, UTC_TEXT)  # noqa: DTZ007  the column's name says UTC
    except ValueError:
        return None
