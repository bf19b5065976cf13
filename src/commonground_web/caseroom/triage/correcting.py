"""What was weighed by an entry that is corrected is weighed anew; who was decided on stays."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.entries.following import CORRECTED, RENAMED
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.lists.models import CandidateList
from commonground_web.caseroom.lists.states import ListState
from commonground_web.caseroom.triage.actions.held import held_on
from commonground_web.caseroom.triage.actions.reviews import send_back
from commonground_web.caseroom.triage.models import TriageDecision
from commonground_web.caseroom.triage.states import REVIEWED, State
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import Actor


@RENAMED.followed_by
def keep_who_was_decided(entry: Entry, *, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Refuse to make an entry somebody else's on which a list was locked.

    What was decided, and the case that was banked with it, was of the person who was named then.

    Raises
    ------
    Refused
        If it was.
    """
    if TriageDecision.objects.filter(entry=entry, state=State.LOCKED).exists():
        raise Refused(
            _(
                "A locked list decided on this name and date of birth, and they stay. If it is "
                "somebody else, drop this entry and write another; if the person is also called "
                "otherwise, write that under “also called”."
            )
        )


@CORRECTED.followed_by
def void_reviews(entry: Entry, *, by: Actor, at: datetime) -> None:
    """Void what was said of a corrected entry on a list that is not locked.

    It is voided whether a review is in or not, so that this tells nobody which.
    """
    for decision in TriageDecision.objects.filter(entry=entry).order_by("pk"):
        lists = CandidateList.objects.select_for_update()
        candidates = lists.get(pk=decision.candidate_list_id)
        held = held_on(candidates, decision)
        if candidates.state != ListState.LOCKED and held.state in REVIEWED:
            why = _("The entry was corrected; whatever was said of it before is said anew.")
            send_back(held, to=State.FINDINGS_COMPLETE, by=by, at=at, why=why)
