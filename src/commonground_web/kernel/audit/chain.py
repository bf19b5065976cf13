"""The chain: how an event and its seal become one hash, and what an intact chain looks like."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

START = ""
"""What the first seal follows."""


@dataclass(frozen=True, slots=True)
class Link:
    """One sealed event as the chain sees it."""

    seq: int
    prev: str
    hash: str
    content: str
    """Every other field of the event and its seal, canonical; empty where the event is gone."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where the chain does not hold."""

    seq: int
    reason: str


canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
"""Writes what is hashed: fields in the order of their names, without spaces."""


def link_hash(content: Mapping[str, object], *, seq: int, prev: str) -> str:
    """Return the SHA-256 of a link: its number, the link before it, and its fields as JSON."""
    return _hash(canonical(content), seq=seq, prev=prev)


def _hash(content: str, *, seq: int, prev: str) -> str:
    return hashlib.sha256(f"[{seq},{canonical(prev)},{content}]".encode()).hexdigest()


def broken_links(links: Iterable[Link], *, anchors: Mapping[str, str]) -> Iterator[Broken]:
    """Yield where a chain was changed, dropped from, reordered, or cut off before an anchor.

    Parameters
    ----------
    links
        The sealed events in order of their numbers.
    anchors
        Date to the hash that was the head at the end of that day.
    """
    expected, head = 1, START
    missing = dict(anchors)
    wanted = set(anchors.values())
    seen: set[str] = set()
    for link in links:
        if link.seq != expected:
            yield Broken(expected, f"is missing: {link.seq} follows {expected - 1}")
        if link.prev != head:
            yield Broken(link.seq, "does not follow the one before it")
        if not link.content:
            yield Broken(link.seq, "has lost its event")
        elif _hash(link.content, seq=link.seq, prev=link.prev) != link.hash:
            yield Broken(link.seq, "is not what was sealed")
        if link.hash in wanted:
            seen.add(link.hash)
        expected, head = link.seq + 1, link.hash
    for day, anchored in sorted(missing.items()):
        if anchored not in seen:
            yield Broken(
                expected,
                f"would be next, and the head of {day} was not met: it was cut off or rewritten",
            )
