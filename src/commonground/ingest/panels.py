"""Panels from files, and panels counted from incidents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from commonground.core.errors import DataError
from commonground.core.incidents import Incidents
from commonground.core.intervention import Intervention
from commonground.core.panel import Absent, Panel, UnknownColumn
from commonground.core.periods import Periods, PeriodUnit
from commonground.core.places import PlaceKind, Places, place_ids

CSV_ENDINGS = (".csv", ".csv.gz")
PARQUET_ENDINGS = (".parquet", ".pq")

NO_VALUE = ("", "NA", "N/A", "#N/A", "NaN", "nan", "NULL", "null", "None")
"""What an empty cell of a CSV file may hold; an id is only missing where nothing stands."""

SNAP_M = 10.0
"""How far outside a place a point may lie and still be counted in it: about half a street."""


class UnreadableFile(DataError):
    """A file that is not there, is empty, or is not what its name says."""


class RepeatedColumn(DataError):
    """A table with two columns of one name."""


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


def panel_from_incidents(  # noqa: PLR0913  the three axes of a panel, and what else it carries
    incidents: Incidents,
    *,
    places: Places,
    periods: Periods,
    outcomes: Mapping[str, Sequence[str]],
    covariates: pd.DataFrame | None = None,
    intervention: Intervention | None = None,
    snap_m: float = SNAP_M,
) -> Panel:
    """Count incidents by place, period and outcome; a cell without any is a true zero.

    What could not be counted is said in the panel's notes.

    Parameters
    ----------
    incidents
        The incidents.
    places
        Places with geometry. A point on a shared boundary belongs to the first of its places.
    periods
        Calendar periods that the incidents cover in full.
    outcomes
        Name of each outcome, with the categories it adds up.
    covariates
        One row a place, in the order of ``places``.
    intervention
        Marks its area as treated from its start on.
    snap_m
        How far outside every place a point may lie and still be counted in the nearest, in metres.
    """
    if places.geometry is None or periods.unit == "number":
        raise DataError(
            "Incidents are counted in places with geometry and in calendar periods. Give the "
            "places a boundary file, and say whether a period is a week, a month or a quarter."
        )
    where, unlocated = _containing(incidents.frame, places.geometry, snap_m=snap_m)
    when = _positions(incidents.frame["at"], periods.edges)
    inside = (where >= 0) & (when >= 0) & (when < len(periods))

    shape = (len(places), len(periods))
    counts = [
        _counted(
            where,
            when,
            of=inside & incidents.frame["category"].isin(categories).to_numpy(),
            shape=shape,
        )
        for categories in outcomes.values()
    ]

    return Panel(
        places=places,
        periods=periods,
        outcomes=tuple(outcomes),
        counts=np.stack(counts, axis=2) if counts else np.empty((*shape, 0)),
        covariates=pd.DataFrame(index=range(len(places))) if covariates is None else covariates,
        marked=None if intervention is None else _marks(intervention, places, periods),
        notes=_left_out(
            unlocated=int(unlocated.sum()),
            outside=int(((where < 0) & ~unlocated).sum()),
            other_times=int(((where >= 0) & ~inside).sum()),
            total=len(incidents),
        ),
    )


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


def _containing(
    frame: pd.DataFrame, shapes: NDArray[Any], *, snap_m: float
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the position of each incident's place (-1 for none), and which have no coordinates."""
    located = frame["x_m"].to_numpy(np.float64) + 1j * frame["y_m"].to_numpy(np.float64)
    unlocated = np.isnan(located)
    spots, spot = np.unique(located[~unlocated], return_inverse=True)  # points repeat: snapping

    points = np.asarray(shapely.points(spots.real, spots.imag))
    tree = shapely.STRtree(shapes)
    place = np.full(len(points), len(shapes), dtype=np.intp)
    for pairs in (
        tree.query(points, predicate="intersects"),
        tree.query_nearest(points, max_distance=snap_m) if snap_m > 0 else np.empty((2, 0), int),
    ):
        still = place[pairs[0]] == len(shapes)
        np.minimum.at(place, pairs[0][still], pairs[1][still])

    where = np.full(len(frame), -1, dtype=np.intp)
    where[~unlocated] = np.where(place < len(shapes), place, -1)[spot]
    return where, unlocated


def _positions(moments: pd.Series, edges: pd.DatetimeIndex) -> NDArray[np.intp]:
    """Return the position of each moment's period; beyond the last period, their number."""
    return edges.searchsorted(moments, side="right").astype(np.intp) - 1


def _counted(
    where: NDArray[np.intp],
    when: NDArray[np.intp],
    *,
    of: NDArray[np.bool_],
    shape: tuple[int, int],
) -> NDArray[np.float64]:
    cell = where[of] * shape[1] + when[of]
    return np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)


def _marks(intervention: Intervention, places: Places, periods: Periods) -> NDArray[np.bool_]:
    marked = np.zeros((len(places), len(periods)), dtype=bool)
    marked[intervention.treated(places), periods.position(intervention.starts) :] = True
    return marked


def _left_out(*, total: int, **counts: int) -> tuple[str, ...]:
    said = {
        "unlocated": "have no coordinates",
        "outside": "lie outside every place",
        "other_times": "fall outside the periods",
    }
    return tuple(
        f"{count:,} of {total:,} incidents {said[reason]} and were left out."
        for reason, count in counts.items()
        if count
    )
