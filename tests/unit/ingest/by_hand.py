"""Settling as one would do it by hand: what `ingest.settling` must come to on a few rows."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from commonground.core.incidents import AND, CATEGORIES
from commonground.ingest.cleaning.rows import LOCATED, MISSING
from commonground.ingest.settling import NO_RECORD

NOON = datetime(2015, 3, 4, 12)  # noqa: DTZ001  the city's own time


@dataclass(frozen=True)
class Row:
    """A cleaned row, by the columns of `cleaning.rows.CLEAN`, with the number of its part."""

    _row: int = 1
    part: int = 0
    reason: str | None = None
    value: str | None = None
    layout: str = "one"
    agency: str = "police"
    number: str | None = None
    at: datetime = NOON
    recorded_on: date | None = None
    offence: str | None = "SALE"
    description: str | None = None
    x_m: float | None = None
    y_m: float | None = None
    house_key: int | None = None
    street_key: int | None = None
    initiated_by: str = "unknown"
    premise: str = "unknown"
    hour_known: bool = True
    rank: int = 0
    location: str | None = None
    booked_at: str | None = None
    takes_back: bool = False
    merges_alike: bool = False

    @property
    def content(self) -> int:
        """What rows share only if they are alike in all that was read."""
        return _fingerprint(*self.said, self.house_key, self.street_key)

    @property
    def public(self) -> int:
        """What rows share only if they are alike in all that is kept."""
        return _fingerprint(*self.said, self.location)

    @property
    def said(self) -> tuple[object, ...]:
        """What was read, but for the address."""
        return (
            self.agency,
            self.number,
            self.at,
            self.recorded_on,
            self.offence,
            self.description,
            self.x_m,
            self.y_m,
            self.initiated_by,
            self.premise,
        )

    @property
    def place_known(self) -> str:
        """Whether it has a place."""
        return MISSING if self.x_m is None else LOCATED

    @property
    def columns(self) -> dict[str, object]:
        """The row as a row of a table."""
        return {
            **asdict(self),
            "content": self.content,
            "public": self.public,
            "place_known": self.place_known,
        }

    def shared(self, field: str) -> tuple[object, ...]:
        """Return what a reversal may have in common with the record it reverses."""
        return {
            "incident": (self.number,),
            "offence": (self.offence,),
            "description": (self.description,),
            "at": (self.at,),
            "day": (self.at.date(),),
            "number": (self.house_key,),
            "street": (self.street_key,),
            "position": (self.x_m, self.y_m),
        }[field]

    @property
    def turn(self) -> tuple[object, ...]:
        """What decides who is first; a day that is not known comes after all others."""
        return (self.recorded_on or date.max, self.content, self.part, self._row)


@dataclass(frozen=True)
class ByHand:
    """What rows come to: incidents by their id, reversals without a record, and pairs."""

    incidents: dict[str, dict[str, object]]
    charges: dict[tuple[object, ...], int]
    rejected: set[tuple[int, int, str]]
    pairs: int


def settled_by_hand(rows: Sequence[Row], levels: Sequence[Sequence[str]]) -> ByHand:
    """Settle rows one by one."""
    reversals = sorted((row for row in rows if row.takes_back), key=lambda row: row.turn)
    records = sorted((row for row in rows if not row.takes_back), key=lambda row: row.turn)
    pairs = 0
    for level in levels:
        for numbered in (
            [None] if "incident" in level else [(False, False), (True, False), (False, True)]
        ):
            for reversal, record in list(_pairs(reversals, records, level, numbered)):
                reversals.remove(reversal)
                records.remove(record)
                pairs += 1
    return ByHand(
        incidents=_incidents(records),
        charges=_charges(records),
        rejected={(row.part, row._row, NO_RECORD) for row in reversals},
        pairs=pairs,
    )


def _pairs(
    reversals: Sequence[Row],
    records: Sequence[Row],
    level: Sequence[str],
    numbered: tuple[bool, bool] | None,
) -> Iterator[tuple[Row, Row]]:
    """Yield each reversal with the first record left that it can reverse."""
    left = list(records)
    for reversal in reversals:
        found = next((row for row in left if _reverses(reversal, row, level, numbered)), None)
        if found is not None:
            left.remove(found)
            yield reversal, found


def _reverses(
    reversal: Row, record: Row, level: Sequence[str], numbered: tuple[bool, bool] | None
) -> bool:
    if numbered not in (None, (reversal.number is not None, record.number is not None)):
        return False
    keys = [(reversal.shared(field), record.shared(field)) for field in level]
    if reversal.agency != record.agency or any(None in one or one != other for one, other in keys):
        return False
    made, taken_back = record.recorded_on, reversal.recorded_on
    return made is None or taken_back is None or made <= taken_back


def ids_of(rows: Sequence[Row]) -> dict[Row, str]:
    """Return the incident of each row: its number, or what it says and how often it was said."""
    said: defaultdict[int, list[int]] = defaultdict(list)
    ids = {}
    for row in sorted(rows, key=lambda row: (row.content, row.part, row._row)):
        if not (row.merges_alike and row.content in said[row.public]):
            said[row.public].append(row.content)
        own = f"{row.public:016X}-{len(said[row.public])}"
        ids[row] = f"{row.agency} {row.number or own}"
    return ids


def _incidents(records: Sequence[Row]) -> dict[str, dict[str, object]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row, incident in ids_of(records).items():
        grouped[incident].append(row)
    return {incident: _one(rows) for incident, rows in grouped.items()}


def _one(rows: Sequence[Row]) -> dict[str, object]:
    """Make one of several rows: it lies where the first located one does."""
    lead = min(rows, key=lambda row: (row.x_m is None, row.at, _rank(row), row.content))
    first = min(rows, key=lambda row: (row.at, not row.hour_known))
    held = [name for at, name in enumerate(CATEGORIES) if at in {_rank(row) for row in rows}]
    return {
        "at": first.at,
        "x_m": lead.x_m,
        "y_m": lead.y_m,
        "category": held[0],
        "categories": AND.join(held),
        "initiated_by": lead.initiated_by,
        "hour_known": first.hour_known,
        "premise": lead.premise,
        "location": lead.location,
        "booked_at": lead.booked_at,
        "recorded_on": lead.recorded_on,
        "agency": lead.agency,
        "rows": len(rows),
    }


def _charges(records: Sequence[Row]) -> dict[tuple[object, ...], int]:
    ids = ids_of(records)
    return dict(
        Counter((ids[row], CATEGORIES[_rank(row)], row.offence, row.description) for row in records)
    )


def _fingerprint(*said: object) -> int:
    digest = hashlib.md5(repr(said).encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[:8], "big")


def _rank(row: Row) -> int:
    return CATEGORIES.index("other") if row.rank < 0 else row.rank
