"""Objects of JSON as rows of text: a feature's properties, its number and where it lies."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

X, Y, GEOMETRY, NUMBER = "\0x", "\0y", "\0geometry", "\0id"
"""Columns of our own; they are named at the end, when the names of all properties are known."""

DEGREES = ("crs84", "4326")
"""How systems in longitude and latitude are called, at the end of their names."""

PLAIN_DIGITS = 30
"""Numbers with more digits before or after the point keep their exponent."""


@dataclass(frozen=True, slots=True)
class NoRow:
    """An entry that is no row: how it starts, and why it is none."""

    text: str
    reason: str


class Features:
    """Objects turned into rows one by one, and what was seen of their geometry."""

    def __init__(self) -> None:
        self._shapes = 0

    def row(self, found: object) -> dict[str, str | None] | NoRow:
        """Return the values of an object or a feature by column.

        Parameters
        ----------
        found
            Any JSON.
        """
        if isinstance(found, NoRow):
            return found
        try:
            if not isinstance(found, dict):
                return NoRow(_dumped(found), "It is not an object with names and values.")
            if found.get("type") != "Feature":
                return {name: _text(value) for name, value in found.items()}
            properties = found.get("properties") or {}
            if not isinstance(properties, dict):
                return NoRow(_dumped(found), "Its properties have no names.")
            row = {name: _text(value) for name, value in properties.items()}
            own = {} if found.get("id") is None else {NUMBER: _text(found["id"])}
            return row | own | self._place(found.get("geometry"))
        except RecursionError:
            return NoRow("", "It is nested too deeply.")

    def names(self, columns: Iterable[str], *, crs: str | None) -> dict[str, str]:
        """Return the published name of each column.

        Parameters
        ----------
        columns
            Names of properties, and columns of our own.
        crs
            The coordinate system the file names, if any.
        """
        names = {name: name for name in columns}
        taken = {name.lower() for name in names}
        is_free = _is_in_degrees(crs) and taken.isdisjoint({"longitude", "latitude"})
        ours = {
            X: "longitude" if is_free else "geometry_x",
            Y: "latitude" if is_free else "geometry_y",
            GEOMETRY: "geometry_json" if "geometry" in taken else "geometry",
            NUMBER: "feature_id" if "id" in taken else "id",
        }
        return {name: ours.get(name, name) for name in names}

    def notes(self, names: dict[str, str], *, crs: str | None) -> list[str]:
        """Return what a person should know of the geometry.

        Parameters
        ----------
        names
            What `names` returned.
        crs
            The coordinate system the file names, if any.
        """
        notes = []
        if not _is_in_degrees(crs):
            notes.append(
                f"Its coordinates are in {crs}, not in longitude and latitude as GeoJSON should be."
            )
        if names.get(X) == "geometry_x":
            notes.append("The points of the features are in the columns geometry_x and geometry_y.")
        if self._shapes:
            notes.append(
                f"{self._shapes:,} geometries are no points; they are kept as GeoJSON text in the "
                f"column {names[GEOMETRY]}."
            )
        return notes

    def _place(self, geometry: Any) -> dict[str, str | None]:  # noqa: ANN401  JSON
        """Return a point's coordinates, and any other geometry as text."""
        if not geometry:
            return {}
        is_point = isinstance(geometry, dict) and geometry.get("type") == "Point"
        at = geometry.get("coordinates") if is_point else None
        if is_point and (not at or at[:2] == [None, None]):
            return {}
        if isinstance(at, list) and len(at) > 1 and all(map(_is_number, at[:2])):
            return {X: repr(float(at[0])), Y: repr(float(at[1]))}
        self._shapes += 1
        return {GEOMETRY: _dumped(geometry)}


def _is_in_degrees(crs: str | None) -> bool:
    return crs is None or crs.lower().endswith(DEGREES)


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _text(value: Any) -> str | None:  # noqa: ANN401  JSON
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal) and abs(value.adjusted()) < PLAIN_DIGITS:
        return format(value, "f")
    return _dumped(value) if isinstance(value, dict | list) else str(value)


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=float)
