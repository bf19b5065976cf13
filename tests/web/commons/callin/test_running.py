"""Tests of what the front page tells of a call-in, and of the day that the plan goes by."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from commonground_web.commons.callin.actions import Evening
from commonground_web.commons.deadlines import deadlines_for
from commonground_web.commons.invitations.actions.moving import move_callin
from commonground_web.commons.responses.actions.holding import note_attendance
from commonground_web.commons.sites.models import Site
from commonground_web.commons.steps.models import Plan
from commonground_web.kernel.clock import day_of, now, today
from tests.web.commons.callin.evenings import held, invited, planned, seen, with_slots
from tests.web.commons.candidates.released import looking, released
from tests.web.commons.steps.partners import COORDINATOR, item_of, somebody
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db


def told(*, on: date | None = None, role: str = "coordinator") -> list[str]:
    """Return what somebody is told on a day."""
    with looking("complaint", "follow_up", "invitee"):
        return [str(one.what) for one in deadlines_for(somebody(role), on=on or today())]


def says(text: str, *, on: date | None = None, role: str = "coordinator") -> bool:
    """Say whether somebody is told something on a day."""
    return any(text in told_ for told_ in told(on=on, role=role))


def test_tells_of_the_evening_and_of_holds_that_wait(site: Site) -> None:
    candidate = released(site)
    callin = with_slots(site)
    assert says(f"The call-in at {site}: service slots confirmed")
    assert not says("safe-conduct hold")

    invited(callin, candidate)

    assert says(f"1 safe-conduct hold at {site} is not acknowledged")
    assert not says("The call-in at", on=today() - timedelta(days=20))
    assert not says("The call-in at", role="partner")


def test_tells_of_a_call_in_that_passed_and_is_not_noted_as_held(site: Site) -> None:
    callin = planned(site)

    assert says("The call-in at", on=day_of(callin.at) + timedelta(days=3))


def test_tells_how_many_are_to_be_contacted(site: Site) -> None:
    callin = held(site)
    note_attendance(
        invitee=seen(callin)[0], came="absent", with_influential=False, by=COORDINATOR, at=now()
    )

    later = day_of(callin.at)
    assert says("1 person who did not come is to be contacted", on=later)
    assert says("1 person who did not come", on=later, role="community_liaison")
    assert not says("who did not come", on=later, role="director")


def test_shows_them_on_the_front_page_of_the_liaison(site: Site) -> None:
    callin = planned(site)
    callin.at = now() + timedelta(days=1)
    callin.save()

    assert f"The call-in at {site}" in signed_in("community_liaison").get("/").content.decode()


def test_tells_of_candidates_who_are_about_to_be_let_go(site: Site) -> None:
    released(site)

    assert not says("The first candidates")
    assert says(f"The first candidates at {site} are let go", on=today() + timedelta(days=25))


def test_moves_the_day_of_the_plan_with_the_call_in(site: Site) -> None:
    callin = planned(site)
    plan = Plan.objects.get(site=site)
    assert plan.callin_on == day_of(callin.at)
    assert item_of(plan, "P4.held").due == plan.callin_on

    evening = Evening(at=callin.at + timedelta(days=9), venue=callin.venue)
    move_callin(callin=callin, evening=evening, why="Later.", by=COORDINATOR, at=now())

    assert item_of(plan, "P4.held").due == day_of(callin.at) == plan_day(plan)


def plan_day(plan: Plan) -> date:
    """Return the day that a plan goes by now."""
    plan.refresh_from_db()
    day: date = plan.callin_on
    return day
