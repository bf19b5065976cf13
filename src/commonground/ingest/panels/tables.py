"""Panel tables: panels and boundaries from files that somebody else has made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from commonground.core.errors import DataError
from commonground.core.panel import Absent, Panel, UnknownColumn
from commonground.core.periods import PeriodUnit
from commonground.core.places import PlaceKind, Places, place_ids
from commonground.ingest.files.rows import RepeatedColumn, UnreadableFile

CSV_ENDINGS = (".csv", ".csv.gz")
PARQUET_ENDINGS = (".parquet", ".pq")

NO_VALUE = ("", "NA", "N/A", "#N/A", "NaN", "nan", "NULL", "null", "None")
"""What an empty cell of a CSV file may hold; an id is only missing where nothing stands."""


class UnmatchedPlaces(DataError):
    """Places of the panel that the boundary file does not draw."""


def read_panel(  # noqa: PLR0913  a table has this many kinds of column
    file: str | Path,
    *,
    place: str,
    period: str,
    outcomes: Sequence[str] | None = None,
    covariates: Sequence[str] | None = None,
    treated: str | None = None,
    absent: Absent = "missing",
    unit: PeriodUnit | None = None,
    kind: PlaceKind = "block",
    boundaries: str | Path | None = None,
) -> Panel:
    """Read a panel from a file with one row a place and period, in any order.

    Parameters
    ----------
    file
        A file ending in ``.csv``, ``.csv.gz``, ``.parquet`` or ``.pq``.
    place, period, outcomes, covariates, treated, absent, unit, kind
        As for `Panel.from_frame`. In CSV files the place's id is read as text, so that it keeps
        every digit and its leading zeros. Only named columns are read where both outcomes and
        covariates are named.
    boundaries
        A Parquet file with the same place column and a column ``geometry`` (WKB, in metres).

    Raises
    ------
    UnreadableFile
        If the file is missing, empty or damaged.
    DataError
        If the table is not a panel; the error names the column, the row and the value.
    """
    named = None
    if outcomes is not None and covariates is not None:
        named = [place, period, *outcomes, *covariates, *([treated] if treated else [])]
    frame = _read_table(Path(file), columns=named, text=place)

    panel = Panel.from_frame(
        frame,
        place=place,
        period=period,
        outcomes=outcomes,
        covariates=covariates,
        treated=treated,
        absent=absent,
        unit=unit,
        kind=kind,
    )
    if boundaries is None:
        return panel
    return replace(panel, places=_drawn(panel.places, read_places(boundaries, place=place)))


def read_places(file: str | Path, *, place: str, kind: PlaceKind = "block") -> Places:
    """Read places from a Parquet file of ids and geometry.

    Parameters
    ----------
    file
        A Parquet file.
    place
        Column that holds the place's id.
    kind
        What a place is.

    Raises
    ------
    UnreadableFile
        If the file is missing, empty or damaged, or its geometry is not WKB.
    """
    frame = _read_table(Path(file), columns=[place, "geometry"], text=place)
    try:
        geometry = shapely.from_wkb(frame["geometry"].to_numpy())
    except (TypeError, shapely.errors.GEOSException) as problem:
        raise UnreadableFile(f"{file}: column 'geometry' does not hold WKB ({problem}).") from None
    return Places(ids=tuple(place_ids(frame[place])), kind=kind, geometry=geometry)


def _read_table(file: Path, *, columns: Sequence[str] | None, text: str) -> pd.DataFrame:
    if not file.is_file():
        raise UnreadableFile(f"There is no file {file}. Check its name and folder.")
    if not file.stat().st_size:
        raise UnreadableFile(f"{file} is empty.")
    name = file.name.lower()
    if name.endswith(CSV_ENDINGS):
        frame = _read_csv(file, columns=columns, text=text)
    elif name.endswith(PARQUET_ENDINGS):
        frame = _read_parquet(file, columns=columns)
    else:
        raise UnreadableFile(
            f"{file.name} is of no known kind; "
            f"its name must end in {', '.join((*CSV_ENDINGS, *PARQUET_ENDINGS))}."
        )
    if frame.empty:
        raise UnreadableFile(f"{file} has column names but no rows.")
    return frame


def _read_csv(file: Path, *, columns: Sequence[str] | None, text: str) -> pd.DataFrame:
    try:
        header = _header(file)
        _require_columns(header, [text, *(columns or ())])
        return pd.read_csv(
            file,
            usecols=None if columns is None else list(dict.fromkeys(columns)),
            dtype={text: str},
            keep_default_na=False,
            na_values={name: ("",) if name == text else NO_VALUE for name in header},
            encoding="utf-8-sig",
            low_memory=False,
        )
    except (ValueError, OSError, EOFError) as problem:  # pandas' parser errors are ValueErrors
        raise UnreadableFile(f"{file} cannot be read as UTF-8 CSV: {problem}") from None


def _header(file: Path) -> list[str]:
    """Return the names of the columns as they stand, each of them once."""
    first = pd.read_csv(
        file, nrows=1, header=None, dtype=str, keep_default_na=False, encoding="utf-8-sig"
    )
    names = [str(name) for name in first.iloc[0]]
    repeated = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if repeated:
        raise RepeatedColumn(
            f"{file} has {names.count(repeated[0])} columns named {repeated[0]!r}. Rename or "
            "remove one, so that it is clear which is meant."
        )
    return names


def _read_parquet(file: Path, *, columns: Sequence[str] | None) -> pd.DataFrame:
    try:
        if columns is not None:
            _require_columns(pq.read_schema(file).names, columns)
        wanted = None if columns is None else list(dict.fromkeys(columns))
        return pd.read_parquet(file, columns=wanted)
    except (pa.ArrowException, OSError) as problem:
        raise UnreadableFile(f"{file} cannot be read as Parquet: {problem}") from None


def _require_columns(header: Iterable[str], columns: Iterable[str]) -> None:
    known = [str(name) for name in header]
    for name in columns:
        if name not in known:
            found = f"There is no column {name!r}; there are {', '.join(known)}."
            raise UnknownColumn(found + _otherwise_separated("".join(known)))


def _otherwise_separated(header: str) -> str:
    """Say what separates the columns of a table, if not commas."""
    for mark, name in ((";", "';'"), ("\t", "tabs")):
        if mark in header:
            return f" The columns are separated by {name}: save the file with commas."
    return ""


def _drawn(places: Places, boundaries: Places) -> Places:
    """Return the places with their geometry."""
    undrawn = sorted(set(places.ids).difference(boundaries.ids))
    if undrawn or boundaries.geometry is None:
        raise UnmatchedPlaces(
            f"{len(undrawn)} of the {len(places)} places have no boundary, the first is "
            f"{undrawn[0]!r}. Ids are compared as text: check leading zeros and spaces."
        )
    drawn = boundaries.geometry[boundaries.positions(places.ids)]
    return Places(ids=places.ids, kind=places.kind, geometry=drawn)
