"""What was weighed by an entry that is corrected since is weighed anew."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.entries.following import CORRECTED
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.lists.models import CandidateList
from commonground_web.caseroom.lists.states import ListState
from commonground_web.caseroom.triage.actions.held import held_on
from commonground_web.caseroom.triage.actions.reviews import send_back
from commonground_web.caseroom.triage.models import TriageDecision
from commonground_web.caseroom.triage.states import REVIEWED, State
from commonground_web.kernel.access.actor import Actor


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
