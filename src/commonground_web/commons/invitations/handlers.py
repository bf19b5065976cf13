"""What the case room says by valve V1 of holds, and of what became of candidates."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.callin.states import BEFORE_IT
from commonground_web.commons.candidates.actions import NEEDED_DAYS, move_candidate
from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.candidates.states import State
from commonground_web.commons.invitations.actions.delivering import has_letter
from commonground_web.commons.invitations.holds import acknowledge, lift
from commonground_web.commons.invitations.models import Hold, Invitee
from commonground_web.commons.invitations.tally import WITH, callin_of, recount
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import day_of
from commonground_web.valves.boxes.handlers import NotYet, receives
from commonground_web.valves.messages.invitations import CandidateStatus, HoldAcknowledged
from commonground_web.valves.ways import Kind


@receives(Kind.HOLD_ACKNOWLEDGED, entities=WITH)
def note_acknowledged(message: HoldAcknowledged, *, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Note that the case room knows of a hold as it stood at a revision."""
    hold = Hold.objects.select_related("invitee__candidate").filter(pk=message.hold).first()
    if hold is None:
        raise NotYet
    callin = callin_of(hold.invitee)
    hold.lock()
    if acknowledge(hold, revision=message.revision, at=message.acknowledged_at):
        recount(callin)


@receives(Kind.CANDIDATE_STATUS, entities=WITH)
def note_status(message: CandidateStatus, *, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Note what became of a candidate; a hold that was promised to nobody is lifted."""
    candidate = Candidate.objects.filter(token=message.candidate).first()
    if candidate is None:
        raise NotYet
    until = day_of(at) + timedelta(days=NEEDED_DAYS)
    move_candidate(candidate, to=State(message.status), needed_until=until)
    for invitee in Invitee.objects.filter(candidate=candidate).select_related("hold"):
        _leave(invitee, candidate, at=at)


def _leave(invitee: Invitee, candidate: Candidate, *, at: datetime) -> None:
    callins = CallIn.objects.select_for_update().filter(pk=invitee.callin, state__in=BEFORE_IT)
    callin = callins.first()
    if callin is None:
        return
    invitee.candidate = candidate
    if invitee.hold.lifted_at is None and not has_letter(invitee):
        lift(invitee.hold, at=at)
    recount(callin)
