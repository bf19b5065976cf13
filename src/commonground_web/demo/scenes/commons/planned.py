"""A call-in is planned: help is held for everybody on the list, then they are invited to it."""

from __future__ import annotations

from commonground_web.commons.callin.actions import (
    Evening,
    Speaks,
    ask_speaker,
    confirm_slots,
    confirm_speaker,
    plan_callin,
)
from commonground_web.commons.callin.models import CallIn, Part, SpeaksFor
from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.invitations.actions.inviting import invite
from commonground_web.commons.services.actions.slots import reserve_slots
from commonground_web.commons.services.models import Capacity
from commonground_web.commons.sites.models import Site
from commonground_web.demo.scenes.commons.later_work import BEFORE_INVITING
from commonground_web.demo.scenes.commons.steps import do, plan_of
from commonground_web.demo.stage import Stage
from commonground_web.demo.story import CALL_IN_DAYS_AGO

VENUE = "Church hall, Ninth Avenue"
HOUR = 18

HELD = {"Treatment on the day it is asked for": 4, "Work, papers and housing": 5}
"""Slots by service, until a month from now."""

SPEAKERS = (
    ("Grace Nobody", SpeaksFor.COMMUNITY, Part.STOP),
    ("Pastor Reed Nobody", SpeaksFor.FAITH, Part.WORTH),
    ("Marcus Nobody", SpeaksFor.EX_OFFENDER, Part.WORTH),
    ("Sami Sample", SpeaksFor.SERVICE, Part.HELP),
    ("Paul Invented", SpeaksFor.POLICE, Part.CONSEQUENCE),
    ("Prue Invented", SpeaksFor.PROSECUTOR, Part.CONSEQUENCE),
)


def play(stage: Stage, *, days_ago: int) -> None:
    """Reserve slots, plan the evening, and put the candidates on its list."""
    site = Site.objects.get(pk=stage.facts["site"])
    _reserve(site, stage, days_ago=days_ago)
    for done in BEFORE_INVITING:
        do(plan_of(stage), done, stage)
    turn = stage.turn("coordinator", days_ago=days_ago, hour=17)
    evening = Evening(at=stage.at(days_ago=CALL_IN_DAYS_AGO, hour=HOUR), venue=VENUE)
    callin = plan_callin(site=site, evening=evening, **turn)
    confirm_slots(callin=callin, **turn)
    _ask_speakers(callin, stage, days_ago=days_ago - 1)
    inviting = stage.turn("coordinator", days_ago=days_ago - 1, hour=12)
    candidates = stage.rows(Candidate, **inviting)
    invite(callin=callin, candidates=sorted(candidates, key=lambda one: one.name), **inviting)


def _reserve(site: Site, stage: Stage, *, days_ago: int) -> None:
    turn = stage.turn("service-lead", days_ago=days_ago, hour=9)
    for service, slots in HELD.items():
        capacity = Capacity.objects.select_related("service__organization").get(
            service__name=service
        )
        reserve_slots(capacity=capacity, site=site, slots=slots, until=stage.day(-30), **turn)


def _ask_speakers(callin: CallIn, stage: Stage, *, days_ago: int) -> None:
    turn = stage.turn("liaison", days_ago=days_ago, hour=11)
    for name, role, part in SPEAKERS:
        speaks = Speaks(name=name, role=role, part=part)
        confirm_speaker(speaker=ask_speaker(callin=callin, speaks=speaks, **turn), **turn)
