"""An operation at a site, those who are told of it, and an outreach plan that covers it."""

from __future__ import annotations

import uuid
from datetime import timedelta

from commonground_web.commons.agencies.models import Agency, Kind
from commonground_web.commons.disruption.actions.notices import Telling, acknowledge, give_notice
from commonground_web.commons.disruption.actions.operations import Days, plan_operation
from commonground_web.commons.disruption.actions.outreach import (
    Going,
    Ready,
    add_round,
    agree,
    draft_plan,
)
from commonground_web.commons.disruption.models import NoticeTo, Operation, OutreachPlan
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import now, today
from tests.web.commons.agreements import sign_memorandum
from tests.web.commons.steps.partners import COORDINATOR, somebody


def agency(kind: str) -> Agency:
    """Keep an agency of a kind, with a memorandum in force."""
    return sign_memorandum(uuid.uuid4(), kind=kind)


def partner_of(found: Agency) -> Actor:
    """Return somebody who works for an agency."""
    return somebody("partner", agency=found.pk)


def planned(site: Site, *, in_days: int = 10) -> Operation:
    """Plan an operation of two days."""
    first = today() + timedelta(days=in_days)
    return plan_operation(
        site=site,
        led_by=agency(Kind.POLICE),
        days=Days(Operation.Kind.ARRESTS, first, first + timedelta(days=1)),
        by=COORDINATOR,
        at=now(),
    )


def tell(operation: Operation, *agencies: Agency, reads: bool = True) -> None:
    """Give notice to agencies, and have each of them read it."""
    telling = Telling(agencies, "the desk, 555 0100")
    notice = give_notice(operation=operation, telling=telling, by=COORDINATOR, at=now())
    for told in NoticeTo.objects.filter(notice=notice).select_related("agency") if reads else ():
        acknowledge(told=told, by=partner_of(told.agency), at=now())


def drafted(operation: Operation, *, short_by: int = 0, with_round: bool = True) -> OutreachPlan:
    """Draft an outreach plan from an operation's first day to the end of its watch."""
    plan = draft_plan(
        site=operation.site,
        ready=Ready(
            starts_on=operation.starts_on,
            ends_on=operation.watched_until - timedelta(days=short_by),
            naloxone_kits=40,
            test_strips=100,
            staged_at="the van",
            contact="the van, 555 0101",
        ),
        by=COORDINATOR,
        at=now(),
    )
    if with_round:
        going = Going(
            agency=agency(Kind.HARM_REDUCTION),
            on=operation.starts_on,
            part="evening",
            zone="by the bridge",
            people=2,
        )
        add_round(plan=plan, going=going, by=COORDINATOR, at=now())
    return plan


def agreed(plan: OutreachPlan, *kinds: str) -> None:
    """Have somebody of an agency of each kind agree."""
    for kind in kinds:
        agree(plan=plan, by=partner_of(agency(kind)), at=now())
