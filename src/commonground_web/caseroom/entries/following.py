"""What follows where a name is dropped or an entry corrected, in the apps later in the story."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from commonground_web.caseroom.entries.models import Entry
from commonground_web.kernel.access.actor import Actor


class Follow(Protocol):
    """Acts on what happens to an entry, in the same transaction."""

    def __call__(self, entry: Entry, *, by: Actor, at: datetime) -> None:
        """Follow it."""


class Occasion:
    """Something that happens to an entry, on which later apps act.

    `entities` are those whose rows they may change then, besides those of the entry.
    """

    def __init__(self, *entities: str) -> None:
        self.entities = entities
        self._following: list[Follow] = []

    def followed_by(self, follow: Follow) -> Follow:
        """Have a function called when it happens."""
        if follow not in self._following:
            self._following.append(follow)
        return follow

    def happens(self, entry: Entry, *, by: Actor, at: datetime) -> None:
        """Let every later app act on an entry to which it happens."""
        for follow in self._following:
            follow(entry, by=by, at=at)


DROPPED = Occasion("candidate", "triage")
"""A name is dropped."""

CORRECTED = Occasion("triage")
"""What an entry says is corrected."""

RENAMED = Occasion("triage")
"""A correction makes an entry one of another name or date of birth; whoever rests on it refuses."""
