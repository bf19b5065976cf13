"""The chain as the database holds it: streamed, as the links that were sealed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from commonground_web.kernel.audit.chain import Link

BATCH = 2_000
"""Rows that are fetched at a time."""

_TEXTS = ("actor", "roles", "session", "address", "verb", "entity", "purpose", "route", "request")
_JOINED = f"""
SELECT seal.seq, seal.prev, seal.hash, seal.event, event.id, {{moment}}, event.agency, event.tables,
    seal.outcome, seal.acts, seal.ids, seal.changes, {", ".join(f"event.{name}" for name in _TEXTS)}
FROM audit_seal seal LEFT JOIN audit_event event ON event.id = seal.event
ORDER BY seal.seq
"""
_UNSEALED = """
SELECT event.id FROM audit_event event
WHERE NOT EXISTS (SELECT 1 FROM audit_seal seal WHERE seal.event = event.id) ORDER BY event.id
"""


def sealed_links() -> Iterator[Link]:
    """Yield the chain in the order of its numbers; a seal without its event has no content."""
    as_id, as_moment, moment = _readers()
    with connection.chunked_cursor() as cursor:
        cursor.execute(_JOINED.format(moment=moment))
        while rows := cursor.fetchmany(BATCH):
            for seq, prev, link, seal, event, at, agency, tables, outcome, *rest in rows:
                acts, ids, changes, *texts = rest
                content = {} if event is None else dict(zip(_TEXTS, texts, strict=True))
                if event is not None:
                    content["event"] = as_id(seal)
                    content["at"] = as_moment(at)
                    content["agency"] = as_id(agency) if agency else ""
                    content["tables"] = _parsed(tables)
                    content["outcome"] = outcome
                    content["acts"] = _parsed(acts)
                    content["ids"] = _parsed(ids)
                    content["changes"] = _parsed(changes)
                yield Link(seq, prev, link, content)


def unsealed_events() -> Iterator[str]:
    """Yield the ids of events that no seal is of, which no transaction can have left."""
    as_id, _, _ = _readers()
    with connection.cursor() as cursor:
        cursor.execute(_UNSEALED)
        while rows := cursor.fetchmany(BATCH):
            yield from (as_id(event) for (event,) in rows)


def _readers() -> tuple[Callable[[Any], str], Callable[[Any], str], str]:
    """Return how ids and moments are written in the chain, and how a moment is asked for."""
    if connection.vendor == "postgresql":
        return str, datetime.isoformat, "event.at"
    return _id_of_hex, _moment_of_text, "CAST(event.at AS text)"


def _id_of_hex(text: str) -> str:
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _moment_of_text(text: str) -> str:
    return f"{text.replace(' ', 'T', 1)}+00:00"


@lru_cache(maxsize=4096)
def _short(text: str) -> Any:
    return json.loads(text)


def _parsed(text: str) -> Any:
    """Return what a column of JSON holds; what is short comes again and again."""
    return _short(text) if len(text) < 100 else json.loads(text)
