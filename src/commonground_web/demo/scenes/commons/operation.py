"""The violent few are arrested; before that, those who do outreach are told, and stand ready."""

from __future__ import annotations

from dataclasses import dataclass

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.disruption.actions.notices import Telling, acknowledge, give_notice
from commonground_web.commons.disruption.actions.operations import (
    Days,
    end_operation,
    make_ready,
    plan_operation,
)
from commonground_web.commons.disruption.actions.outreach import (
    Going,
    Ready,
    add_round,
    agree,
    draft_plan,
)
from commonground_web.commons.disruption.models import NoticeTo, Operation, OutreachPlan, Round
from commonground_web.commons.model.shape import Phase
from commonground_web.commons.sites.models import Site
from commonground_web.demo.scenes.commons.later_work import (
    AFTER_THE_OPERATION,
    BEFORE_THE_OPERATION,
)
from commonground_web.demo.scenes.commons.steps import do, finish, plan_of
from commonground_web.demo.stage import Stage

CONTACT = "The duty desk of the department, 555-0140"
WATCHED_DAYS = 21


@dataclass(frozen=True, slots=True)
class Coming:
    """An operation that is coming: what, and on which days, counted back from today."""

    kind: str
    first: int
    last: int


def play(stage: Stage, *, days_ago: int) -> None:
    """Plan it, tell outreach, wait until they stand ready, and end it."""
    coming = Coming(Operation.Kind.ARRESTS, days_ago - 6, days_ago - 7)
    operation = announce(coming, stage, days_ago=days_ago)
    turn = stage.turn("outreach-lead", days_ago=days_ago - 1)
    for told in NoticeTo.objects.filter(notice__operation=operation):
        acknowledge(told=told, **turn)
    plan = stand_ready(coming, stage, days_ago=days_ago - 1)
    agree(plan=plan, **stage.turn("service-lead", days_ago=days_ago - 2))
    for done in BEFORE_THE_OPERATION:
        do(plan_of(stage), done, stage)
    make_ready(operation=operation, **stage.turn("director", days_ago=days_ago - 3))
    end_operation(operation=operation, **stage.turn("coordinator", days_ago=days_ago - 8))
    for done in AFTER_THE_OPERATION:
        do(plan_of(stage), done, stage)
    finish(Phase.COMMUNITY, plan_of(stage), stage, days_ago=days_ago - 12)


def announce(coming: Coming, stage: Stage, *, days_ago: int) -> Operation:
    """Have police plan an operation, and give notice of its days to outreach."""
    police, outreach = (
        Agency.objects.get(pk=stage.agency(code)) for code in ("police", "outreach")
    )
    turn = stage.turn("chief", days_ago=days_ago)
    days = Days(coming.kind, stage.day(coming.first), stage.day(coming.last))
    operation = plan_operation(
        site=Site.objects.get(pk=stage.facts["site"]), led_by=police, days=days, **turn
    )
    give_notice(operation=operation, telling=Telling([outreach], CONTACT), **turn)
    return operation


def stand_ready(coming: Coming, stage: Stage, *, days_ago: int) -> OutreachPlan:
    """Have outreach draft who goes out until the watch is over, and agree to it first."""
    outreach = Agency.objects.get(pk=stage.agency("outreach"))
    turn = stage.turn("outreach-lead", days_ago=days_ago, hour=14)
    ready = Ready(
        starts_on=stage.day(coming.first),
        ends_on=stage.day(coming.last - WATCHED_DAYS),
        naloxone_kits=120,
        test_strips=400,
        staged_at="Night bus, and the cupboard of the drop-in",
        contact="Hana Sample, 555-0123",
    )
    plan = draft_plan(site=Site.objects.get(pk=stage.facts["site"]), ready=ready, **turn)
    for after in (0, 1, 3):
        going = Going(
            agency=outreach,
            on=stage.day(coming.first - after),
            part=Round.Part.EVENING,
            zone="Ninth Avenue, library to bus stop",
            people=2,
        )
        add_round(plan=plan, going=going, **turn)
    agree(plan=plan, **turn)
    return plan
