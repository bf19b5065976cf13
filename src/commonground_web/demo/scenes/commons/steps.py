"""The plan is opened, and over weeks its items are shown, scored and confirmed."""

from __future__ import annotations

import uuid
from datetime import timedelta

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.model.shape import Partner, Phase
from commonground_web.commons.sites.actions import move_site
from commonground_web.commons.sites.models import Site, State
from commonground_web.commons.steps.actions.items import (
    Assigned,
    Scored,
    Shown,
    add_evidence,
    assign_item,
    confirm_item,
    score_item,
)
from commonground_web.commons.steps.actions.phases import complete_phase, start_phase, submit_phase
from commonground_web.commons.steps.actions.plans import Adapted, open_plan, record_adaptation
from commonground_web.commons.steps.actions.waivers import Target, agree_waiver, ask_waiver
from commonground_web.commons.steps.models import Plan, PlanItem, PlanPhase, Score, Subject
from commonground_web.demo.scenes.commons.work import WORK, Done
from commonground_web.demo.stage import Stage
from commonground_web.demo.story import CALL_IN_DAYS_AGO

OWNERS = {
    Partner.COORDINATION: ("city", "coordinator"),
    Partner.POLICE: ("police", "chief"),
    Partner.ANALYST: ("police", "chief"),
    Partner.PROSECUTOR: ("prosecutor", "deputy-prosecutor"),
    Partner.COMMUNITY: ("neighbours", "liaison"),
    Partner.SERVICES: ("services", "service-lead"),
    Partner.HEALTH: ("outreach", "outreach-lead"),
    Partner.EVALUATOR: ("university", "evaluator"),
}
"""Whose agency and whose desk the items of a part come to."""

BEGINS_AFTER = "P1.team_trained"
"""Once this is done, work on the market may begin."""


def play(stage: Stage, *, days_ago: int) -> None:
    """Open the plan, hand its items out, and do what was done before there was a list."""
    at = stage.at(days_ago=days_ago)
    coordinator = stage.actor("coordinator", at=at)
    site = Site.objects.get(pk=stage.facts["site"])
    plan = open_plan(site=site, callin_on=stage.day(CALL_IN_DAYS_AGO), by=coordinator, at=at)
    _hand_out(plan, stage, days_ago=days_ago - 1)
    for phase in (Phase.PLANNING, Phase.COMMUNITY):
        start_phase(phase=phase_of(plan, phase), by=coordinator, at=at)
    for done in WORK:
        do(plan, done, stage)
        if done.code == BEGINS_AFTER:
            _begin(plan, site, stage, days_ago=done.days_ago - 2)
    _adapt(plan, stage)
    _waive(plan, stage)


def _hand_out(plan: Plan, stage: Stage, *, days_ago: int) -> None:
    """Give each item to the agency and the person whose part it is."""
    at = stage.at(days_ago=days_ago)
    coordinator = stage.actor("coordinator", at=at)
    agencies = {str(agency.pk): agency for agency in Agency.objects.all()}
    for item in PlanItem.objects.filter(plan=plan):
        if item.asked.by not in OWNERS:
            continue
        agency, person = OWNERS[item.asked.by]
        assigned = Assigned(
            agency=agencies[stage.facts[f"agency.{agency}"]],
            owner=stage.account(person),
            due=item.due,
        )
        assign_item(item=item, assigned=assigned, version=item.row_version, by=coordinator, at=at)


def do(plan: Plan, done: Done, stage: Stage) -> None:
    """Show what was done, say how far, and have a director confirm what a gate hangs on."""
    at = stage.at(days_ago=done.days_ago, hour=14)
    by = stage.actor(done.by, at=at)
    if done.note:
        shown = Shown(note=done.note, happened_on=stage.day(done.days_ago + 1))
        item = _item(plan, done.code)
        add_evidence(item=item, shown=shown, version=item.row_version, by=by, at=at)
    item = _item(plan, done.code)
    scored = Scored(score=done.score, amount=done.amount, why=done.why)
    score_item(item=item, scored=scored, version=item.row_version, by=by, at=at)
    if item.asked.gate and done.score == Score.AS_PLANNED and done.is_confirmed:
        confirmed_at = at + timedelta(hours=2)
        item = _item(plan, done.code)
        confirm_item(
            item=item,
            version=item.row_version,
            by=stage.actor("director", at=confirmed_at),
            at=confirmed_at,
        )


def _begin(plan: Plan, site: Site, stage: Stage, *, days_ago: int) -> None:
    """Begin the work on the market, now that its gates are open."""
    at = stage.at(days_ago=days_ago)
    coordinator = stage.actor("coordinator", at=at)
    why = "Chief and prosecutor have signed, and the team is trained."
    move_site(site=site, to=State.PREPARING, why=why, by=coordinator, at=at)
    for phase in (Phase.TARGETING, Phase.PREPARATION):
        start_phase(phase=phase_of(plan, phase), by=coordinator, at=at)


def _adapt(plan: Plan, stage: Stage) -> None:
    """Write down what the partners do otherwise than the model asks."""
    at = stage.at(days_ago=70)
    codes = ("services", "outreach", "neighbours")
    adapted = Adapted(
        what="The community's speakers meet the service providers twice, not once.",
        why="After the first meeting residents asked to see the place where help is given.",
        agreed_by=[Agency.objects.get(pk=stage.facts[f"agency.{code}"]) for code in codes],
        agreed_on=stage.day(72),
    )
    record_adaptation(plan=plan, adapted=adapted, by=stage.actor("coordinator", at=at), at=at)


def _waive(plan: Plan, stage: Stage) -> None:
    """Let one item go by two signatures."""
    asked_at, agreed_at = stage.at(days_ago=120), stage.at(days_ago=118)
    waiver = ask_waiver(
        plan=plan,
        target=Target(Subject.ITEM, "P1.us_attorney"),
        reason="No federal case is part of this intervention; the office wrote that it takes none.",
        ends_on=None,
        by=stage.actor("coordinator", at=asked_at),
        at=asked_at,
    )
    agree_waiver(waiver=waiver, by=stage.actor("director", at=agreed_at), at=agreed_at)


def finish(phase: Phase, plan: Plan, stage: Stage, *, days_ago: int) -> None:
    """Put a phase to its gates, and have a director complete it."""
    submit_phase(phase=phase_of(plan, phase), **stage.turn("coordinator", days_ago=days_ago))
    complete_phase(
        phase=phase_of(plan, phase), **stage.turn("director", days_ago=days_ago, hour=16)
    )


def plan_of(stage: Stage) -> Plan:
    """Return the plan of the demo's site."""
    found: Plan = Plan.objects.get(site=uuid.UUID(stage.facts["site"]))
    return found


def _item(plan: Plan, code: str) -> PlanItem:
    item: PlanItem = PlanItem.objects.get(plan=plan, code=code)
    return item


def phase_of(plan: Plan, phase: Phase) -> PlanPhase:
    """Return a phase of a plan as it stands."""
    found: PlanPhase = PlanPhase.objects.get(plan=plan, phase=phase)
    return found
