"""Which mentions of a person count, and which two of them are independent.

A mention counts if its source was not graded unreliable, nor what it said doubtful. Two mentions
are independent if they come from different kinds of source, and either from different agencies or
from two observers who are both known and not the same. So two patrol reports are one kind; and a
complaint by somebody unknown is independent of a report of the same agency only if another agency
took it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Protocol

from commonground_web.caseroom.entries.grades import Reliability, Validity


class Mention(Protocol):
    """What is to be known of a mention in order to compare it."""

    kind: str
    agency: object
    observer_key: str
    reliability: str
    validity: str


def counts(mention: Mention) -> bool:
    """Say whether a mention counts as support at all."""
    return mention.reliability != Reliability.UNRELIABLE and mention.validity != Validity.DOUBTFUL


def are_independent(one: Mention, other: Mention) -> bool:
    """Say whether two mentions are independent of one another."""
    if one.kind == other.kind:
        return False
    are_known = bool(one.observer_key and other.observer_key)
    return one.agency != other.agency or (are_known and one.observer_key != other.observer_key)


def has_two_independent(mentions: Iterable[Mention]) -> bool:
    """Say whether two of these mentions count and are independent of one another."""
    usable = [mention for mention in mentions if counts(mention)]
    return any(are_independent(one, other) for one, other in combinations(usable, 2))
