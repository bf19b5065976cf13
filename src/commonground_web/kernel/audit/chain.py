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
    content: Mapping[str, object]
    """Every field of the event and its seal but for these three; empty where the event is gone."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where the chain does not hold."""

    seq: int
    reason: str


def link_hash(content: Mapping[str, object], *, seq: int, prev: str) -> str:
    """Return the SHA-256 of a link: its fields, its number and the link before, as JSON."""
    canonical = json.dumps(
        [seq, prev, content], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


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
        elif link_hash(link.content, seq=link.seq, prev=link.prev) != link.hash:
            yield Broken(link.seq, "is not what was sealed")
        if link.hash in wanted:
            seen.add(link.hash)
        expected, head = link.seq + 1, link.hash
    for day, anchored in sorted(missing.items()):
        if anchored not in seen:
            yield Broken(
                expected,
                f"would be next, and the head of {day} was not met: the end was cut off or rewritten",
            )
