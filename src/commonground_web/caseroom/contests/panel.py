"""What the page of an entry says about contests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonground_web.caseroom.contests.models import Contest
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.entries.panels import on_entry_page
from commonground_web.kernel.access.actor import Actor


@on_entry_page("caseroom/contest_panel.html")
def contests(entry: Entry, actor: Actor) -> Mapping[str, Any] | None:
    """Show the contests of an entry, the last first."""
    if not actor.may("list", "contest"):
        return None
    found = list(Contest.objects.filter(entry=entry).order_by("-came_at"))
    return {"contests": found} if found else None
