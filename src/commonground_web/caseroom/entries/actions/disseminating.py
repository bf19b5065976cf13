"""Write down to whom an entry goes, before it goes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.entries.grades import Sensitivity
from commonground_web.caseroom.entries.models import Dissemination, Entry
from commonground_web.caseroom.entries.states import STANDING
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """To whom an entry's content goes, what for, by what right, and how."""

    recipient: str
    agency: str
    need: str
    right: str
    purpose: str
    via: str


@action("dissemination", "create", with_entities=("entry",))
def disseminate(*, entry: Entry, sent: Sent, by: Actor, at: datetime) -> Dissemination:
    """Write down that an entry's content goes to somebody.

    Raises
    ------
    Refused
        If the entry is not accepted, its listing is contested, or its label does not allow it.
    """
    held = entry.held_now()
    if held.state not in STANDING:
        raise Refused(_("Only what a supervisor has accepted leaves the room."))
    if held.is_frozen:
        raise Refused(_("The listing is contested; nothing leaves the room until it is answered."))
    if held.sensitivity == Sensitivity.SENSITIVE and str(held.control_official) != by.id:
        raise Refused(_("The entry is labelled sensitive; its control official hands it on."))
    row = Dissemination(
        entry=held,
        recipient=sent.recipient,
        agency=sent.agency,
        need=sent.need,
        right=sent.right,
        purpose=sent.purpose,
        via=sent.via,
        sensitivity=held.sensitivity,
        confidence=held.confidence,
        by=uuid.UUID(by.id),
        at=at,
    )
    row.save(force_insert=True)
    open_access().did("entry.disseminated", row)
    return row
