"""Socrata portals: SODA 2.1 resources, read in the order of their row identifiers."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import SplitResult

from commonground.ingest.portals.fetching import Answer, Fetcher, Token, listed, shapeless
from commonground.ingest.portals.portal import (
    ANEW,
    Layout,
    Mark,
    Page,
    Row,
    UnorderedRows,
    require_whole,
)

KEY = ":id"
PAGE_ROWS = 10_000
"""Older endpoints give 50,000 at most; this is about 10 MB of incidents."""

DATASET = re.compile(r"[a-z0-9]{4}-[a-z0-9]{4}")
HARMLESS = frozenset({"$limit", "$offset", "$order"})


@dataclass(frozen=True, slots=True)
class Socrata:
    """One dataset of a Socrata portal."""

    kind: ClassVar[str] = "socrata"
    form: ClassVar[str] = "https://HOST/resource/abcd-1234.json (Socrata)"
    token: ClassVar[Token] = Token(variable="SOCRATA_APP_TOKEN", header="X-App-Token")

    address: str
    fetcher: Fetcher

    @staticmethod
    def address_in(url: SplitResult) -> str | None:
        """Return the address of the resource that a web address speaks of, if it does."""
        parts = [part.partition(".")[0] for part in url.path.split("/")]
        dataset = next((part for part in reversed(parts) if DATASET.fullmatch(part)), None)
        if dataset is None:
            return None
        is_query = "resource" in parts
        require_whole(url, narrows=lambda name, _: is_query and name not in HARMLESS)
        return f"{url.scheme}://{url.netloc}/resource/{dataset}.json"

    def describe(self) -> Layout:
        """Return the columns, from the answer's headers or, too long for those, from the view."""
        answer = self._rows({"$select": f"{KEY},*", "$limit": "1"})
        columns = _named(answer)
        if columns is None:
            columns = (KEY, *self._columns_of_view())
        return Layout(columns=columns, page_rows=PAGE_ROWS)

    def count(self) -> int:
        """Return how many rows the portal says there are."""
        rows = _list(self._rows({"$select": "count(*)"}), address=self.address)
        try:
            return int(str(next(iter(rows[0].values()))))
        except (IndexError, StopIteration, ValueError):
            raise shapeless(self.address, needed="a count of rows") from None

    def page(self, *, after: Mark | None, rows: int) -> Page:
        """Return at most so many rows that follow a mark."""
        asking = {"$select": f"{KEY},*", "$order": KEY, "$limit": str(rows)}
        if after is not None:
            last = after.key.replace("'", "''")
            asking["$where"] = f"{KEY} > '{last}'"
        answer = self._rows(asking)

        found = _list(answer, address=self.address)
        keys = [str(row.get(KEY, "")) for row in found]
        if "" in keys:
            raise shapeless(self.address, needed=f"{KEY} in every row")
        if len(set(keys)) < len(keys) or (after is not None and after.key in keys):
            raise UnorderedRows(
                f"{self.address} sent the same row twice, after {len(found)} rows in the order of "
                f"{KEY}. {ANEW}"
            )
        return Page(
            rows=found,
            key=keys[-1] if keys else "",
            is_last=not found,
            columns=_named(answer),
        )

    def _rows(self, asking: dict[str, str]) -> Answer:
        return self.fetcher.json(self.address, asking=asking)

    def _columns_of_view(self) -> list[str]:
        base, _, dataset = self.address.removesuffix(".json").rpartition("/resource/")
        view = self.fetcher.json(f"{base}/api/views/{dataset}.json", asking={}).body
        columns = listed(view, "columns")
        if columns is None:
            raise shapeless(self.address, needed="the columns of the dataset")
        return [str(column.get("fieldName")) for column in columns]


def _named(answer: Answer) -> tuple[str, ...] | None:
    """Return the columns that the headers name; Socrata leaves them out where they get long."""
    fields = answer.headers.get("X-SODA2-Fields")
    return None if fields is None else tuple(str(name) for name in json.loads(fields))


def _list(answer: Answer, *, address: str) -> list[Row]:
    rows = answer.body
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise shapeless(address, needed="a list of rows")
    return rows
