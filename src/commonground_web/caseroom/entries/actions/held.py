"""An entry as it is held while an action runs, and what every action on it asks."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from commonground_web.caseroom.entries.following import DROPPED
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.entries.states import DROPPED_DAYS, LEFT, MACHINE, State
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import day_of


def held_entries(keys: Iterable[uuid.UUID]) -> None:
    """Hold several entries as they are, in one order, so that no two wait for each other.

    Whoever holds an entry and something that rests on it holds the entry first.
    """
    list(Entry.objects.select_for_update().filter(pk__in=set(keys)).order_by("pk"))


def moved(entry: Entry, *, to: State) -> Entry:
    """Return an entry, held and in its next state; it has still to be saved.

    Raises
    ------
    Refused
        If no way leads there.
    """
    held = entry.held_now()
    MACHINE.require(held.state, to)
    held.state = to
    return held


def require_open(entry: Entry) -> None:
    """Refuse work on an entry that was dropped."""
    if entry.state in LEFT:
        raise Refused(_("The entry was dropped; nothing is added to it any more."))


def require_site(by: Actor, site: uuid.UUID) -> None:
    """Find nothing, unless the site is one of the actor's."""
    if by.sites is not None and site not in by.sites:
        raise NotPermitted


def require_another(entry: Entry, *, by: Actor, words: str) -> None:
    """Refuse whoever wrote an entry, in these words."""
    if str(entry.created_by) == by.id:
        raise Refused(words)


def let_drop(entry: Entry, *, by: Actor, at: datetime) -> None:
    """Let an entry go: it is kept for a short while, and then purged.

    Parameters
    ----------
    entry
        The entry, held by the action that drops it.
    by, at
        Who drops it, and when.
    """
    MACHINE.require(entry.state, State.DROPPED)
    entry.state = State.DROPPED
    entry.purge_on = min(entry.purge_on, day_of(at) + timedelta(days=DROPPED_DAYS))
    entry.save()
    DROPPED.happens(entry, by=by, at=at)
