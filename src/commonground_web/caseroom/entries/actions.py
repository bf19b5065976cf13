"""What is done to entries."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.entries.models import Entry, State
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.retention.days import purge_day


@action("entry", "create")
def create_entry(*, name: str, facts: str, by: Actor, at: datetime) -> Entry:
    """Write down a name with the facts for it; its day of purge is set at once."""
    if by.agency is None:
        raise Refused(_("Your account belongs to no agency, so that nobody answers for the entry."))
    entry = Entry(
        name=name,
        facts=facts,
        agency=by.agency,
        created_by=uuid.UUID(by.id),
        created_at=at,
        purge_on=purge_day(Entry, at=at),
    )
    entry.save(force_insert=True)
    open_access().did("entry.created", entry)
    return entry


@action("entry", "submit")
def submit_entry(*, entry: Entry, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Hand a draft to a supervisor."""
    if entry.state != State.DRAFT:
        raise Refused(_("Only a draft is submitted."))
    entry.state = State.SUBMITTED
    entry.save()
    open_access().did("entry.submitted", entry)


@action("entry", "accept")
def accept_entry(*, entry: Entry, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Accept what somebody else submitted."""
    if entry.state != State.SUBMITTED:
        raise Refused(_("Only a submitted entry is accepted."))
    if str(entry.created_by) == by.id:
        raise Refused(_("Whoever wrote an entry does not accept it; ask another supervisor."))
    entry.state, entry.accepted_by = State.ACCEPTED, uuid.UUID(by.id)
    entry.save()
    open_access().did("entry.accepted", entry)
