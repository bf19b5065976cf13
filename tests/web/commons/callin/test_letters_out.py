"""Tests of letters that are printed and brought, and of what comes of each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonground_web.commons.callin.actions import Evening
from commonground_web.commons.candidates.states import State as Stands
from commonground_web.commons.influentials.actions import Agreed, note_answer, note_influential
from commonground_web.commons.invitations.actions.delivering import print_letters
from commonground_web.commons.invitations.actions.inviting import lift_hold
from commonground_web.commons.invitations.actions.moving import move_callin
from commonground_web.commons.invitations.models import How, Invitee
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.audit.models import AuditEvent, AuditSeal
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.rooms import Room, this_room
from commonground_web.valves.boxes.models import OutMessage
from tests.web.commons.callin.evenings import (
    EVERYTHING,
    a_parent,
    bring,
    invited,
    letters_out,
    seen,
    standing,
    undo_item,
    with_slots,
)
from tests.web.commons.candidates.released import as_kept, looking, released
from tests.web.commons.letters.test_letters import pages_of
from tests.web.commons.steps.partners import COORDINATOR, somebody
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db
BY = {"by": COORDINATOR}


def test_prints_all_letters_as_one_file(site: Site) -> None:
    callin = letters_out(site, candidates=3)

    pdf = print_letters(invitees=seen(callin), **BY, at=now())

    assert pages_of(pdf) == 3


def test_keeps_in_the_audit_that_a_letter_was_printed_and_no_name(site: Site) -> None:
    callin = letters_out(site)

    print_letters(invitees=seen(callin), **BY, at=now())

    seal = AuditSeal.objects.order_by("-seq")[0]
    assert AuditEvent.objects.get(pk=seal.event).verb == "print"
    assert seal.acts == ["letter.printed"]
    assert "Zed" not in f"{seal.ids}{seal.changes}"


def test_prints_no_letter_before_letters_go_out(site: Site) -> None:
    candidate = released(site)
    callin = with_slots(site)

    with pytest.raises(Refused, match="Letters do not go out"):
        print_letters(invitees=invited(callin, candidate), **BY, at=now())


def test_prints_no_letter_once_a_gate_is_shut_again(site: Site) -> None:
    callin = letters_out(site)
    undo_item(site, "P4.hold")

    with pytest.raises(Refused, match="before the holds stand"):
        print_letters(invitees=seen(callin), **BY, at=now())


def test_prints_letters_for_the_coordinator_alone(site: Site) -> None:
    callin = letters_out(site)

    with pytest.raises(NotPermitted):
        print_letters(invitees=seen(callin), by=somebody("community_liaison"), at=now())


def test_writes_to_a_minor_once_a_parent_has_agreed(site: Site) -> None:
    [invitee] = seen(letters_out(site, is_minor=True))
    with pytest.raises(Refused, match="under age"):
        bring(invitee)

    a_parent(invitee)

    bring(invitee)


def test_has_tried_whom_it_did_not_find_and_invited_whom_it_reached(site: Site) -> None:
    callin = letters_out(site)
    [invitee] = seen(callin)

    bring(invitee, how=How.NOT_FOUND)
    tried = as_kept(invitee.candidate).state
    bring(seen(callin)[0], how=How.WITH_COMMUNITY)

    assert (tried, as_kept(invitee.candidate).state) == (
        Stands.CONTACT_ATTEMPTED,
        Stands.INVITED,
    )


def test_asks_for_another_letter_where_the_day_was_moved(site: Site) -> None:
    callin = letters_out(site)
    bring(seen(callin)[0])
    evening = Evening(at=callin.at + timedelta(days=1), venue=callin.venue)

    move_callin(callin=callin, evening=evening, why="The hall is taken.", **BY, at=now())

    page = signed_in("coordinator").get(f"/call-ins/{callin.pk}/invitees/").content.decode()
    assert "names an earlier day; bring another" in page


def test_keeps_nobody_who_did_not_agree(site: Site) -> None:
    callin = letters_out(site)
    [invitee] = seen(callin)
    agreed = Agreed(
        name="Ma Fictional", contact="x", relation="parent", agreed_on=today() + timedelta(days=1)
    )

    with pytest.raises(Refused, match="still to come"):
        note_influential(candidate=invitee.candidate, agreed=agreed, **BY, at=now())


def test_notes_who_asked_an_influential_and_what_they_said(site: Site) -> None:
    callin = letters_out(site)
    influential = a_parent(seen(callin)[0])

    note_answer(influential=influential, outcome="comes", **BY, at=now())

    assert str(influential.contacted_by) == COORDINATOR.id
    with pytest.raises(Refused, match="Say what"):
        note_answer(influential=influential, outcome="open", **BY, at=now())


def test_holds_influentials_in_the_commons_alone(site: Site) -> None:
    callin = letters_out(site)
    a_parent(seen(callin)[0])

    assert this_room() is Room.COMMONS
    assert not OutMessage.objects.exclude(kind="hold_set").exists()


def test_prints_on_its_page_once_the_purpose_is_stated(site: Site) -> None:
    callin = letters_out(site)
    room = signed_in("coordinator")
    address = f"/call-ins/{callin.pk}/letters/print/"

    asked = room.get(address)
    room.post(asked["Location"], {"purpose": "invite"})
    answer = room.post(address)

    assert asked["Location"].startswith("/purpose/")
    assert answer["Content-Type"] == "application/pdf"
    assert "Zed" not in answer["Content-Disposition"]
    assert pages_of(answer.content) == 1


def test_is_brought_by_the_liaison_who_learns_the_name_then(site: Site) -> None:
    callin = letters_out(site)
    [invitee] = seen(callin)
    room = signed_in("community_liaison")
    address = f"/invitees/{invitee.pk}/deliveries/new/"
    room.post(room.get(address)["Location"], {"purpose": "invite"})

    page = room.get(address).content.decode()
    told = {"how": "with_community", "on": str(today()), "rsvp": "comes", "needs": ["transport"]}
    room.post(address, told)

    with looking(*EVERYTHING):
        assert Invitee.objects.get(pk=invitee.pk).deliveries.count() == 1
    assert "Zed Fictional" in page
    assert as_kept(invitee.candidate).needs == ["transport"]


def test_brings_no_letter_to_somebody_withdrawn_since_the_page_was_opened(site: Site) -> None:
    callin = letters_out(site, candidates=2)
    opened = seen(callin)[0]
    standing(opened.candidate, "withdrawn")

    with pytest.raises(Refused, match="done with"):
        bring(opened)

    assert seen(callin)[0].candidate.state == Stands.WITHDRAWN


def test_lifts_a_hold_once_however_often_the_button_is_pressed(site: Site) -> None:
    callin = letters_out(site)
    [opened], [again] = seen(callin), seen(callin)
    lift_hold(hold=opened.hold, **BY, at=now())

    with pytest.raises(Refused, match="lifted already"):
        lift_hold(hold=again.hold, **BY, at=now())
