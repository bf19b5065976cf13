"""Acknowledge a hold: from now on those who might arrest know of it, by name."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.holds.models import Hold
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.seen import require_same
from commonground_web.kernel.audit.opening import open_access
from commonground_web.valves.boxes.keys import NotIntroduced
from commonground_web.valves.boxes.sending import send
from commonground_web.valves.messages.invitations import HoldAcknowledged


@action("hold", "acknowledge", with_entities=("candidate", "entry"))
def acknowledge_hold(*, hold: Hold, by: Actor, at: datetime) -> None:
    """Acknowledge a hold as it was seen, and tell the Commons so."""
    held = hold.held_now()
    require_same(held.revision, hold.revision)
    if held.is_over(at):
        raise Refused(_("The hold is over; there is nothing to acknowledge."))
    if held.is_acknowledged:
        raise Refused(_("It is acknowledged already, as it stands now."))
    held.acknowledged_by, held.acknowledged_at = uuid.UUID(by.id), at
    held.acknowledged_revision = held.revision
    held.save()
    said = HoldAcknowledged(hold=held.hold, revision=held.revision, acknowledged_at=at)
    try:
        send(said, at=at)
    except NotIntroduced as unknown:
        raise Refused(
            _("This room does not know the Commons yet; the technical administrator adds its card.")
        ) from unknown
    open_access().did("hold.acknowledged", held)
