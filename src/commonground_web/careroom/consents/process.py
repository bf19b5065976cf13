"""Legal process: that it came is written down, who was told, and that nothing was confirmed."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.utils.translation import gettext as _

from commonground_web.careroom.consents.models import LegalProcess
from commonground_web.careroom.consents.words import Response
from commonground_web.kernel.access.actions import Refused, action, agency_of
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.retention.days import purge_day


@action("legal_process", "create")
def receive_process(
    *, kind: str, received_on: date, from_whom: str, note: str, by: Actor, at: datetime
) -> LegalProcess:
    """Write down that legal process came; until counsel says more, nothing is acknowledged."""
    if received_on > day_of(at):
        raise Refused(_("The day on which it came is yet to come."))
    process = LegalProcess(
        provider=agency_of(by),
        kind=kind,
        received_on=received_on,
        from_whom=from_whom,
        note=note,
        created_by=uuid.UUID(by.id),
        created_at=at,
        purge_on=purge_day(LegalProcess, at=at),
    )
    process.save(force_insert=True)
    open_access().did("legal_process.received", process)
    return process


@action("legal_process", "answer")
def answer_process(
    *, process: LegalProcess, counsel: str, answer: str, by: Actor, at: datetime
) -> None:
    """Write down which counsel was told, and what was answered."""
    if answer != Response.NO_ACKNOWLEDGEMENT and not counsel:
        raise Refused(_("Only counsel answers more than that; say which counsel was told."))
    process.lock()
    process.counsel, process.answer = counsel, answer
    process.answered_by, process.answered_at = uuid.UUID(by.id), at
    process.save()
    open_access().did("legal_process.answered", process)
