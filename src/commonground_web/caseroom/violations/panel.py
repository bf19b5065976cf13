"""What the page of an entry says about violations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.cases.states import State as CaseState
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.entries.panels import on_entry_page
from commonground_web.caseroom.violations.lists import TONES
from commonground_web.caseroom.violations.models import Violation
from commonground_web.caseroom.violations.states import State
from commonground_web.kernel.access.actor import Actor


@on_entry_page("caseroom/violations/panel.html")
def violations(entry: Entry, actor: Actor) -> Mapping[str, Any] | None:
    """Show the violations of the person of an entry, once they have a banked case."""
    if not actor.may("list", "violation"):
        return None
    found = Violation.objects.restrict(actor).filter(case__entry=entry)
    banked = Case.objects.filter(entry=entry, state=CaseState.BANKED)
    return {
        "violations": [
            (violation, TONES[State(violation.state)])
            for violation in found.select_related("clause").order_by("-occurred_on", "pk")
        ],
        "banked": list(banked) if actor.may("report", "violation") else [],
    }
