"""What the page of an entry says about safe conduct and agreements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.entries.panels import on_entry_page
from commonground_web.caseroom.holds.force import holds_in_force
from commonground_web.caseroom.holds.models import Agreement, Hold
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access


@on_entry_page("caseroom/hold_panel.html", comes_first=True)
def safe_conduct(entry: Entry, actor: Actor) -> Mapping[str, Any] | None:
    """Show the holds that are not over, before all else."""
    if not actor.may("list", "hold"):
        return None
    at = open_access().at
    holds = list(Hold.objects.not_over(at).of_entry(entry).order_by("starts_at"))
    return {"holds": holds, "in_force": [hold for hold in holds if hold.starts_at <= at]}


def shown_holds(entry: Entry, actor: Actor) -> list[Hold]:
    """Return the holds in force of an entry, where an actor may know of holds at all."""
    return holds_in_force(entry, at=open_access().at) if actor.may("list", "hold") else []


@on_entry_page("caseroom/agreement_panel.html")
def agreements(entry: Entry, actor: Actor) -> Mapping[str, Any] | None:
    """Show the terms of agreements, the last first."""
    if not actor.may("view", "conduct_agreement"):
        return None
    found = list(Agreement.objects.filter(candidate__entry=entry).order_by("-ends_on"))
    return {"agreements": found} if found else None
