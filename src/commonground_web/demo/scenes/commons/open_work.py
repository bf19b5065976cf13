"""What waits for whoever opens the demo, and what everybody outside may see."""

from __future__ import annotations

from pathlib import Path

from commonground_web.commons.disruption.models import Operation
from commonground_web.commons.openness.actions import propose_page, publish_page
from commonground_web.commons.runs.actions import bring_in, publish_run
from commonground_web.commons.runs.reading import read_folder
from commonground_web.commons.services.actions.slots import Counted, count_capacity
from commonground_web.commons.services.models import Capacity
from commonground_web.commons.sites.models import Site
from commonground_web.commons.steps.actions.waivers import Target, ask_waiver
from commonground_web.commons.steps.models import Subject
from commonground_web.demo.scenes.commons.operation import Coming, announce, stand_ready
from commonground_web.demo.scenes.commons.steps import plan_of
from commonground_web.demo.stage import Stage, Turn

COMING = Coming(Operation.Kind.PRESENCE, -9, -11)
"""A second operation, of which outreach was told and has not said that it read it."""

KEEPING_ENDS_IN_DAYS = 45

COUNTED = (
    ("Treatment on the day it is asked for", "service-lead", 5),
    ("Work, papers and housing", "service-lead", 6),
    ("Night bus", "outreach-lead", 4),
)
"""Services, who counts, and how many places are free."""


def play(stage: Stage, *, days_ago: int) -> None:
    """Leave a waiver and an operation to second persons, open the public page, publish a run."""
    site = Site.objects.get(pk=stage.facts["site"])
    ask_waiver(
        plan=plan_of(stage),
        target=Target(Subject.GATE, "keeping"),
        reason="The council votes next month on who keeps the work going; the money is there.",
        ends_on=stage.day(-KEEPING_ENDS_IN_DAYS),
        **stage.turn("coordinator", days_ago=days_ago),
    )
    _count(stage, days_ago=days_ago)
    announce(COMING, stage, days_ago=days_ago)
    stand_ready(COMING, stage, days_ago=days_ago)
    page = propose_page(site=site, **stage.turn("coordinator", days_ago=days_ago))
    publish_page(page=page, **stage.turn("director", days_ago=days_ago, hour=15))
    if "run" in stage.facts:
        _publish_run(Path(stage.facts["run"]), site, stage)


def _count(stage: Stage, *, days_ago: int) -> None:
    """Have each service say anew how much room it has."""
    for service, by, available in COUNTED:
        capacity = Capacity.objects.select_related("service__organization").get(
            service__name=service
        )
        counted = Counted(available, capacity.status, capacity.maximum)
        turn = stage.turn(by, days_ago=days_ago, hour=9)
        count_capacity(capacity=capacity, counted=counted, **turn)


def _publish_run(folder: Path, site: Site, stage: Stage) -> None:
    """Bring in the study that was made with the demo, today, and have it looked at twice."""
    bringing, looking = (
        Turn(by=stage.actor(code, at=stage.now), at=stage.now) for code in ("evaluator", "director")
    )
    run = bring_in(site=site, headline=read_folder(folder), **bringing)
    publish_run(run=run, **looking)
