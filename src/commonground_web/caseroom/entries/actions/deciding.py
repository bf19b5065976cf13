"""Hand an entry over, accept it, return it, put it into use, drop it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.entries.actions.held import (
    let_drop,
    moved,
    require_another,
)
from commonground_web.caseroom.entries.following import DROPPED
from commonground_web.caseroom.entries.models import Entry, State
from commonground_web.caseroom.entries.support import corrected_last_by, what_is_unsupported
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.seen import require_as_seen
from commonground_web.kernel.audit.opening import open_access


@action("entry", "submit")
def submit_entry(
    *,
    entry: Entry,
    by: Actor,  # noqa: ARG001 - an action is told who acts
    at: datetime,
) -> None:
    """Hand a draft to a supervisor."""
    if entry.state != State.DRAFT:
        raise Refused(_("Only a draft is submitted."))
    held = moved(entry, to=State.SUBMITTED)
    require_as_seen(held, entry)
    held.submitted_at, held.why = at, None
    held.save()
    open_access().did("entry.submitted", held)


@action("entry", "accept", with_entities=("correction",))
def accept_entry(*, entry: Entry, by: Actor, at: datetime) -> None:
    """Accept what somebody else submitted or corrected.

    Raises
    ------
    Refused
        If it is neither, or the actor wrote it, or wrote what it says since it was corrected, or
        it was changed since they saw it.
    """
    if entry.state not in {State.SUBMITTED, State.CORRECTED}:
        raise Refused(_("Only a submitted or corrected entry is accepted."))
    require_another(
        entry,
        by=by,
        words=_("Whoever wrote an entry does not accept it; ask another supervisor."),
    )
    held = moved(entry, to=State.ACCEPTED)
    require_as_seen(held, entry)
    if by.id == corrected_last_by(held):
        raise Refused(_("Whoever corrected an entry does not accept it; ask another supervisor."))
    held.accepted_by, held.accepted_at = uuid.UUID(by.id), at
    held.save()
    open_access().did("entry.accepted", held)


@action("entry", "accept")
def return_entry(*, entry: Entry, why: str, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Give a submitted entry back to its writer, and say what is missing."""
    held = moved(entry, to=State.DRAFT)
    held.why = why
    held.save()
    open_access().did("entry.returned", held)


@action("entry", "accept", with_entities=("source", "screening"))
def use_entry(*, entry: Entry, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Put an accepted entry into use, once its sources and its screening are whole."""
    if entry.state != State.ACCEPTED:
        raise Refused(_("Only an accepted entry is put into use."))
    held = moved(entry, to=State.ACTIVE)
    require_as_seen(held, entry)
    if missing := what_is_unsupported(held):
        raise Refused(" ".join(missing))
    held.save()
    open_access().did("entry.active", held)


@action("entry", "accept", with_entities=DROPPED.entities)
def drop_entry(*, entry: Entry, why: str, by: Actor, at: datetime) -> None:
    """Drop a name; it is kept for a short while, and then purged."""
    held = entry.held_now()
    require_another(
        held,
        by=by,
        words=_("Whoever wrote an entry does not drop it; ask another supervisor."),
    )
    held.why = why
    let_drop(held, by=by, at=at)
    open_access().did("entry.dropped", held)


@action("entry", "review")
def fall_due(*, entry: Entry, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Have an entry fall due for review, some time before its day of purge."""
    held = moved(entry, to=State.DUE_REVIEW)
    held.save()
    open_access().did("entry.due_review", held)
