"""Rows as they are held while an action runs: nobody else changes them until it ends."""

from __future__ import annotations

from django.utils.translation import gettext as _

from commonground_web.commons.steps.models import Plan, PlanItem, PlanPhase, Waiver
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.access.actor import Actor

ALL_ITEMS = frozenset({"coordinator"})
"""Roles that work on every item of their sites; all others work on those of their own agency."""


def held_plan(plan: Plan) -> Plan:
    """Return a plan as it is now, held until the action ends.

    Every action that asks a gate holds the plan first, so that no gate shuts while it is passed.
    """
    return plan.held_now()


def held_item(item: PlanItem, *, version: int) -> PlanItem:
    """Return an item as it is now, held; refuse if it is not what the person saw.

    Raises
    ------
    Refused
        If somebody changed it meanwhile.
    """
    plan = held_plan(item.plan)
    held = item.held_now()
    held.plan = plan
    if held.row_version != version:
        raise Refused(
            _("Somebody changed this item while you looked at it; look at it again first.")
        )
    held.row_version += 1
    return held


def held_phase(phase: PlanPhase) -> PlanPhase:
    """Return a phase as it is now, held."""
    plan = held_plan(phase.plan)
    held = phase.held_now()
    held.plan = plan
    return held


def held_waiver(waiver: Waiver) -> Waiver:
    """Return a waiver as it is now, held."""
    plan = held_plan(waiver.plan)
    held = waiver.held_now()
    held.plan = plan
    return held


def require_own(item: PlanItem, *, by: Actor) -> None:
    """Find nothing, unless the item is the actor's to work on.

    Raises
    ------
    NotPermitted
        If it is another agency's, and the actor does not coordinate.
    """
    if not may_work_on(item, by=by):
        raise NotPermitted


def may_work_on(item: PlanItem, *, by: Actor) -> bool:
    """Say whether an item is the actor's to work on."""
    return bool(by.roles & ALL_ITEMS) or is_of_agency(item, by)


def is_of_agency(item: PlanItem, actor: Actor) -> bool:
    """Say whether the actor's agency owes an item."""
    return actor.agency is not None and item.agency_id == actor.agency
