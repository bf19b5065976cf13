"""What the Commons sends about somebody who was released to it: safe conduct, and agreements."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.holds.models import Agreement, Hold
from commonground_web.caseroom.lists.models import Candidate
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.retention.days import purge_day
from commonground_web.valves.boxes.handlers import receives
from commonground_web.valves.messages.invitations import AgreementGiven, HoldSet
from commonground_web.valves.ways import Kind

TOUCHED = ("hold", "candidate")


@receives(Kind.HOLD_SET, entities=TOUCHED)
def set_hold(message: HoldSet, *, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Copy a hold; a later revision replaces an earlier, and an earlier one changes nothing."""
    hold = Hold.objects.select_for_update().filter(hold=message.hold).first()
    if hold is None:
        hold = Hold(
            hold=message.hold,
            candidate=candidate_of(message.candidate),
            received_at=at,
            purge_on=purge_day(Hold, at=at),
        )
    elif hold.revision >= message.revision:
        return
    elif hold.candidate.token != message.candidate:
        raise Refused(_("A hold stays with the person it was set for."))
    hold.revision, hold.is_lifted = message.revision, message.is_lifted
    hold.starts_at, hold.ends_at = message.starts_at, message.ends_at
    hold.save()
    open_access().did("hold.set", hold)


@receives(Kind.AGREEMENT_GIVEN, entities=TOUCHED)
def note_agreement(message: AgreementGiven, *, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Keep the dates of an agreement; a later one takes the place of an earlier."""
    candidate = candidate_of(message.candidate)
    rows = Agreement.objects.select_for_update().filter(candidate=candidate)
    agreement = rows.first() or Agreement(candidate=candidate)
    if agreement.given_on is not None and agreement.given_on > message.given_on:
        return
    agreement.given_on, agreement.ends_on = message.given_on, message.ends_on
    agreement.received_at = at
    agreement.save()
    open_access().did("agreement.noted", agreement)


def candidate_of(token: uuid.UUID) -> Candidate:
    """Return the candidate whom the Commons calls by a token.

    Raises
    ------
    Refused
        If there is none: whoever it was has been purged since.
    """
    found: Candidate | None = Candidate.objects.filter(token=token).first()
    if found is None:
        raise Refused(_("Nobody in this room is called that any more."))
    return found
