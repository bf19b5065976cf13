"""Whether the case of somebody on the list can be banked, and the banking itself."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.cases.actions.deciding import moved
from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.cases.states import State, bank_until
from commonground_web.caseroom.entries.models import Entry
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access


def ready_case(entry: Entry) -> Case | None:
    """Return the case of an entry that is ready to be banked; the one reviewed last."""
    found: Case | None = (
        Case.objects.filter(entry=entry, state=State.READY).order_by("-reviewed_at", "pk").first()
    )
    return found


def last_day(case: Case) -> date | None:
    """Return the last day on which a case may be in the bank, once a prosecutor has reviewed it."""
    if case.program_ends_on is None:
        return None
    return bank_until(program_ends_on=case.program_ends_on, limitation_on=case.limitation_on)


def why_not_bankable(entry: Entry) -> str | None:
    """Return why the case of an entry cannot be banked today, or None where it can."""
    case = ready_case(entry)
    last = last_day(case) if case else None
    if last is None:
        return _("no case is ready: with a complete buy, and reviewed by a prosecutor")
    if last <= open_access().day:
        return _("the time for which the case could be banked is over")
    if entry.is_frozen:
        return _("the listing is contested")
    return None


def let_bank(case: Case, *, by: Actor, at: datetime) -> None:
    """Bank a ready case until its last day, within the action that locks a list."""
    held = moved(case, to=State.BANKED)
    held.bank_until = last_day(held)
    held.banked_by, held.banked_at = uuid.UUID(by.id), at
    held.save()
    open_access().did("case.banked", held)
