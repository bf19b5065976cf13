"""Nobody whose entry is due to be purged stays a candidate in the Commons."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.lists.telling import end_candidates
from commonground_web.kernel.purge.following import follows_due
from commonground_web.valves.messages.invitations import Standing


@follows_due("entries.entry")
def end_with_entries(keys: Collection[uuid.UUID], *, at: datetime) -> None:
    """End the candidates of entries that are due, before the entries go; why is not said."""
    for entry in Entry.objects.filter(pk__in=keys).order_by("pk"):
        end_candidates(entry, standing=Standing.WITHDRAWN, at=at)
