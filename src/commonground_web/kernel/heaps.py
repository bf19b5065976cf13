"""Heaps: what waits for the same thing, for whoever may do it; each app names its own.

An app does so in a module `heaps`, and the page and the mail need not know the app:

    @waits_for("agreement", "confirm", at="agencies", since="recorded_at", says=_("Agreements ..."))
    def to_confirm(actor: Actor) -> QuerySet[Agreement]: ...

What is told of a heap is how many there are and of when: never which, and of whom.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils.functional import Promise

from commonground_web.kernel.access.actor import Actor


class Finder(Protocol):
    """Finds the rows that wait for an actor; they need not be able to do it with each."""

    def __call__(self, actor: Actor) -> Any:
        """Return the rows, as a query; the day is that of the audit event that is open."""


@dataclass(frozen=True, slots=True)
class Heap:
    """What waits for the same thing: for whom, where it is done, and how it is found."""

    entity: str
    verb: str
    says: str | Promise
    view: str
    since: str
    reads: tuple[str, ...]
    find: Finder


@dataclass(frozen=True, slots=True)
class Waiting:
    """One heap, as it waits for one person."""

    says: str | Promise
    url: str
    n: int
    first: datetime | None
    """Of when the oldest is, where that is known."""
    last: datetime | None
    """Of when the newest is."""


UNKNOWN = datetime.min.replace(tzinfo=UTC)
"""Where what is not known of when it is comes in the order."""

HEAPS: list[Heap] = []
"""The heaps of the room, as its apps named them."""


def waits_for(
    entity: str,
    verb: str,
    *,
    says: str | Promise,
    at: str,
    since: str,
    reads: tuple[str, ...] = (),
) -> Callable[[Finder], Finder]:
    """Have a function find what waits for whoever may do this to that.

    Parameters
    ----------
    entity, verb
        What it is, and what is to be done with it, as roles name them.
    says
        What waits, as a heading.
    at
        Name of the view where it is done or chosen; whoever may do it may open that.
    since
        The field that holds the moment since which a row waits, or from which it is.
    reads
        Other entities whose rows are looked at.
    """

    def declare(find: Finder) -> Finder:
        HEAPS.append(Heap(entity, verb, says, at, since, reads, find))
        return find

    return declare


def entities_that_wait() -> tuple[str, ...]:
    """Return the entities whose rows have to be read to say what waits."""
    return tuple(sorted({word for heap in HEAPS for word in (heap.entity, *heap.reads)}))


def what_waits_for(actor: Actor) -> list[Waiting]:
    """Return the heaps that wait for an actor, the oldest first.

    Parameters
    ----------
    actor
        For whom; each heap is of the sites for which they hold the role.
    """
    mine = (heap for heap in HEAPS if actor.may(heap.verb, heap.entity))
    found = (_waiting(heap, actor) for heap in mine)
    return sorted(filter(None, found), key=lambda waiting: waiting.first or UNKNOWN)


def _waiting(heap: Heap, actor: Actor) -> Waiting | None:
    rows = heap.find(actor.narrowed(verb=heap.verb, entity=heap.entity))
    told = rows.order_by().aggregate(
        n=Count("pk", distinct=True), first=Min(heap.since), last=Max(heap.since)
    )
    if not told["n"]:
        return None
    return Waiting(heap.says, reverse(heap.view), told["n"], told["first"], told["last"])
