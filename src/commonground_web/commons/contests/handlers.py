"""How the case room answered a contest, by valve V1: what it did and when, and nothing else."""

from __future__ import annotations

from datetime import datetime

from commonground_web.commons.complaints.actions.making import keep
from commonground_web.commons.complaints.models import Complaint
from commonground_web.kernel.access.actor import Actor
from commonground_web.valves.boxes.handlers import receives
from commonground_web.valves.messages.invitations import ContestAnswered
from commonground_web.valves.ways import Kind


@receives(Kind.CONTEST_ANSWERED, entities=("complaint",))
def note_answer(message: ContestAnswered, *, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Note the answer with the contest, once; one that was purged meanwhile is not looked for."""
    forwarded = Complaint.objects.select_for_update().filter(forwarded_as=message.contest)
    held = forwarded.filter(case_room_answer="").first()
    if held is None:
        return
    held.case_room_answer, held.case_room_answered_on = str(message.answer), message.on
    keep(held, "contest.answered")
