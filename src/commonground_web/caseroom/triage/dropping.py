"""A list from which a name is dropped is checked for disparity anew."""

from __future__ import annotations

from datetime import datetime

from commonground_web.caseroom.entries.following import DROPPED
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.lists.checking import void_check
from commonground_web.caseroom.lists.models import CandidateList
from commonground_web.caseroom.lists.states import ListState
from commonground_web.kernel.access.actor import Actor


@DROPPED.followed_by
def void_checks(entry: Entry, *, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Void the check of the lists that a dropped name was on, and that are not locked."""
    lists = CandidateList.objects.select_for_update().filter(decisions__entry=entry)
    for candidates in lists.exclude(state=ListState.LOCKED).order_by("pk"):
        void_check(candidates, at=at)
