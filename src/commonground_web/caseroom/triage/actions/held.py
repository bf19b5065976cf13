"""A decision as it is held while an action runs, and the steps that it takes."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.entries.models import Correction
from commonground_web.caseroom.lists.actions.checks import held_open
from commonground_web.caseroom.lists.models import CandidateList
from commonground_web.caseroom.triage.models import CriterionFinding, TriageDecision, TriageMove
from commonground_web.caseroom.triage.states import MACHINE, State
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access

WRITTEN = ("entry", "correction")
"""The entities whose rows say who wrote what is weighed, besides the findings."""


def held_decision(decision: TriageDecision, *, state: State) -> TriageDecision:
    """Return a decision as it is now, held; refuse if it is in another state than was seen.

    Raises
    ------
    Refused
        If its list is locked, or it is not in the state that this is done in.
    """
    held = held_on(held_open(decision.candidate_list), decision)
    if held.state != state:
        raise Refused(
            _("This is done while a case %(state)s; it is: %(now)s.")
            % {"state": state.label, "now": held.get_state_display()}
        )
    return held


def held_on(candidates: CandidateList, decision: TriageDecision) -> TriageDecision:
    """Return a decision on a held list as it is now, held, in whatever state it is."""
    held = decision.held_now("entry")
    held.candidate_list = candidates
    return held


def move(decision: TriageDecision, to: State, *, by: Actor, at: datetime, why: str = "") -> None:
    """Take a held decision one step on, and keep the step."""
    MACHINE.require(decision.state, to)
    TriageMove(
        decision=decision,
        round=decision.round,
        before=decision.state,
        after=to,
        why=why,
        moved_by=uuid.UUID(by.id),
        moved_at=at,
    ).save(force_insert=True)
    decision.state = to
    decision.save()
    open_access().did(f"triage.{to}", decision)


def require_no_author(decision: TriageDecision, *, by: Actor) -> None:
    """Refuse whoever wrote or corrected the entry or found something: nobody weighs their own work.

    Raises
    ------
    Refused
        If the actor wrote the entry, a correction of it, or a finding.
    """
    if str(decision.entry.created_by) == by.id:
        raise Refused(_("You wrote this entry; somebody else reviews it."))
    if Correction.objects.filter(entry=decision.entry_id, by=by.id).exists():
        raise Refused(_("You corrected this entry; somebody else reviews it."))
    if CriterionFinding.objects.filter(decision=decision, found_by=by.id).exists():
        raise Refused(_("You wrote a finding of this case; somebody else reviews it."))
