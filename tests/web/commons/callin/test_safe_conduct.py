"""Tests of safe conduct: nobody is contacted before the case room has acknowledged it as it is."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from commonground_web.commons.callin.actions import Evening
from commonground_web.commons.callin.states import State
from commonground_web.commons.candidates.states import State as Stands
from commonground_web.commons.influentials.actions import Agreed, note_influential
from commonground_web.commons.invitations.actions.inviting import (
    activate_holds,
    invite,
    lift_hold,
    release_letters,
)
from commonground_web.commons.invitations.actions.moving import cancel_callin, move_callin
from commonground_web.commons.invitations.handlers import note_acknowledged
from commonground_web.commons.invitations.tally import WITH, still_invited
from commonground_web.commons.responses.actions.holding import (
    close_callin,
    hold_callin,
    note_attendance,
)
from commonground_web.commons.sites.models import Site
from commonground_web.commons.steps.gates.facts import told
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.clock import day_of, now, today
from commonground_web.valves.boxes.handlers import NotYet
from commonground_web.valves.messages.invitations import HoldAcknowledged
from tests.web.addresses import state_purpose
from tests.web.commons.callin.evenings import (
    acknowledge,
    after,
    bring,
    invited,
    letters_out,
    planned,
    seen,
    sent_kinds,
    standing,
    undo_item,
    with_slots,
)
from tests.web.commons.candidates.released import (
    CONTACT,
    VALVE,
    as_kept,
    looking,
    receiving,
    released,
)
from tests.web.commons.steps.partners import COORDINATOR, new_site
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db
BY = {"by": COORDINATOR}


def test_invites_nobody_before_the_slots_are_confirmed(site: Site) -> None:
    with pytest.raises(Refused, match="slots first"):
        invited(planned(site), released(site))


def test_invites_nobody_to_an_evening_that_is_past(site: Site) -> None:
    candidate = released(site)
    callin = with_slots(site)
    late = callin.at + timedelta(days=3)

    with pytest.raises(Refused, match="is past"):
        invite(callin=callin, candidates=[candidate], by=COORDINATOR, at=late)


def test_invites_no_more_than_there_are_slots(site: Site) -> None:
    candidates = [released(site) for _ in range(3)]
    callin = with_slots(site)
    candidates.append(released(site))

    with pytest.raises(Refused, match="3 service slots are confirmed, and 4"):
        invited(callin, *candidates)


def test_invites_no_more_than_there_are_slots_behind_the_action(site: Site) -> None:
    released(site)
    callin = with_slots(site)
    callin.invited = callin.slots + 1

    with pytest.raises(DatabaseError), transaction.atomic():
        callin.save()


def test_invites_nobody_of_another_site(site: Site) -> None:
    released(site)
    callin, elsewhere = with_slots(site), released(new_site())

    with pytest.raises(Refused, match="of this site"):
        invited(callin, elsewhere)


def test_sets_a_hold_that_covers_the_letters_and_a_day_after_the_call_in(site: Site) -> None:
    candidate = released(site)
    callin = with_slots(site)

    [invitee] = invited(callin, candidate)

    assert invitee.hold.starts_at <= now()
    assert invitee.hold.ends_at == callin.at + timedelta(hours=24)
    assert sent_kinds() == ["hold_set"]


def test_keeps_who_is_invited_until_thirty_days_after_the_call_in(site: Site) -> None:
    candidate = released(site)
    callin = with_slots(site)

    invited(callin, candidate)

    assert as_kept(candidate).needed_until == day_of(callin.at + timedelta(days=30))


def test_tells_the_gates_whether_every_hold_is_acknowledged(site: Site) -> None:
    candidates = [released(site), released(site)]
    callin = with_slots(site)
    before = told("safe_conduct_acknowledged", site=site.pk)
    first, second = invited(callin, *candidates)

    acknowledge([first.hold])
    half = told("safe_conduct_acknowledged", site=site.pk)
    acknowledge([second.hold])

    assert (before, half) == (None, False)
    assert told("safe_conduct_acknowledged", site=site.pk) is True


def test_waits_for_an_acknowledgement_before_it_goes_on(site: Site) -> None:
    candidate = released(site)
    callin = with_slots(site)
    with pytest.raises(Refused, match="Nobody is invited"):
        activate_holds(callin=callin, **BY, at=now())
    invited(callin, candidate)

    with pytest.raises(Refused, match="1 of 1 holds"):
        activate_holds(callin=callin, **BY, at=now())


def test_goes_to_letters_with_no_unacknowledged_hold_behind_the_action(site: Site) -> None:
    candidate = released(site)
    callin = with_slots(site)
    invited(callin, candidate)
    callin.refresh_from_db()
    callin.state = State.LETTERS_OUT

    with pytest.raises(DatabaseError), transaction.atomic():
        callin.save()


def test_takes_no_acknowledgement_of_an_earlier_revision(site: Site) -> None:
    callin = letters_out(site)
    evening = Evening(at=callin.at + timedelta(days=2), venue=callin.venue)
    move_callin(callin=callin, evening=evening, why="The hall is taken.", **BY, at=now())

    acknowledge([invitee.hold for invitee in seen(callin)], revision=1)

    assert told("safe_conduct_acknowledged", site=site.pk) is False


def test_refuses_an_acknowledgement_of_what_was_never_set(site: Site) -> None:
    callin = letters_out(site)

    with pytest.raises(Refused, match="no such revision"):
        acknowledge([invitee.hold for invitee in seen(callin)], revision=9)


def test_waits_for_a_hold_that_is_not_here_yet() -> None:
    message = HoldAcknowledged(hold=uuid.uuid4(), revision=1, acknowledged_at=now())

    with pytest.raises(NotYet), receiving("candidate", "invitee", "hold"):
        note_acknowledged(message, by=VALVE, at=now())


def test_sets_holds_anew_and_stops_letters_when_the_call_in_is_moved(site: Site) -> None:
    callin = letters_out(site)
    evening = Evening(at=callin.at + timedelta(days=2), venue=callin.venue)

    move_callin(callin=callin, evening=evening, why="The hall is taken.", **BY, at=now())

    [invitee] = seen(callin)
    assert (callin.state, invitee.hold.revision) == (State.SLOTS_CONFIRMED, 2)
    assert invitee.candidate.safe_until is None
    with pytest.raises(Refused, match="Letters do not go out"):
        bring(invitee)
    acknowledge([invitee.hold])
    callin.refresh_from_db()
    activate_holds(callin=callin, **BY, at=now())
    release_letters(callin=callin, **BY, at=now())
    bring(seen(callin)[0])


def test_keeps_safe_conduct_until_the_day_that_a_letter_named(site: Site) -> None:
    callin = letters_out(site, candidates=2)
    one, other = seen(callin)
    bring(one)
    promised = one.hold.ends_at
    earlier = Evening(at=callin.at - timedelta(days=2), venue=callin.venue)

    move_callin(callin=callin, evening=earlier, why="The speaker leaves.", **BY, at=now())

    ends = {invitee.pk: invitee.hold.ends_at for invitee in seen(callin)}
    assert ends == {one.pk: promised, other.pk: callin.safe_until}


def test_leaves_holds_as_they_are_when_the_place_alone_is_another(site: Site) -> None:
    callin = letters_out(site)
    evening = Evening(at=callin.at, venue="The church next door")

    move_callin(callin=callin, evening=evening, why="More chairs.", **BY, at=now())

    assert callin.state == State.LETTERS_OUT
    assert seen(callin)[0].hold.revision == 1


def test_is_not_moved_further_than_a_hold_lasts(site: Site) -> None:
    callin = letters_out(site)
    evening = Evening(at=callin.at + timedelta(days=110), venue=callin.venue)

    with pytest.raises(Refused, match="up to 120 days"):
        move_callin(callin=callin, evening=evening, why="Later.", **BY, at=now())


def test_lifts_what_nobody_was_promised_and_takes_them_off_the_list(site: Site) -> None:
    callin = letters_out(site)
    [invitee] = seen(callin)

    lift_hold(hold=invitee.hold, **BY, at=now())

    callin.refresh_from_db()
    assert sent_kinds() == ["hold_set", "hold_set"]
    assert callin.state == State.SLOTS_CONFIRMED
    assert (callin.invited, callin.unsafe) == (0, 0)
    assert told("safe_conduct_acknowledged", site=site.pk) is None


def test_goes_on_without_who_was_taken_off_the_list(site: Site) -> None:
    callin = letters_out(site, candidates=2)
    first, second = seen(callin)
    lift_hold(hold=first.hold, **BY, at=now())
    callin.refresh_from_db()

    activate_holds(callin=callin, **BY, at=now())
    release_letters(callin=callin, **BY, at=now())
    with pytest.raises(Refused, match="safe conduct"):
        bring(seen(callin)[0])
    bring(second)
    hold_callin(callin=callin, **BY, at=after(callin))
    note_attendance(invitee=second, came="present", with_influential=False, **BY, at=now())
    close_callin(callin=callin, **BY, at=now())

    assert callin.state == State.CLOSED


def test_prints_no_letter_to_who_was_taken_off_the_list(site: Site) -> None:
    callin = letters_out(site, candidates=2)
    first, second = seen(callin)
    lift_hold(hold=first.hold, **BY, at=now())

    with looking(*WITH):
        assert still_invited(callin.pk) == [second]


def test_invites_again_who_was_taken_off_the_list(site: Site) -> None:
    callin = letters_out(site)
    [invitee] = seen(callin)
    lift_hold(hold=invitee.hold, **BY, at=now())
    callin.refresh_from_db()

    [again] = invited(callin, as_kept(invitee.candidate))

    assert (again.pk, again.hold.revision, again.hold.lifted_at) == (invitee.pk, 3, None)
    assert sent_kinds() == ["hold_set"] * 3
    callin.refresh_from_db()
    assert (callin.invited, callin.unsafe) == (1, 1)
    acknowledge([again.hold])
    callin.refresh_from_db()
    activate_holds(callin=callin, **BY, at=now())


def test_offers_to_invite_again_who_was_taken_off_the_list(site: Site) -> None:
    callin = letters_out(site)
    [invitee] = seen(callin)
    address = f"/call-ins/{callin.pk}/invitees/new/"
    assert "Zed" not in signed_in("coordinator").get(address).content.decode()

    lift_hold(hold=invitee.hold, **BY, at=now())

    assert "Zed Fictional" in signed_in("coordinator").get(address).content.decode()


def test_does_not_lift_what_a_letter_promised(site: Site) -> None:
    callin = letters_out(site)
    [invitee] = seen(callin)
    bring(invitee)

    with pytest.raises(Refused, match="promised"):
        lift_hold(hold=seen(callin)[0].hold, **BY, at=now())


def test_keeps_promises_when_the_call_in_is_cancelled(site: Site) -> None:
    callin = letters_out(site, candidates=2)
    promised, other = seen(callin)
    bring(promised)

    cancel_callin(callin=callin, why="No hall.", **BY, at=now())

    promised, other = seen(callin)
    assert promised.hold.lifted_at is None
    assert other.hold.lifted_at is not None
    assert promised.candidate.needed_until == today() + timedelta(days=30)


def test_lifts_the_hold_of_who_is_withdrawn_before_a_letter(site: Site) -> None:
    callin = letters_out(site, candidates=2)
    first, _second = seen(callin)

    standing(first.candidate, "withdrawn")

    callin.refresh_from_db()
    assert as_kept(first.candidate).state == Stands.WITHDRAWN
    assert seen(callin)[0].hold.lifted_at is not None
    assert (callin.invited, callin.unsafe) == (1, 0)
    assert told("candidates", site=site.pk) == 1


def test_keeps_the_hold_of_who_is_withdrawn_with_a_letter(site: Site) -> None:
    callin = letters_out(site)
    [invitee] = seen(callin)
    bring(invitee)

    standing(invitee.candidate, "withdrawn")

    assert seen(callin)[0].hold.lifted_at is None


def test_refuses_to_write_down_an_influential_before_safe_conduct_stands(site: Site) -> None:
    candidate = released(site)
    callin = with_slots(site)
    [invitee] = invited(callin, candidate)
    agreed = Agreed(name="M Fictional", contact="x", relation="parent", agreed_on=today())

    with pytest.raises(Refused, match="safe-conduct hold"):
        note_influential(candidate=invitee.candidate, agreed=agreed, **BY, at=now())


def test_tells_the_liaison_who_it_is_once_safe_conduct_stands(site: Site) -> None:
    candidate = released(site)
    [invitee] = invited(with_slots(site), candidate)
    room = signed_in("community_liaison")
    state_purpose(room, invitee.pk, candidate.pk)
    pages = (
        f"/invitees/{invitee.pk}/deliveries/new/",
        f"/candidates/{candidate.pk}/influentials/",
    )

    before = [room.get(page).content.decode() for page in pages]
    acknowledge([invitee.hold])
    after_it = [room.get(page).content.decode() for page in pages]

    assert not any("Zed Fictional" in page or CONTACT in page for page in before)
    assert all("once safe conduct stands" in page for page in before)
    assert all("Zed Fictional" in page for page in after_it)
    assert CONTACT in after_it[0]


def test_refuses_letters_while_a_gate_is_shut(site: Site) -> None:
    candidate = released(site)
    callin = with_slots(site)
    invited(callin, candidate)
    acknowledge(invitee.hold for invitee in seen(callin))
    callin.refresh_from_db()
    activate_holds(callin=callin, **BY, at=now())
    undo_item(site, "P1.agreements")

    with pytest.raises(Refused, match="signed how they share"):
        release_letters(callin=callin, **BY, at=now())


def test_names_the_languages_without_an_adopted_letter(site: Site) -> None:
    candidate = released(site, language="vi")
    callin = with_slots(site)
    invited(callin, candidate)
    acknowledge(invitee.hold for invitee in seen(callin))
    callin.refresh_from_db()
    activate_holds(callin=callin, **BY, at=now())

    with pytest.raises(Refused, match="in: vi"):
        release_letters(callin=callin, **BY, at=now())


def test_invites_on_its_page_and_shows_names_to_who_may_see_them(site: Site) -> None:
    candidate = released(site)
    callin = with_slots(site)

    signed_in("coordinator").post(
        f"/call-ins/{callin.pk}/invitees/new/", {"candidates": [str(candidate.pk)]}
    )

    address = f"/call-ins/{callin.pk}/invitees/"
    assert "Zed Fictional" in signed_in("coordinator").get(address).content.decode()
    liaisons = signed_in("community_liaison").get(address).content.decode()
    assert "Zed" not in liaisons
    assert "Invitee 1" in liaisons


def test_keeps_the_promise_to_who_is_done_with_though_the_coordinator_would_lift_it(
    site: Site,
) -> None:
    callin = letters_out(site)
    bring(seen(callin)[0])
    standing(seen(callin)[0].candidate, "withdrawn")

    with pytest.raises(Refused, match="promised"):
        lift_hold(hold=seen(callin)[0].hold, **BY, at=now())
