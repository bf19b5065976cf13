"""Clocks that run out soon, for the front page: each app says which of its own do.

An app says so when it is ready, and the front page need not know the app:

    @runs_out("agreement", "view", within=timedelta(days=30))
    def agreements(actor: Actor, *, on: date, until: date) -> Iterator[Deadline]: ...

An app that counts rows about persons has its entity named by the front page, too, so that the
event of the page licenses their table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from commonground_web.commons.model.shape import Words
from commonground_web.kernel.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that runs out on a day; it names no person."""

    on: date
    what: Words
    url: str = ""
    """Where it is seen to; empty where the reader has no page for it."""
    owed_by: str = ""


class Teller(Protocol):
    """Returns what runs out, for one actor, until a day; what ran out already is told, too."""

    def __call__(self, actor: Actor, *, on: date, until: date) -> Iterable[Deadline]:
        """Tell what runs out."""


@dataclass(frozen=True, slots=True)
class _Told:
    entity: str
    verb: str
    within: timedelta
    teller: Teller


_told: list[_Told] = []


def runs_out(entity: str, verb: str, *, within: timedelta) -> Callable[[Teller], Teller]:
    """Make a function tell of clocks that run out.

    Parameters
    ----------
    entity, verb
        What an actor may do who is told of them.
    within
        How long before they do people want to know.
    """

    def declare(teller: Teller) -> Teller:
        if all(known.teller is not teller for known in _told):
            _told.append(_Told(entity, verb, within, teller))
        return teller

    return declare


def deadlines_for(actor: Actor, *, on: date) -> list[Deadline]:
    """Return what runs out soon and is an actor's to know, the soonest first."""
    found = [
        deadline
        for known in _told
        if actor.may(known.verb, known.entity)
        for deadline in known.teller(actor, on=on, until=on + known.within)
    ]
    return sorted(found, key=lambda deadline: (deadline.on, str(deadline.what)))
