"""Tests of planning a call-in: its slots, its agenda, its speakers."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import DatabaseError, transaction

from commonground_web.commons.callin.actions import (
    Evening,
    Speaks,
    add_to_agenda,
    ask_speaker,
    confirm_slots,
    confirm_speaker,
    drop_from_agenda,
    plan_callin,
    withdraw_speaker,
)
from commonground_web.commons.callin.agenda import run_sheet
from commonground_web.commons.callin.models import CallIn, Media, Part
from commonground_web.commons.callin.states import MACHINE, State
from commonground_web.commons.invitations.actions.moving import cancel_callin
from commonground_web.commons.sites.models import Site
from commonground_web.commons.steps.actions.plans import move_callin as move_day
from commonground_web.commons.steps.actions.plans import open_plan
from commonground_web.commons.steps.gates import facts
from commonground_web.commons.steps.models import Plan
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.clock import day_of, now
from tests.web.commons.callin.evenings import letters_out, planned, undo_item, with_slots
from tests.web.commons.candidates.released import looking, released
from tests.web.commons.steps.partners import COORDINATOR, new_site
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db
BY = {"by": COORDINATOR}


def test_begins_with_no_media_and_the_standard_agenda(site: Site) -> None:
    callin = planned(site)

    sheet = run_sheet(callin, [])
    assert callin.media == Media.NONE
    assert [block.part for block in sheet] == list(Part)
    assert sheet[0].lines[0].begins_at == callin.at
    assert all(block.lines for block in sheet)


def test_times_each_item_after_the_one_before(site: Site) -> None:
    callin = planned(site)

    lines = [line for block in run_sheet(callin, []) for line in block.lines]
    assert all(
        after.begins_at - before.begins_at == timedelta(minutes=before.item.minutes)
        for before, after in pairwise(lines)
    )


def test_says_what_is_added_in_its_part_and_not_what_is_dropped(site: Site) -> None:
    callin = planned(site)
    added = add_to_agenda(callin=callin, part=Part.WORTH, title="A song", minutes=3, **BY, at=now())
    drop_from_agenda(item=callin.agenda.get(position=1), **BY, at=now())

    first = run_sheet(callin, [])[0]
    assert first.lines[-1].item == added
    assert 1 not in {line.item.position for line in first.lines}


def test_plans_one_at_a_time_for_a_site(site: Site) -> None:
    planned(site)

    with pytest.raises(Refused, match="not over"):
        planned(site)


def test_keeps_one_open_call_in_a_site_behind_the_action(site: Site) -> None:
    first = planned(site)
    second = CallIn(site=site, at=first.at, venue="x", created_by=COORDINATOR.id, created_at=now())

    with pytest.raises(DatabaseError), transaction.atomic():
        second.save(force_insert=True)


def test_refuses_a_moment_that_is_past(site: Site) -> None:
    evening = Evening(at=now() - timedelta(hours=1), venue="x")

    with pytest.raises(Refused, match="past"):
        plan_callin(site=site, evening=evening, **BY, at=now())


def test_confirms_the_slots_that_there_are(site: Site) -> None:
    released(site)

    callin = with_slots(site)

    assert (callin.state, callin.slots) == (State.SLOTS_CONFIRMED, 3)


def test_confirms_no_slots_while_there_are_more_candidates(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(facts._tellers, "service_slots", lambda _site: 1)
    released(site)
    released(site)
    callin = planned(site)

    with pytest.raises(Refused, match="are needed"):
        confirm_slots(callin=callin, **BY, at=now())


def test_counts_slots_anew_once_there_are_more(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    callin = letters_out(site)
    monkeypatch.setitem(facts._tellers, "service_slots", lambda _site: 7)

    confirm_slots(callin=callin, **BY, at=now())

    assert (callin.slots, callin.state) == (7, State.LETTERS_OUT)


def test_confirms_no_slots_that_nobody_showed(site: Site) -> None:
    released(site)
    undo_item(site, "P4.slots")
    callin = planned(site)

    with pytest.raises(Refused, match="Not done"):
        confirm_slots(callin=callin, **BY, at=now())


def test_knows_every_state_and_who_acts_in_it() -> None:
    reached = {to for ways in MACHINE.transitions.values() for to in ways} | {State.PLANNING}

    assert set(MACHINE.transitions) == set(MACHINE.owners) == reached == set(State.values)


def test_hears_speakers_who_said_yes_and_lets_go_of_who_withdrew(site: Site) -> None:
    callin = planned(site)
    speaks = Speaks(name="Ex Fictional", role="ex_offender", part="worth")
    speaker = ask_speaker(callin=callin, speaks=speaks, **BY, at=now())

    confirm_speaker(speaker=speaker, **BY, at=now())
    with looking("speaker"):
        speaker.refresh_from_db()
    confirmed = speaker.confirmed_on
    withdraw_speaker(speaker=speaker, **BY, at=now())

    assert confirmed is not None
    with pytest.raises(Refused, match="withdrew"):
        confirm_speaker(speaker=speaker, **BY, at=now())


def test_shows_the_page_with_what_keeps_it_from_going_on(site: Site) -> None:
    callin = planned(site)

    page = signed_in("coordinator").get(f"/call-ins/{callin.pk}/").content.decode()

    assert "The case room has acknowledged every safe-conduct hold" in page
    assert "Confirm the service slots" in page


def test_is_what_the_plan_goes_by_and_is_not_moved_there(site: Site) -> None:
    callin = planned(site)
    plan = Plan.objects.get(site=site)
    other = day_of(callin.at) + timedelta(days=1)

    with pytest.raises(Refused, match="move the call-in instead"):
        move_day(plan=plan, callin_on=other, **BY, at=now())
    page = signed_in("coordinator").get(f"/plans/{plan.pk}/").content.decode()

    assert plan.callin_on == day_of(callin.at)
    assert f'href="/call-ins/{callin.pk}/"' in page
    assert "Move it" not in page


def test_leaves_the_day_to_the_plan_once_it_is_cancelled(site: Site) -> None:
    callin = planned(site)
    plan, other = Plan.objects.get(site=site), day_of(callin.at) + timedelta(days=1)
    cancel_callin(callin=callin, why="The hall burnt down.", **BY, at=now())

    move_day(plan=plan, callin_on=other, **BY, at=now())

    assert Plan.objects.get(site=site).callin_on == other


def test_gives_the_plan_its_day_though_it_is_opened_later() -> None:
    site = new_site()
    callin = planned(site)

    with pytest.raises(Refused, match="move the call-in instead"):
        open_plan(site=site, callin_on=day_of(callin.at) + timedelta(days=1), **BY, at=now())

    assert open_plan(site=site, callin_on=day_of(callin.at), **BY, at=now()).site == site


def test_plans_on_its_page_in_the_time_of_the_room(site: Site) -> None:
    told = {"site": site.pk, "at": "2031-03-05T18:30", "venue": "Hall", "press": "none"}

    signed_in("coordinator").post("/call-ins/new/", told)

    assert CallIn.objects.get(site=site).at.isoformat() == "2031-03-05T23:30:00+00:00"


def test_prints_a_run_sheet_with_who_speaks(site: Site) -> None:
    callin = planned(site)
    speaks = Speaks(name="Ex Fictional", role="ex_offender", part="worth")
    ask_speaker(callin=callin, speaks=speaks, **BY, at=now())

    page = signed_in("community_liaison").get(f"/call-ins/{callin.pk}/run-sheet/")

    assert "Ex Fictional" in page.content.decode()
