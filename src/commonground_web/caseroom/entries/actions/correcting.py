"""Correct what was accepted; whoever received it is told."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.entries.actions.held import moved, require_another
from commonground_web.caseroom.entries.actions.writing import Written, require_basis, write
from commonground_web.caseroom.entries.following import CORRECTED, RENAMED
from commonground_web.caseroom.entries.models import (
    Correction,
    CorrectionNotice,
    Entry,
    State,
)
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.seen import require_as_seen
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of

TOUCHED = ("correction", "dissemination", *CORRECTED.entities, *RENAMED.entities)
"""The entities whose rows are read or written where an entry is corrected."""


@action("entry", "correct", with_entities=TOUCHED)
def correct_entry(
    *, entry: Entry, written: Written, why: str, by: Actor, at: datetime
) -> Correction:
    """Correct an entry that somebody else wrote; whoever received it is to be told.

    It is out of use until somebody who did not correct it accepts it anew, and its day of purge
    stays. What is weighed by it and not locked is weighed anew.

    What it said before is not kept: only that it was corrected, by whom, when and why.

    Raises
    ------
    Refused
        If the actor wrote it, it was changed since they saw it, its basis is not whole, or a
        locked list rests on who it is of.
    """
    held = moved(entry, to=State.CORRECTED)
    require_another(
        held,
        by=by,
        words=_("Whoever wrote an entry does not correct it alone; ask another supervisor."),
    )
    require_as_seen(held, entry)
    require_basis(written, has_file=held.has_file, on=day_of(at))
    before = held.same_person
    write(held, written)
    held.accepted_by, held.accepted_at = None, None
    held.save()
    correction = Correction(entry=held, why=why, by=uuid.UUID(by.id), at=at)
    correction.save(force_insert=True)
    for sent in held.disseminations.all():
        notice = CorrectionNotice(entry=held, dissemination=sent, correction=correction)
        notice.save(force_insert=True)
    open_access().did("entry.corrected", held)
    if held.same_person != before:
        RENAMED.happens(held, by=by, at=at)
    CORRECTED.happens(held, by=by, at=at)
    return correction


@action("dissemination", "notify")
def tell_recipient(*, notice: CorrectionNotice, by: Actor, at: datetime) -> None:
    """Write down that somebody who received an entry was told of its correction."""
    held = notice.held_now()
    if held.told_at is not None:
        raise Refused(_("They have been told already."))
    held.told_by, held.told_at = uuid.UUID(by.id), at
    held.save()
    open_access().did("correction.told", held)
