"""ArcGIS portals: layers of a FeatureServer or MapServer, read in the order of their object ids."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import ClassVar
from urllib.parse import SplitResult

from commonground.ingest.portals.fetching import Fetcher, Token, listed, shapeless
from commonground.ingest.portals.portal import (
    Layout,
    Mark,
    NoRowKey,
    Page,
    Row,
    UnorderedRows,
    require_whole,
)

LAYER = re.compile(r"(.*/(?:FeatureServer|MapServer)/\d+)(?:/query)?/?", re.IGNORECASE)
NARROWING = frozenset({"where", "objectids", "text", "fulltext", "time", "geometry"})
EVERYTHING = re.compile(r"\s*(\d+)\s*=\s*\1\s*")

USUAL_ROWS = 1_000
"""What a server gives at a time where it does not say."""

PAGE_ROWS = 10_000
"""Some servers allow millions; this is about 10 MB of incidents."""

COORDINATES = ("x", "y")
SPARE_COORDINATES = ("geometry_x", "geometry_y")
DEGREES = "4326"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Layer:
    """What a layer says of itself, as far as reading its rows needs it."""

    key: str
    fields: Mapping[str, str]
    most_rows: int
    has_points: bool
    may_limit: bool
    notes: tuple[str, ...]

    @property
    def coordinates(self) -> tuple[str, str]:
        """Names for a point's coordinates that no field has: DuckDB takes x and X for one."""
        taken = {name.lower() for name in self.fields}
        return SPARE_COORDINATES if taken.intersection(COORDINATES) else COORDINATES

    def columns(self, fields: Mapping[str, str]) -> tuple[str, ...]:
        """Return the columns of rows that hold these fields."""
        return (*fields, *(self.coordinates if self.has_points else ()))


