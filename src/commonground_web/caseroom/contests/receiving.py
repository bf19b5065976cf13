"""A contest that oversight passes on: it freezes the entry at once."""

from __future__ import annotations

from datetime import datetime

from commonground_web.caseroom.contests.models import Contest
from commonground_web.caseroom.holds.receiving import candidate_of
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.valves.boxes.handlers import receives
from commonground_web.valves.messages.invitations import ContestForwarded
from commonground_web.valves.ways import Kind


@receives(Kind.CONTEST_FORWARDED, entities=("contest", "candidate", "entry"))
def note_contest(message: ContestForwarded, *, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Keep a contest, once, and freeze the entry that it is about."""
    if Contest.objects.filter(contest=message.contest).exists():
        return
    entry = candidate_of(message.candidate).entry.held_now()
    contest = Contest(
        entry=entry,
        contest=message.contest,
        grounds=[str(ground) for ground in message.grounds],
        asks=str(message.asks),
        received_on=message.received_on,
        came_at=at,
    )
    contest.save(force_insert=True)
    entry.contested_at = entry.contested_at or at
    entry.save(update_fields=["contested_at"])
    open_access().did("contest.received", contest)
