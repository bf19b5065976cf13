"""What the page of an entry says about cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonground_web.caseroom.cases.lists import TONES
from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.cases.states import State
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.entries.panels import on_entry_page
from commonground_web.caseroom.entries.states import STANDING
from commonground_web.kernel.access.actor import Actor


@on_entry_page("caseroom/case_panel.html")
def cases(entry: Entry, actor: Actor) -> Mapping[str, Any] | None:
    """Show the cases against the person of an entry."""
    if not actor.may("list", "case"):
        return None
    found = Case.objects.restrict(actor).filter(entry=entry).order_by("-created_at")
    return {
        "cases": [(case, TONES[State(case.state)]) for case in found],
        "may_open": entry.state in STANDING and actor.may("create", "case"),
        "entry": entry,
    }
