"""What the Commons is told of candidates: whom to invite, and who stands no longer; never why."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.lists.models import Candidate
from commonground_web.caseroom.lists.states import CANDIDATE, CandidateState
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.valves.boxes.keys import NotIntroduced
from commonground_web.valves.boxes.sending import send
from commonground_web.valves.messages.invitations import CandidateStatus, Standing
from commonground_web.valves.messages.shapes import Message

STANDING = (CandidateState.CHOSEN, CandidateState.PROPOSED, CandidateState.RELEASED)
"""States of candidates who are to be invited, or were."""


def tell(message: Message, *, at: datetime) -> uuid.UUID:
    """Send a message to the Commons, and return what it is called.

    Raises
    ------
    Refused
        If the rooms do not know each other.
    """
    try:
        row = send(message, at=at)
    except NotIntroduced:
        raise Refused(
            _("This room and the Commons do not know each other yet; have them introduced first.")
        ) from None
    sent: uuid.UUID = row.pk
    return sent


def tell_standing(candidate: Candidate, *, standing: Standing, at: datetime) -> None:
    """Tell the Commons what became of a candidate who was released to it."""
    tell(CandidateStatus(candidate=candidate.token, status=standing, on=day_of(at)), at=at)
    open_access().did("candidate.standing_told", candidate)


def end_candidates(entry: Entry, *, standing: Standing, at: datetime) -> None:
    """End what an entry's candidates wait for: nobody is released any more, and the Commons knows.

    Within an event that may write candidates' rows; by a person or a clock.
    """
    rows = Candidate.objects.select_for_update().filter(entry=entry, state__in=STANDING)
    for candidate in rows.order_by("pk"):
        if candidate.state == CandidateState.RELEASED:
            tell_standing(candidate, standing=standing, at=at)
        CANDIDATE.require(candidate.state, CandidateState.ENDED)
        candidate.state = CandidateState.ENDED
        candidate.save()
        open_access().did("candidate.ended", candidate)
