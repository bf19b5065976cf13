"""CKAN portals: tables of the DataStore, each page checked to begin where the last one ended."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import SplitResult, parse_qs

from commonground.ingest.portals.fetching import Fetcher, Token, listed, shapeless
from commonground.ingest.portals.portal import Layout, Mark, Page, Row, require_whole

KEY = "_id"
PAGE_ROWS = 10_000
"""A server gives 32,000 at most; this is about 10 MB of incidents."""

UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
SEARCH = re.compile(r"(.*)/api/(?:\d/)?action/datastore_search/?")
RESOURCE_PAGE = re.compile(rf"(.*)/dataset/[^/]+/resource/({UUID})(?:/view/.*)?/?")
NARROWING = frozenset({"q", "filters", "fields", "distinct"})


@dataclass(frozen=True, slots=True)
class CKAN:
    """One resource of a CKAN portal.

    The DataStore has no filter for "rows after this one", only an offset, and an offset moves when
    rows before it go. So each page asks for one row too many, the one read last: where it is no
    longer the same, reading on would skip rows or repeat them.
    """

    kind: ClassVar[str] = "ckan"
    form: ClassVar[str] = (
        "https://HOST/api/3/action/datastore_search?resource_id=UUID or "
        "https://HOST/dataset/NAME/resource/UUID (CKAN)"
    )
    token: ClassVar[Token] = Token(variable="CKAN_API_KEY", header="Authorization")

    address: str
    fetcher: Fetcher

    @staticmethod
    def address_in(url: SplitResult) -> str | None:
        """Return the address of the resource that a web address speaks of, if it does."""
        if found := SEARCH.fullmatch(url.path):
            named = parse_qs(url.query).get("resource_id", [""])[0]
            resource = named if re.fullmatch(UUID, named) else None
        elif found := RESOURCE_PAGE.fullmatch(url.path):
            resource = found[2]
        else:
            return None
        if resource is None:
            return None
        require_whole(url, narrows=lambda name, _: name in NARROWING)
        site = f"{url.scheme}://{url.netloc}{found[1]}"
        return f"{site}/api/3/action/datastore_search?resource_id={resource.lower()}"

    def describe(self) -> Layout:
        """Return the columns."""
        return Layout(columns=self._columns(self._result(limit=0)), page_rows=PAGE_ROWS)

    def count(self) -> int:
        """Return how many rows the portal says there are."""
        total = self._result(limit=0).get("total")
        if not isinstance(total, int):
            raise shapeless(self.address, needed="a total")
        return total

    def page(self, *, after: Mark | None, rows: int) -> Page:
        """Return at most so many rows that follow a mark."""
        if after is None:
            result = self._result(limit=rows)
        else:
            result = self._result(limit=rows + 1, offset=after.rows - 1)

        found = self._records(result)
        before, found = ([], found) if after is None else (found[:1], found[1:])
        return Page(
            rows=found,
            key=_key(found[-1]) if found else "",
            is_last=not found,
            columns=self._columns(result),
            follows=None if after is None else "".join(map(_key, before)),
        )

    def _result(self, *, limit: int, offset: int = 0) -> dict[str, object]:
        url, _, query = self.address.partition("?")
        asking = {"sort": KEY, "limit": str(limit), "offset": str(offset)}
        asking["resource_id"] = query.removeprefix("resource_id=")
        body = self.fetcher.json(url, asking=asking).body
        result = body.get("result") if isinstance(body, dict) else None
        if not isinstance(result, dict):
            raise shapeless(self.address, needed="a result")
        return result

    def _records(self, result: dict[str, object]) -> Sequence[Row]:
        rows = listed(result, "records")
        if rows is None or not all(KEY in row for row in rows):
            raise shapeless(self.address, needed=f"records that have an {KEY}")
        return rows

    def _columns(self, result: dict[str, object]) -> tuple[str, ...]:
        fields = listed(result, "fields")
        if fields is None:
            raise shapeless(self.address, needed="fields")
        return tuple(str(field.get("id")) for field in fields)


def _key(row: Row) -> str:
    """Return a row's number and a digest of all it holds: a table loaded anew counts from 1."""
    content = json.dumps(row, sort_keys=True, default=str).encode()
    return f"{row[KEY]} {hashlib.sha256(content).hexdigest()[:16]}"
