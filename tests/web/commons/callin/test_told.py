"""Tests of what the gates and the site are told of a call-in, up to its end and after it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from commonground_web.commons.callin import told as tellers
from commonground_web.commons.callin.actions import Evening, plan_callin
from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.invitations.actions.moving import cancel_callin
from commonground_web.commons.responses.actions.holding import close_callin, note_attendance
from commonground_web.commons.sites.actions import move_site
from commonground_web.commons.sites.models import Site, State
from commonground_web.commons.steps.gates import facts
from commonground_web.commons.steps.gates.facts import told
from commonground_web.commons.steps.models import Plan
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.clock import day_of, now
from tests.web.commons.callin.evenings import after, held, letters_out, planned, seen, undo_item
from tests.web.commons.steps.partners import COORDINATOR, score, show

pytestmark = pytest.mark.django_db


def preparing(site: Site) -> Site:
    """Have a site stand where its call-in is prepared."""
    site.state = State.PREPARING
    site.save()
    return site


def called_in(site: Site, *, at: datetime) -> None:
    """Say that a site is called in."""
    move_site(site=site, to=State.CALLED_IN, why="It was held.", by=COORDINATOR, at=at)


def closed(site: Site) -> CallIn:
    """Bring a call-in of a site to its end."""
    callin = held(site)
    for invitee in seen(callin):
        note_attendance(
            invitee=invitee, came="present", with_influential=False, by=COORDINATOR, at=now()
        )
    close_callin(callin=callin, by=COORDINATOR, at=after(callin))
    return callin


@pytest.fixture
def real_slots(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Have the slots told as they are, of a number that services hold."""
    held_now = {"slots": 3}
    monkeypatch.setattr(tellers, "slots_held", lambda _site: held_now["slots"])
    monkeypatch.setitem(facts._tellers, "service_slots", tellers.service_slots)
    return held_now


@pytest.mark.parametrize("bring_it_there", [held, closed])
def test_leaves_the_gates_open_after_the_evening_though_slots_are_given_back(
    site: Site, real_slots: dict[str, int], bring_it_there: object
) -> None:
    callin = bring_it_there(site)  # type: ignore[operator]
    real_slots["slots"] = 0
    plan = Plan.objects.get(site=site)
    undo_item(site, "P4.attendance")

    show(plan, "P4.attendance")
    score(plan, "P4.attendance", 2, amount=100)
    called_in(preparing(site), at=after(callin))

    site.refresh_from_db()
    assert site.state == State.CALLED_IN


@pytest.mark.usefixtures("real_slots")
def test_asks_anew_once_another_call_in_is_planned(site: Site, real_slots: dict[str, int]) -> None:
    closed(site)
    real_slots["slots"] = 0
    assert told("safe_conduct_acknowledged", site=site.pk) is True
    assert told("service_slots", site=site.pk) == 3

    planned(site)

    assert told("safe_conduct_acknowledged", site=site.pk) is None
    assert told("service_slots", site=site.pk) == 0


def test_has_the_plan_go_by_the_last_one_held_where_the_next_is_cancelled(site: Site) -> None:
    first = closed(site)
    evening = Evening(at=first.at + timedelta(days=90), venue=first.venue)
    second = plan_callin(site=site, evening=evening, by=COORDINATOR, at=now())
    went_by = Plan.objects.get(site=site).callin_on

    cancel_callin(callin=second, why="Not yet.", by=COORDINATOR, at=now())

    assert went_by == day_of(second.at)
    assert Plan.objects.get(site=site).callin_on == day_of(first.at)


def test_calls_no_site_in_before_an_evening_was_held(site: Site) -> None:
    callin = letters_out(preparing(site))

    with pytest.raises(Refused, match="No call-in of this site was held"):
        called_in(site, at=after(callin))

    assert callin.site.moves.count() == 0
