"""The evening itself: who came, who is followed up, what was agreed, and who wants help."""

from __future__ import annotations

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.model.shape import Phase
from commonground_web.commons.responses.actions.agreeing import (
    Given,
    Yes,
    give_agreement,
    give_copy,
    introduce,
)
from commonground_web.commons.responses.actions.holding import (
    assign_follow_up,
    hold_callin,
    note_attendance,
    report_follow_up,
)
from commonground_web.commons.responses.models import Came, FollowUp, Reached, Term
from commonground_web.commons.sites.actions import move_site
from commonground_web.commons.sites.models import Site, State
from commonground_web.commons.steps.actions.phases import start_phase
from commonground_web.demo.scenes.commons.invited import invitees
from commonground_web.demo.scenes.commons.later_work import AFTER_THE_CALL_IN
from commonground_web.demo.scenes.commons.steps import do, finish, phase_of, plan_of
from commonground_web.demo.stage import Stage

CAME = ((Came.PRESENT, False), (Came.PRESENT, True), (Came.ABSENT, False))
"""Of each invitee in turn: whether they came, and whether somebody came along."""

TERM_DAYS = 290
TERMS = (Term.NO_SALE, Term.NO_VIOLENCE, Term.NO_WEAPON)

INTRODUCED = "Birch Fictional"
CALLED = "Birch"
REACHED_AT = "Through a grandmother, mornings"


def play(stage: Stage, *, days_ago: int) -> None:
    """Hold the call-in, and do what follows it in the days after."""
    site = Site.objects.get(pk=stage.facts["site"])
    callin = CallIn.objects.select_related("site").get(site=site)
    evening = stage.turn("coordinator", days_ago=days_ago, hour=20)
    hold_callin(callin=callin, **evening)
    for invitee, (came, along) in zip(invitees(stage, **evening), CAME, strict=True):
        note_attendance(invitee=invitee, came=came, with_influential=along, **evening)
    _follow_up(stage, days_ago=days_ago)
    _agree(stage, days_ago=days_ago - 1)
    _introduce(stage, days_ago=days_ago - 4)
    _go_on(site, stage, days_ago=days_ago - 1)


def _follow_up(stage: Stage, *, days_ago: int) -> None:
    """Have whoever did not come be visited the next day."""
    turn = stage.turn("coordinator", days_ago=days_ago, hour=21)
    for follow_up in stage.rows(FollowUp, **turn):
        assign_follow_up(follow_up=follow_up, account=stage.account("liaison"), **turn)
        visiting = stage.turn("liaison", days_ago=days_ago - 1, hour=17)
        report_follow_up(follow_up=follow_up, outcome=Reached.REACHED, **visiting)


def _agree(stage: Stage, *, days_ago: int) -> None:
    """Note what those who came agreed to; they hold a copy."""
    turn = stage.turn("coordinator", days_ago=days_ago, hour=11)
    for invitee in invitees(stage, **turn)[:2]:
        given = Given(terms=TERMS, given_on=stage.day(days_ago), ends_on=stage.day(-TERM_DAYS))
        agreement = give_agreement(candidate=invitee.candidate, given=given, **turn)
        give_copy(agreement=agreement, **turn)


def _introduce(stage: Stage, *, days_ago: int) -> None:
    """Put one who said yes in touch with the provider; nothing ever comes back of it."""
    turn = stage.turn("coordinator", days_ago=days_ago)
    candidates = {candidate.name: candidate for candidate in stage.rows(Candidate, **turn)}
    yes = Yes(
        said_yes=True,
        provider=Agency.objects.get(pk=stage.agency("services")),
        preferred_name=CALLED,
        contact=REACHED_AT,
        language="en",
    )
    introduce(candidate=candidates[INTRODUCED], yes=yes, **turn)


def _go_on(site: Site, stage: Stage, *, days_ago: int) -> None:
    """Take site and plan on into the time after the call-in."""
    plan, turn = plan_of(stage), stage.turn("coordinator", days_ago=days_ago, hour=12)
    why = "The call-in was held as planned."
    move_site(site=site, to=State.CALLED_IN, why=why, **turn)
    start_phase(phase=phase_of(plan, Phase.AFTER), **turn)
    finish(Phase.PREPARATION, plan, stage, days_ago=days_ago - 1)
    for done in AFTER_THE_CALL_IN:
        do(plan, done, stage)
