"""Nobody whose name is dropped stays a candidate, here or in the Commons."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.entries.following import DROPPED
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.lists.actions.candidates import withdraw_candidate
from commonground_web.caseroom.lists.models import Candidate
from commonground_web.caseroom.lists.telling import STANDING
from commonground_web.kernel.access.actor import Actor


@DROPPED.followed_by
def withdraw_candidates(entry: Entry, *, by: Actor, at: datetime) -> None:
    """Withdraw the candidates of a name that is dropped; the Commons is told that, and not why."""
    standing = Candidate.objects.filter(entry=entry, state__in=STANDING)
    for candidate in standing.order_by("pk"):
        withdraw_candidate(candidate=candidate, why=_("The name was dropped."), by=by, at=at)
