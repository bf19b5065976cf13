"""The chain as the database holds it: streamed, as the links that were sealed.

A room has millions of events, and each is read here to be verified. So no instance is made of any:
a row becomes the canonical text that its hash was taken over, field by field.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

from django.db import connection

from commonground_web.kernel.audit.chain import Link, canonical

BATCH = 2_000
"""Rows that are fetched at a time."""

SHORT = 100
"""Characters of JSON that come again and again, such as `[]` and the names of tables."""

TEXTS = ("actor", "roles", "session", "address", "verb", "entity", "purpose", "route", "request")
JSONS = {"tables": "event", "acts": "seal", "ids": "seal", "changes": "seal"}

Writer = Callable[[Any], str]

_UNSEALED = """
SELECT event.id FROM audit_event event
WHERE NOT EXISTS (SELECT 1 FROM audit_seal seal WHERE seal.event = event.id) ORDER BY event.id
"""


def sealed_links() -> Iterator[Link]:
    """Yield the chain in the order of its numbers; a seal without its event has no content."""
    columns = sorted(_columns().items())
    asked = ", ".join(expression for _, (expression, _) in columns)
    writers = [(f',"{name}":', write) for name, (_, write) in columns]
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT seal.seq, seal.prev, seal.hash, event.id, {asked} FROM audit_seal seal "
            "LEFT JOIN audit_event event ON event.id = seal.event ORDER BY seal.seq"
        )
        while rows := cursor.fetchmany(BATCH):
            for seq, prev, link, event, *held in rows:
                content = "" if event is None else _content(writers, held)
                yield Link(seq, prev, link, content)


def unsealed_events() -> Iterator[str]:
    """Yield the ids of events that no seal is of, which no transaction can have left."""
    as_id = str if connection.vendor == "postgresql" else _id_of_hex
    with connection.cursor() as cursor:
        cursor.execute(_UNSEALED)
        while rows := cursor.fetchmany(BATCH):
            yield from (as_id(event) for (event,) in rows)


def _content(writers: list[tuple[str, Writer]], held: list[Any]) -> str:
    fields = [name + write(value) for (name, write), value in zip(writers, held, strict=True)]
    return "{" + "".join(fields)[1:] + "}"


def _columns() -> dict[str, tuple[str, Writer]]:
    """Return of each field how this engine is asked for it, and how its answer is written."""
    columns: dict[str, tuple[str, Writer]] = {
        name: (f"event.{name}", encode_basestring) for name in TEXTS
    }
    columns |= {name: (f"{table}.{name}", _written) for name, table in JSONS.items()}
    columns["outcome"] = ("seal.outcome", encode_basestring)
    is_served = connection.vendor == "postgresql"
    ids = str if is_served else _id_of_hex
    moment = "event.at" if is_served else "CAST(event.at AS text)"
    # The hash is over the event's moment; a seal that tells another is not what was sealed.
    return columns | {
        "event": ("seal.event", lambda held: f'"{ids(held)}"'),
        "agency": ("event.agency", lambda held: f'"{ids(held) if held else ""}"'),
        "at": (f"CASE WHEN seal.at = event.at THEN {moment} END", _moment),
    }


def _moment(held: datetime | str | None) -> str:
    if held is None:
        return "null"
    if isinstance(held, str):
        return f'"{held.replace(" ", "T", 1)}+00:00"'
    return f'"{held.isoformat()}"'


def _id_of_hex(text: str) -> str:
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _written(text: str) -> str:
    return _again(text) if len(text) < SHORT else canonical(json.loads(text))


@lru_cache(maxsize=4096)
def _again(text: str) -> str:
    return canonical(json.loads(text))
