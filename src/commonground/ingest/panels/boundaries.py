"""Boundaries: places as a city publishes them, put into metres."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray
from pyproj.exceptions import CRSError

from commonground.core.errors import DataError
from commonground.core.panel import UnknownColumn
from commonground.core.places import LARGEST_DEGREES, PlaceKind, Places, place_ids
from commonground.ingest.cleaning.positions import DEGREES, transformer
from commonground.ingest.files.rows import UnreadableFile

AREA = 2
"""Dimensions of what can cross itself beyond use; a line that does is still a line."""

GEOMETRY = "geometry"
NUMBER = "number of the place"
GEOJSON = (".geojson", ".json")
PARQUET = (".parquet", ".pq", ".geoparquet")


class UnusableBoundaries(DataError):
    """Boundaries that incidents cannot be counted in."""


@dataclass(frozen=True, slots=True, eq=False)
class Boundaries:
    """Places, and what else their file says of them.

    Parameters
    ----------
    places
        The places, in metres.
    columns
        One row a place, in their order: the other columns of the file.
    """

    places: Places
    columns: pd.DataFrame


def read_boundaries(
    file: str | Path, *, place: str | None, crs: str, kind: PlaceKind = "area"
) -> Boundaries:
    """Read places with their boundaries, from a file as it was published.

    Parameters
    ----------
    file
        GeoJSON or GeoParquet. A Parquet file that names no coordinate system is taken to be in
        degrees if its coordinates are, and in ``crs`` if not.
    place
        Column that holds the place's id or name; without one, places are numbered from 1.
    crs
        Coordinate system in metres to put them into: that of the city file.
    kind
        What a place is; lines are segments.

    Raises
    ------
    UnreadableFile
        If the file is missing or damaged.
    UnusableBoundaries
        If there is none, or a geometry is missing, crosses itself beyond repair, or is not in the
        coordinate system that the file names.
    """
    path = Path(file)
    frame, shapes, said = _read(path)
    if not len(shapes):
        raise UnusableBoundaries(f"{path.name} holds no places. Check that it is the right file.")
    if place is None:
        place = NUMBER
        frame = frame.assign(**{NUMBER: np.arange(1, len(frame) + 1)})
    if place not in frame:
        raise UnknownColumn(
            f"{path.name} has no column {place!r}; there are {', '.join(map(str, frame.columns))}."
        )
    lacking = np.flatnonzero(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if len(lacking):
        raise UnusableBoundaries(
            f"{path.name}: {len(lacking)} places have no geometry, the first is "
            f"{frame[place].iloc[lacking[0]]!r}. Take them out, or draw them."
        )
    shapes = _in_metres(shapes, said=said, crs=crs, name=path.name)
    has_area = shapely.get_dimensions(shapes) == AREA
    shapes[has_area] = shapely.make_valid(shapes[has_area])
    return Boundaries(
        places=Places(ids=tuple(place_ids(frame[place])), kind=kind, geometry=shapes),
        columns=frame.drop(columns=[place]).reset_index(drop=True),
    )


def _read(path: Path) -> tuple[pd.DataFrame, NDArray[Any], str | None]:
    """Return the columns, the geometry, and the coordinate system if the file names one."""
    name = path.name.lower()
    if not path.is_file():
        raise UnreadableFile(f"There is no file {path}. Check its name and folder.")
    try:
        if name.endswith(GEOJSON):
            return _geojson(path)
        if name.endswith(PARQUET):
            return _parquet(path)
    except (OSError, ValueError, KeyError, TypeError, shapely.errors.ShapelyError) as problem:
        raise UnreadableFile(f"{path} cannot be read as boundaries: {problem}.") from None
    raise UnreadableFile(
        f"{path.name} is of no known kind; boundaries end in {', '.join((*GEOJSON, *PARQUET))}."
    )


def _geojson(path: Path) -> tuple[pd.DataFrame, NDArray[Any], str | None]:
    said = json.loads(path.read_text(encoding="utf-8-sig"))
    features = said["features"]
    frame = pd.DataFrame([feature["properties"] or {} for feature in features])
    drawn = [feature["geometry"] and json.dumps(feature["geometry"]) for feature in features]
    named = ((said.get("crs") or {}).get("properties") or {}).get("name")
    return frame, np.asarray(shapely.from_geojson(drawn)), str(named or DEGREES)


def _parquet(path: Path) -> tuple[pd.DataFrame, NDArray[Any], str | None]:
    table = pq.read_table(path)
    said = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
    column = said.get("primary_column", GEOMETRY)
    shapes = np.asarray(shapely.from_wkb(table[column].to_numpy()))
    named = said.get("columns", {}).get(column, {})
    crs = None
    if named:
        crs = json.dumps(named["crs"]) if named.get("crs") else DEGREES
    return table.drop_columns([column]).to_pandas(), shapes, crs


def _in_metres(shapes: NDArray[Any], *, said: str | None, crs: str, name: str) -> NDArray[Any]:
    if said is None:
        bounds = np.abs(shapely.total_bounds(shapes)).reshape(2, 2).max(axis=0)
        if (bounds > LARGEST_DEGREES).any():
            return shapes
        said = DEGREES
    try:
        turn = transformer(said, crs)
    except CRSError:
        raise UnusableBoundaries(
            f"{name} names a coordinate system that nobody knows: {said}. Write it with one that "
            "has an EPSG number."
        ) from None
    placed = np.asarray(
        shapely.transform(shapes, lambda xy: np.column_stack(turn.transform(xy[:, 0], xy[:, 1])))
    )
    if not np.isfinite(shapely.get_coordinates(placed)).all():
        west, south = shapely.get_coordinates(shapes)[0]
        raise UnusableBoundaries(
            f"{name}: its coordinates cannot be those of {said}; the first is {west:.10g}, "
            f"{south:.10g}. A GeoJSON file is in degrees, or names its coordinate system as crs."
        )
    return placed