@dataclass(frozen=True)
class ArcGIS:
    """One layer of an ArcGIS server."""

    kind: ClassVar[str] = "arcgis"
    form: ClassVar[str] = "https://HOST/.../FeatureServer/0 or .../MapServer/0 (ArcGIS)"
    token: ClassVar[Token] = Token(variable="ARCGIS_TOKEN", parameter="token")

    address: str
    fetcher: Fetcher

    @staticmethod
    def address_in(url: SplitResult) -> str | None:
        """Return the address of the layer that a web address speaks of, if it does."""
        found = LAYER.fullmatch(url.path)
        if found is None:
            return None
        require_whole(
            url,
            narrows=lambda name, value: (
                name in NARROWING and not (name == "where" and EVERYTHING.fullmatch(value))
            ),
        )
        return f"{url.scheme}://{url.netloc}{found[1]}"

    def describe(self) -> Layout:
        """Return the columns, from one row where there is one: servers hide some fields in rows."""
        layer = self._layer
        sample = _fields(self._query({"where": "1=1", "resultRecordCount": "1", "outFields": "*"}))
        return Layout(
            columns=layer.columns(sample or layer.fields),
            page_rows=min(layer.most_rows, PAGE_ROWS),
            notes=layer.notes,
        )

    def count(self) -> int:
        """Return how many rows the portal says there are."""
        count = self._query({"where": "1=1", "returnCountOnly": "true"}).get("count")
        if not isinstance(count, int):
            raise shapeless(self.address, needed="a count of rows")
        return count

    def page(self, *, after: Mark | None, rows: int) -> Page:
        """Return at most so many rows that follow a mark."""
        layer = self._layer
        limit = min(rows, layer.most_rows)
        asking = {
            "where": "1=1" if after is None else f"{layer.key}>{int(after.key)}",
            "outFields": "*",
            "orderByFields": layer.key,
            "returnGeometry": "true" if layer.has_points else "false",
            "outSR": DEGREES,
        }
        if layer.may_limit:
            asking["resultRecordCount"] = str(limit)
        body = self._query(asking)

        features = listed(body, "features")
        if features is None:
            raise shapeless(self.address, needed="features")
        found = [_row(feature, layer=layer) for feature in features]
        fields = _fields(body)
        return Page(
            rows=found,
            key=self._last_key(found, after=after),
            is_last=not found or (not body.get("exceededTransferLimit") and len(found) < limit),
            columns=layer.columns(fields) if fields else None,
        )

    def _query(self, asking: Mapping[str, str]) -> dict[str, object]:
        body = self.fetcher.json(f"{self.address}/query", asking={**asking, "f": "json"}).body
        if not isinstance(body, dict):
            raise shapeless(self.address, needed="features")
        return body

    @cached_property
    def _layer(self) -> _Layer:
        said = self.fetcher.json(self.address, asking={"f": "json"}).body
        if not isinstance(said, dict) or listed(said, "fields") is None:
            raise shapeless(self.address, needed="the fields of a layer")
        fields = _fields(said)
        named = (said.get("objectIdField"), said.get("objectIdFieldName"))
        typed = (name for name, kind in fields.items() if kind == "esriFieldTypeOID")
        key = next((str(name) for name in (*named, *typed) if name), None)
        if key is None or (said.get("uniqueIdInfo") or {}).get("OIDFieldContainsHashValue"):
            raise NoRowKey(
                f"{self.address} has no object id that stays the same, so its rows cannot be read "
                "in order. Download its table as a file, and ingest that."
            )
        advanced = said.get("advancedQueryCapabilities") or {}
        return _Layer(
            key=key,
            fields=fields,
            most_rows=int(said.get("maxRecordCount") or USUAL_ROWS),
            has_points=said.get("geometryType") == "esriGeometryPoint",
            may_limit=advanced.get("supportsPagination") is not False,
            notes=tuple(_notes(said)),
        )

    def _last_key(self, rows: list[Row], *, after: Mark | None) -> str:
        name = self._layer.key
        keys = [row.get(name) for row in rows]
        whole = [key for key in keys if isinstance(key, int)]
        if len(whole) < len(keys):
            raise shapeless(self.address, needed=f"a whole number {name} in every row")
        if any(
            one >= next_ for one, next_ in pairwise([int(after.key), *whole] if after else whole)
        ):
            raise UnorderedRows(
                f"{self.address} does not send its rows in the order of {name}, so none can be "
                "known to be missing. Download its table as a file, and ingest that."
            )
        return str(whole[-1]) if whole else ""


def _fields(body: Mapping[str, object]) -> dict[str, str]:
    return {
        str(field.get("name")): str(field.get("type"))
        for field in listed(body, "fields") or ()
        if field.get("type") != "esriFieldTypeGeometry"
    }


def _notes(said: Mapping[str, object]) -> list[str]:
    notes = []
    shape = said.get("geometryType")
    if shape not in {None, "esriGeometryPoint"}:
        notes.append(f"The layer's geometry ({shape}) is not a point and was left out.")
    if said.get("datesInUnknownTimezone"):
        notes.append("The portal does not know its dates' time zone: they are not UTC, but local.")
    return notes


def _row(feature: Mapping[str, object], *, layer: _Layer) -> Row:
    row = _object(feature, "attributes")
    for name, value in row.items():
        if isinstance(value, int | Decimal) and layer.fields.get(name) == "esriFieldTypeDate":
            row[name] = _moment(int(value))
    if layer.has_points:
        point = _object(feature, "geometry")
        for name, axis in zip(layer.coordinates, COORDINATES, strict=True):
            row[name] = None if point.get(axis) == "NaN" else point.get(axis)
    return row


def _object(feature: Mapping[str, object], name: str) -> dict[str, object]:
    found = feature.get(name)
    return dict(found) if isinstance(found, dict) else {}


def _moment(milliseconds: int) -> str:
    """Return a moment as text, or the number itself where no calendar holds it."""
    try:
        moment = EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return str(milliseconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
