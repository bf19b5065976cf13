"""What the lock of a list asks of the apps that come later in the story, and what follows it.

What a list weighs is told by the app that decides; any app may have a say before the lock, and
may act in the same transaction when a list is locked. The entities whose rows they touch have to
be among `WEIGHED`, for the audit event of the lock names them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.lists.models import CandidateList
from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.kernel.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Weighed:
    """An entry on a list, and what was decided about it."""

    entry: Entry
    verdict: Verdict | None
    """None while it is undecided."""
    agencies: frozenset[uuid.UUID] = frozenset()
    """The agencies of those who decided."""


WEIGHED = ("entry", "source", "screening", "case", "triage", "candidate", "disparity_check")
"""The entities whose rows may be touched when a list is weighed, checked and locked."""

Tell = Callable[[CandidateList], Sequence[Weighed]]
"""Returns everything that a list weighs."""

Ask = Callable[[CandidateList, Sequence[Weighed]], Iterable[str]]
"""Returns a sentence for everything that keeps a list from being locked."""

Follow = Callable[..., None]
"""Acts on a locked list: `follow(candidates, weighed, by=..., at=...)`."""

_tellers: list[Tell] = []
_asked: list[Ask] = []
_following: list[Follow] = []


def weighs(tell: Tell) -> Tell:
    """Have a function tell what lists weigh."""
    _tellers.append(tell)
    return tell


def asks_before_lock(ask: Ask) -> Ask:
    """Have a function asked before a list is locked."""
    _asked.append(ask)
    return ask


def on_lock(follow: Follow) -> Follow:
    """Have a function called when a list is locked, in the same transaction."""
    _following.append(follow)
    return follow


def weighed_on(candidates: CandidateList) -> list[Weighed]:
    """Return everything that a list weighs, in the order of the entries' ids."""
    told = [weighed for tell in _tellers for weighed in tell(candidates)]
    return sorted(told, key=lambda weighed: str(weighed.entry.pk))


def reasons_against(candidates: CandidateList, weighed: Sequence[Weighed]) -> list[str]:
    """Return what every app that has a say has against locking a list."""
    return [reason for ask in _asked for reason in ask(candidates, weighed)]


def follow_lock(
    candidates: CandidateList, weighed: Sequence[Weighed], *, by: Actor, at: datetime
) -> None:
    """Let every app act on a list that is locked now."""
    for follow in _following:
        follow(candidates, weighed, by=by, at=at)
