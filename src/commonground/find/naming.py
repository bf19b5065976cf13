"""Naming: the streets of a place, as its records write them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

HUNDRED = re.compile(r"(?i)^\s*(\d+)\s+(?:block|blk)\s+(?:of\s+)?(\S.*?)\s*$")
"""A hundred-block: ``800 Block of BRYANT ST``, ``3500 block S GRAND BLVD``."""

BLOCK = re.compile(r"(?i)^\s*\d+\s+(?:block|blk)\s+(?:of\s+)?")
"""What stands before a street where a block is written."""

CROSSING = re.compile(r"\s+(?:/|&|@|and|at)\s+", re.IGNORECASE)

MOST_STREETS = 6
"""Streets that are listed; a place has hardly more, and a longer list helps nobody."""


def busiest_block(locations: Iterable[str]) -> str | None:
    """Return the block or crossing that is written most often."""
    held = Counter(locations)
    if not held:
        return None
    text = min(held, key=lambda one: (-held[one], one))
    if CROSSING.search(text) or not (hundred := HUNDRED.match(text)):
        return tidy(BLOCK.sub("", text))
    return f"{int(hundred[1])} block of {tidy(hundred[2])}"


def streets_of(locations: Iterable[str]) -> tuple[str, ...]:
    """Return streets with the blocks and crossings that records name, the commonest first.

    Parameters
    ----------
    locations
        What was written of each record: hundred-blocks and crossings.
    """
    seen: Counter[str] = Counter()
    blocks: dict[str, set[int]] = defaultdict(set)
    crossed: dict[str, Counter[str]] = defaultdict(Counter)
    for text, times in sorted(Counter(locations).items()):
        ends = [tidy(end) for end in CROSSING.split(BLOCK.sub("", text))]
        if len(ends) > 1:
            for end in ends:
                seen[end] += times
                crossed[end].update({other: times for other in ends if other != end})
        elif hundred := HUNDRED.match(text):
            street = tidy(hundred[2])
            seen[street] += times
            blocks[street].add(int(hundred[1]))
    order = sorted(seen, key=lambda street: (-seen[street], street))
    return tuple(
        _described(street, blocks[street], crossed[street]) for street in order[:MOST_STREETS]
    )


def tidy(text: str) -> str:
    """Write a street as people do: ``S Grand Blvd`` for ``S GRAND BLVD``."""
    return " ".join(_word(word) for word in text.split())


def _word(word: str) -> str:
    if re.fullmatch(r"(?i)\d+(st|nd|rd|th)|block|of|and|at", word):
        return word.lower()
    return word.capitalize() if word.isupper() or word.islower() else word


def _described(street: str, blocks: set[int], crossed: Counter[str]) -> str:
    if blocks:
        first, last = min(blocks), max(blocks)
        return (
            f"{street}, {first} block" if first == last else f"{street}, {first} to {last} blocks"
        )
    others = sorted(crossed, key=lambda name: (-crossed[name], name))[:2]
    return f"{street} at {' and '.join(others)}"
