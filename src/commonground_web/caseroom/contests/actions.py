"""Answer a contest: one side says what was done, the other confirms it or gives it back."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.contests.models import Contest
from commonground_web.caseroom.contests.states import MACHINE, Outcome, State
from commonground_web.caseroom.entries.actions.held import let_drop
from commonground_web.caseroom.entries.following import DROPPED
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.entries.models import State as EntryState
from commonground_web.caseroom.lists.telling import tell
from commonground_web.caseroom.sides import REVIEWING, side_of
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.seen import require_same
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.valves.messages.invitations import Answer, ContestAnswered

TOUCHED = ("entry", "correction", *DROPPED.entities)


@action("contest", "answer", with_entities=TOUCHED)
def propose_answer(*, contest: Contest, outcome: str, done: str, by: Actor, at: datetime) -> None:
    """Say what was checked and done, for the other side to confirm."""
    held = _moved(contest, to=State.PROPOSED)
    entry = held.entry.held_now()
    if str(entry.created_by) == by.id:
        raise Refused(_("Whoever wrote an entry does not answer a contest of it."))
    _require_done(held, entry, outcome)
    held.outcome, held.done = outcome, done
    held.proposed_by, held.proposed_at = uuid.UUID(by.id), at
    held.proposed_side = side_of(by, REVIEWING)
    held.save()
    open_access().did("contest.proposed", held)


@action("contest", "answer", with_entities=TOUCHED)
def confirm_answer(*, contest: Contest, by: Actor, at: datetime) -> None:
    """Confirm what the other side said; the entry is free again, or goes, and oversight knows."""
    held = _moved(contest, to=State.ANSWERED)
    require_same(held.proposed_at, contest.proposed_at)
    side = side_of(by, REVIEWING)
    if str(held.proposed_by) == by.id or held.proposed_side == side:
        raise Refused(_("A contest is answered by two sides; somebody of the other one confirms."))
    entry = held.entry.held_now()
    if str(entry.created_by) == by.id:
        raise Refused(_("Whoever wrote an entry does not answer a contest of it."))
    held.answered_by, held.answered_side, held.answered_at = uuid.UUID(by.id), side, at
    held.save()
    tell(ContestAnswered(contest=held.contest, answer=Answer(held.outcome), on=day_of(at)), at=at)
    _follow(held, entry, by=by, at=at)
    open_access().did(f"contest.{held.outcome}", held)


@action("contest", "answer", with_entities=TOUCHED)
def give_back_answer(*, contest: Contest, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Give an answer back to whoever proposed it."""
    held = _moved(contest, to=State.RECEIVED)
    held.outcome, held.done = "", None
    held.proposed_by, held.proposed_side, held.proposed_at = None, "", None
    held.save()
    open_access().did("contest.given_back", held)


def _moved(contest: Contest, *, to: State) -> Contest:
    held = contest.held_now()
    MACHINE.require(held.state, to)
    held.state = to
    return held


def _require_done(contest: Contest, entry: Entry, outcome: str) -> None:
    """Refuse to say that an entry was corrected where it was not, since the contest came."""
    corrected = entry.corrections.filter(at__gte=contest.came_at)
    if outcome == Outcome.CORRECTED and not corrected.exists():
        raise Refused(_("The entry was not corrected since the contest came; correct it first."))


def _follow(contest: Contest, entry: Entry, *, by: Actor, at: datetime) -> None:
    others = entry.contests.exclude(state=State.ANSWERED).exclude(pk=contest.pk)
    if not others.exists():
        entry.contested_at = None
    if contest.outcome != Outcome.REMOVED:
        entry.save()
        return
    entry.why = None
    entry.purge_on = min(entry.purge_on, day_of(at))
    if entry.state == EntryState.DROPPED:
        entry.save()
    else:
        let_drop(entry, by=by, at=at)
