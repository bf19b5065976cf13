"""Plan an operation by its days, make it ready through its gates, end it or call it off."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.disruption.models import LAW, Operation
from commonground_web.commons.disruption.states import MACHINE, State
from commonground_web.commons.model.shape import Moment
from commonground_web.commons.sites.models import Site
from commonground_web.commons.steps.gates.asking import require_before
from commonground_web.commons.steps.models import Plan
from commonground_web.kernel.access.actions import NotPermitted, Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of

FOR_ANY_AGENCY = frozenset({"coordinator"})
"""Roles that plan operations whoever leads them; all others plan those of their own agency."""


@dataclass(frozen=True, slots=True)
class Days:
    """What is planned, from which day to which."""

    kind: str
    starts_on: date
    ends_on: date


@action("operation", "plan")
def plan_operation(*, site: Site, led_by: Agency, days: Days, by: Actor, at: datetime) -> Operation:
    """Plan an operation, before anybody is told."""
    if not by.roles & FOR_ANY_AGENCY and led_by.pk != by.agency:
        raise NotPermitted
    if led_by.kind not in LAW:
        raise Refused(_("An operation is led by police; choose the agency that leads it."))
    if days.ends_on < days.starts_on:
        raise Refused(_("It ends before it starts; put one of the two days right."))
    if days.starts_on <= day_of(at):
        raise Refused(_("Plan it for a day to come, so that those who do outreach can be told."))
    operation = Operation(
        site=site,
        led_by=led_by,
        kind=days.kind,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        planned_by=uuid.UUID(by.id),
        planned_at=at,
    )
    operation.save(force_insert=True)
    open_access().did("operation.planned", operation)
    return operation


@action("operation", "ready")
def make_ready(*, operation: Operation, by: Actor, at: datetime) -> None:
    """Make an operation ready, as a second person, once every gate before it is open."""
    held = _moved(operation, to=State.READY)
    if str(held.planned_by) == by.id:
        raise Refused(_("Whoever planned an operation does not make it ready; ask another."))
    require_before(Moment.OPERATION, site=held.site, on=day_of(at))
    held.ready_by, held.ready_at = uuid.UUID(by.id), at
    _keep(held, "operation.ready")


@action("operation", "end")
def end_operation(*, operation: Operation, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Say that an operation is done; the overdose watch goes on from its last day."""
    held = _moved(operation, to=State.DONE)
    if day_of(at) < held.starts_on:
        raise Refused(_("It has not begun; call it off, or wait for its first day."))
    _keep(held, "operation.done")


@action("operation", "call_off")
def call_off(*, operation: Operation, why: str, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Call an operation off, and say why; who was told sees it."""
    held = _moved(operation, to=State.CALLED_OFF)
    if not why.strip():
        raise Refused(_("Say why it is called off."))
    held.why = why
    _keep(held, "operation.called_off")


def held_operation(operation: Operation) -> Operation:
    """Return an operation as it is now, held until the action ends; so is the plan of its site.

    Every action that asks a gate holds the plan first, so that no gate shuts while it is passed.
    """
    list(Plan.objects.select_for_update().filter(site=operation.site_id))
    return operation.held_now("site")


def _moved(operation: Operation, *, to: State) -> Operation:
    held = held_operation(operation)
    MACHINE.require(held.state, to)
    held.state = to
    return held


def _keep(held: Operation, act: str) -> None:
    held.save()
    open_access().did(act, held)
