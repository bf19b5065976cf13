"""Let a gate, phase or item go: one person asks with a reason, another of another role agrees."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from commonground_web.commons.model.shape import Phase
from commonground_web.commons.steps.actions.held import held_plan, held_waiver
from commonground_web.commons.steps.actions.traces import trace_waiver
from commonground_web.commons.steps.gates.named import COORDINATION, GATE_BY_CODE
from commonground_web.commons.steps.models import Act, Plan, PlanItem, PlanPhase, Subject, Waiver
from commonground_web.commons.steps.states import MACHINE, State
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import day_of


@dataclass(frozen=True, slots=True)
class Target:
    """What a waiver is of."""

    about: Subject
    code: str


def may_waive(plan: Plan, target: Target) -> tuple[str, str]:
    """Return the two roles that waive something together.

    Raises
    ------
    Refused
        If nobody can, or there is no such thing in the plan.
    """
    if target.about == Subject.GATE:
        gate = GATE_BY_CODE.get(target.code)
        if gate is None or gate.waived_by is None:
            raise Refused(_("Nobody can waive this gate."))
        return gate.waived_by
    if target.about == Subject.ITEM:
        item = plan.model.by_code.get(target.code)
        if item is None or item.gate:
            raise Refused(
                _("A gate hangs on this item; only the gate can be waived, if anyone may.")
            )
    elif target.code not in Phase.values:
        raise Refused(_("The plan has no such phase."))
    return COORDINATION


@action("waiver", "create")
def ask_waiver(
    *,
    plan: Plan,
    target: Target,
    reason: str,
    ends_on: date | None,
    by: Actor,
    at: datetime,
) -> Waiver:
    """Ask for a waiver; it holds once a person of the other role agrees."""
    held, on = held_plan(plan), day_of(at)
    roles = may_waive(held, target)
    signing = _signing_as(by, roles)
    if target.about == Subject.GATE and ends_on is None:
        raise Refused(_("A waiver of a gate has a last day."))
    if ends_on is not None and ends_on < on:
        raise Refused(_("The last day of a waiver is not before today."))
    standing = Waiver.objects.standing(on).filter(plan=held, about=target.about, code=target.code)
    if standing.exists():
        raise Refused(_("A waiver of this was asked for already, and it has not ended."))
    waiver = Waiver(
        plan=held,
        about=target.about,
        code=target.code,
        reason=reason,
        ends_on=ends_on if target.about == Subject.GATE else None,
        asked_by=uuid.UUID(by.id),
        asked_as=signing[0],
        asked_at=at,
    )
    waiver.save(force_insert=True)
    trace_waiver(waiver, Act.WAIVER_ASKED, by=by, at=at, why=reason)
    return waiver


@action("waiver", "agree")
def agree_waiver(*, waiver: Waiver, by: Actor, at: datetime) -> None:
    """Sign a waiver as the second person; from now on it holds."""
    held = held_waiver(waiver)
    _require_standing(held, on=day_of(at))
    if held.agreed_by is not None:
        raise Refused(_("Two persons have signed this waiver already."))
    if str(held.asked_by) == by.id:
        raise Refused(_("Whoever asked for a waiver does not agree to it."))
    roles = may_waive(held.plan, Target(Subject(held.about), held.code))
    held.agreed_as = _signing_as(by, tuple(role for role in roles if role != held.asked_as))[0]
    held.agreed_by = uuid.UUID(by.id)
    held.save()
    _let_go(held, on=day_of(at))
    trace_waiver(held, Act.WAIVED, by=by, at=at, why=held.reason)


@action("waiver", "end")
def end_waiver(*, waiver: Waiver, why: str, by: Actor, at: datetime) -> None:
    """End a waiver before its last day; either of the two roles may."""
    held = held_waiver(waiver)
    _require_standing(held, on=day_of(at))
    _signing_as(by, may_waive(held.plan, Target(Subject(held.about), held.code)))
    if held.about == Subject.PHASE and held.agreed_by is not None:
        raise Refused(_("A phase that was waived stays waived."))
    held.ended_by, held.ended_on = uuid.UUID(by.id), day_of(at)
    held.save()
    if held.about == Subject.ITEM and held.agreed_by is not None:
        item = PlanItem.objects.select_for_update().get(plan=held.plan, code=held.code)
        item.waived_by = item.second_waiver = None
        item.row_version += 1
        item.save()
    trace_waiver(held, Act.WAIVER_ENDED, by=by, at=at, why=why)


def _signing_as(by: Actor, roles: tuple[str, ...]) -> tuple[str, ...]:
    """Return the roles out of these that the actor holds; refuse where there is none."""
    held = tuple(role for role in roles if role in by.roles)
    if not held:
        raise Refused(_("Your role has no part in waiving this."))
    return held


def _require_standing(waiver: Waiver, *, on: date) -> None:
    if not waiver.stands(on):
        raise Refused(_("This waiver has ended; ask for a new one."))


def _let_go(waiver: Waiver, *, on: date) -> None:
    """Write both signatures on the item or phase; a gate reads them off the waiver."""
    signatures = {"waived_by": waiver.asked_by, "second_waiver": waiver.agreed_by}
    if waiver.about == Subject.ITEM:
        item = PlanItem.objects.select_for_update().get(plan=waiver.plan, code=waiver.code)
        item.waived_by, item.second_waiver = signatures.values()
        item.row_version += 1
        item.save()
    elif waiver.about == Subject.PHASE:
        phase = PlanPhase.objects.select_for_update().get(plan=waiver.plan, phase=waiver.code)
        MACHINE.require(phase.state, State.WAIVED)
        phase.waived_by, phase.second_waiver = signatures.values()
        phase.state, phase.ended_on = State.WAIVED, on
        phase.save()
