"""Open a plan, move its call-in, and write down what is done otherwise."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.model.shape import Phase
from commonground_web.commons.model.versions import CURRENT
from commonground_web.commons.sites.models import Site
from commonground_web.commons.steps.actions.held import held_plan
from commonground_web.commons.steps.callin_day import callin_day_of, require_near
from commonground_web.commons.steps.models import (
    Adaptation,
    AdaptationPartner,
    Plan,
    PlanItem,
    PlanPhase,
)
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapted:
    """What is done otherwise than the model asks, why, and which agencies agreed."""

    what: str
    why: str
    agreed_by: Sequence[Agency]
    agreed_on: date


@action("plan", "open")
def open_plan(*, site: Site, callin_on: date, by: Actor, at: datetime) -> Plan:
    """Open a site's plan by the current version of the model, with a due date for each item."""
    site.lock()
    if Plan.objects.filter(site=site).exists():
        raise Refused(_("This site has a plan already."))
    require_near(callin_on, on=day_of(at))
    _require_day(site.pk, callin_on)
    plan = Plan(
        site=site,
        version=CURRENT.version,
        callin_on=callin_on,
        opened_by=uuid.UUID(by.id),
        opened_at=at,
    )
    plan.save(force_insert=True)
    PlanPhase.objects.bulk_create(PlanPhase(plan=plan, phase=phase) for phase in Phase)
    PlanItem.objects.bulk_create(
        PlanItem(plan=plan, code=item.code, due=callin_on + timedelta(days=item.due_days))
        for item in CURRENT.items
    )
    open_access().did("plan.opened", plan)
    return plan


@action("plan", "move")
def move_callin(*, plan: Plan, callin_on: date, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Move the day of a call-in to be planned, and every due date that nobody set by hand."""
    held = held_plan(plan)
    require_near(callin_on, on=day_of(at))
    _require_day(held.site_id, callin_on)
    _move(held, callin_on)


def follow_callin(site: uuid.UUID, *, on: date) -> None:
    """Have the plan of a site, if it has one, go by the day of its call-in, within an event."""
    plan: Plan | None = Plan.objects.select_for_update().filter(site=site).first()
    if plan is not None and plan.callin_on != on:
        _move(plan, on)


def _require_day(site: uuid.UUID, callin_on: date) -> None:
    """Refuse a day that differs from that of a call-in that is planned or was held."""
    planned = callin_day_of(site)
    if planned is not None and planned.on != callin_on:
        raise Refused(
            _("The call-in is on %(day)s, and the plan goes by it; move the call-in instead.")
            % {"day": date_format(planned.on)}
        )


def _move(held: Plan, callin_on: date) -> None:
    held.callin_on = callin_on
    held.save()
    items = list(PlanItem.objects.select_for_update().filter(plan=held, is_due_moved=False))
    for item in items:
        item.due = callin_on + timedelta(days=held.model.by_code[item.code].due_days)
        item.row_version += 1
    PlanItem.objects.bulk_update(items, ["due", "row_version"])
    open_access().did("plan.moved", held)


@action("adaptation", "create")
def record_adaptation(*, plan: Plan, adapted: Adapted, by: Actor, at: datetime) -> Adaptation:
    """Write down something that is done otherwise than the model asks."""
    if not adapted.agreed_by:
        raise Refused(_("An adaptation is agreed by at least one agency; say which."))
    if adapted.agreed_on > day_of(at):
        raise Refused(_("An adaptation is written down once it is agreed; this day is to come."))
    adaptation = Adaptation(
        plan=plan,
        what=adapted.what,
        why=adapted.why,
        agreed_on=adapted.agreed_on,
        recorded_by=uuid.UUID(by.id),
        recorded_at=at,
    )
    adaptation.save(force_insert=True)
    for agency in adapted.agreed_by:
        AdaptationPartner(adaptation=adaptation, agency=agency).save(force_insert=True)
    open_access().did("adaptation.recorded", adaptation)
    return adaptation
