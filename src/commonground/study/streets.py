"""The streets of a city: lines and their names, out of a file as it was published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from commonground.core.market import Shape
from commonground.core.panel import UnknownColumn
from commonground.find.network import UnusableStreets
from commonground.find.records import OVER_THE_EDGE_M
from commonground.find.segments import Segments, segments_of
from commonground.ingest.panels import read_boundaries

NAME_COLUMNS = (
    "fullname", "fullstreetname", "streetnamefull", "streetname", "stname", "name", "street",
    "roadname", "rdname", "label",
)  # fmt: skip
"""What publishers call the column of names, the fullest first, without case and punctuation."""


@dataclass(frozen=True, slots=True, eq=False)
class Streets:
    """Streets as a city publishes them.

    Parameters
    ----------
    lines
        Shapely lines in metres.
    names
        Name of each, as it is written; empty where there is none.
    notes
        What was left out, and why.
    """

    lines: NDArray[Any]
    names: tuple[str, ...]
    notes: tuple[str, ...]

    def segments(self) -> Segments:
        """Return the streets between their crossings."""
        return segments_of(self.lines, self.names, notes=self.notes)


def read_streets(file: Path, *, crs: str, within: Shape, name: str | None = None) -> Streets:
    """Read the streets of a city.

    Parameters
    ----------
    file
        GeoJSON or GeoParquet with lines along the middle of streets.
    crs
        Coordinate system in metres to put them into.
    within
        The city, in those metres; streets more than 100 m beyond it are left out.
    name
        Column with the names of the streets. If left out it is the first of the usual ones that
        holds text, in the order of `NAME_COLUMNS`.

    Raises
    ------
    UnreadableFile, UnusableBoundaries
        If the file is missing or damaged, or a geometry is; see `read_boundaries`.
    UnusableStreets
        If none lies in the city.
    UnknownColumn
        If the column that was named is not there, or holds no text.
    """
    read = read_boundaries(file, place=None, crs=crs, kind="segment")
    lines = np.asarray(read.places.geometry, dtype=object)
    names = _names(read.columns, name, file=file)
    city = shapely.buffer(within, OVER_THE_EDGE_M)
    shapely.prepare(city)
    near = shapely.intersects(city, lines)
    if not near.any():
        west, south = shapely.get_coordinates(lines)[0]
        raise UnusableStreets(
            f"None of the {len(lines):,} streets of {file.name} lies in the city; the first begins "
            f"at {west:,.0f}, {south:,.0f} in metres of {crs}. Give the streets of this city, in "
            "degrees or in a coordinate system that the file names."
        )
    beyond = int((~near).sum())
    notes = f"{beyond:,} of {len(lines):,} streets lie beyond the city and were left out."
    return Streets(lines[near], tuple(names[near].tolist()), (notes,) if beyond else ())


def _names(columns: pd.DataFrame, name: str | None, *, file: Path) -> NDArray[np.object_]:
    """Return the name of each street, empty where there is none."""
    if name is not None and name not in columns:
        raise UnknownColumn(
            f"{file.name} has no column {name!r}; there are "
            f"{', '.join(map(str, columns.columns)) or 'none at all'}."
        )
    for column in _usual(columns) if name is None else [name]:
        texts = [text.strip() if isinstance(text, str) else "" for text in columns[column]]
        if any(texts):
            return np.array(texts, dtype=object)
    if name is not None:
        raise UnknownColumn(
            f"Column {name!r} of {file.name} holds no text, so it names no street. Name the column "
            "that does, or leave it out."
        )
    return np.full(len(columns), "", dtype=object)


def _usual(columns: pd.DataFrame) -> list[str]:
    """Return the columns that usually hold names, the fullest names first."""
    bare = {column: "".join(filter(str.isalnum, column.lower())) for column in map(str, columns)}
    known = [column for column in bare if bare[column] in NAME_COLUMNS]
    return sorted(known, key=lambda column: NAME_COLUMNS.index(bare[column]))
