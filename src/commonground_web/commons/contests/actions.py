"""Forward a contest to the case room: by codes alone, never in anybody's words."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.complaints.actions.making import keep
from commonground_web.commons.complaints.models import Complaint
from commonground_web.commons.complaints.states import State
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import day_of
from commonground_web.valves.boxes.keys import NotIntroduced
from commonground_web.valves.boxes.sending import send
from commonground_web.valves.messages.invitations import ContestForwarded, Ground, Request


@dataclass(frozen=True, slots=True)
class Forwarded:
    """Which candidate a contest is about, and what of it the case room learns."""

    candidate: Candidate
    grounds: Sequence[str]
    asks: str


@action("complaint", "forward", with_entities=("candidate",))
def forward_contest(*, complaint: Complaint, forwarded: Forwarded, by: Actor, at: datetime) -> None:
    """Tell the case room that somebody contests being listed: why and what for, as codes.

    What the case room calls the candidate is not kept with the contest, and nobody is shown it.
    """
    held = complaint.held_now()
    if not held.is_contest:
        raise Refused(_("Only a contest of being listed is forwarded."))
    if held.state in {State.RECEIVED, State.CLOSED}:
        raise Refused(_("A contest is forwarded once it is acknowledged, and before it is closed."))
    if held.forwarded_at is not None:
        raise Refused(_("It was forwarded already."))
    message = ContestForwarded(
        contest=uuid.uuid4(),
        candidate=forwarded.candidate.token,
        grounds=tuple(Ground(ground) for ground in forwarded.grounds),
        asks=Request(forwarded.asks),
        received_on=day_of(held.created_at),
    )
    try:
        send(message, at=at)
    except NotIntroduced as unknown:
        raise Refused(
            _("This room has no way to the case room yet; ask the operator.")
        ) from unknown
    held.forwarded_by, held.forwarded_at = uuid.UUID(by.id), at
    held.forwarded_as = message.contest
    keep(held, "contest.forwarded")
