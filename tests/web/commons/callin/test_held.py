"""Tests of a call-in that is held: who came, who is followed up, who agreed, who is helped."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from commonground_web.commons.agencies.models import Agency, Agreement, Kind
from commonground_web.commons.callin.actions import Evening, Speaks, ask_speaker
from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.callin.states import State
from commonground_web.commons.candidates.actions import move_candidate
from commonground_web.commons.candidates.states import State as Stands
from commonground_web.commons.invitations.actions.inviting import activate_holds, release_letters
from commonground_web.commons.invitations.actions.moving import move_callin
from commonground_web.commons.invitations.models import How, Invitee
from commonground_web.commons.responses.actions.agreeing import (
    Given,
    Yes,
    give_agreement,
    give_copy,
    introduce,
    note_declined,
)
from commonground_web.commons.responses.actions.holding import (
    assign_follow_up,
    close_callin,
    hold_callin,
    note_attendance,
    report_follow_up,
)
from commonground_web.commons.responses.models import (
    AgreedTerm,
    ConductAgreement,
    FollowUp,
    Introduction,
    Term,
)
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.clock import day_of, now, today
from commonground_web.kernel.rooms import Room
from commonground_web.valves.ways import ways_from
from tests.web.addresses import state_purpose
from tests.web.commons.agreements import sign_memorandum
from tests.web.commons.callin.evenings import (
    EVERYTHING,
    a_parent,
    acknowledge,
    after,
    bring,
    held,
    letters_out,
    seen,
    sent_kinds,
    standing,
    undo_item,
)
from tests.web.commons.candidates.released import (
    CONTACT,
    as_kept,
    looking,
    receiving,
    released,
)
from tests.web.commons.steps.partners import COORDINATOR, new_site
from tests.web.signed_in import account_with, client_of, signed_in

pytestmark = pytest.mark.django_db
BY = {"by": COORDINATOR}
GIVEN = Given(
    terms=["no_sale", "no_violence"], given_on=today(), ends_on=today() + timedelta(days=300)
)


def came(invitee: Invitee, *, how: str = "present") -> None:
    """Note whether an invitee came."""
    note_attendance(invitee=invitee, came=how, with_influential=False, **BY, at=now())


def reached(*, outcome: str = "reached") -> None:
    """Do every follow-up that is open."""
    with looking(*EVERYTHING):
        tasks = list(FollowUp.objects.select_related("invitee__candidate"))
    for task in tasks:
        report_follow_up(follow_up=task, outcome=outcome, **BY, at=now())


@pytest.fixture
def callin(site: Site) -> CallIn:
    """Hold a call-in with one invitee."""
    return held(site)


@pytest.fixture
def invitee(callin: CallIn) -> Invitee:
    """Return whoever is invited to it."""
    return seen(callin)[0]


def test_is_not_held_before_it_begins(site: Site) -> None:
    callin = letters_out(site)
    bring(seen(callin)[0])

    with pytest.raises(Refused, match="not begun"):
        hold_callin(callin=callin, **BY, at=callin.at - timedelta(minutes=1))


def test_is_not_held_while_a_letter_was_never_brought(site: Site) -> None:
    callin = letters_out(site)

    with pytest.raises(Refused, match="reached 1 of the invitees"):
        hold_callin(callin=callin, **BY, at=after(callin))


def test_is_not_held_on_the_word_of_a_letter_that_named_another_day(site: Site) -> None:
    callin = letters_out(site)
    bring(seen(callin)[0])
    later = Evening(at=callin.at + timedelta(days=2), venue=callin.venue)
    move_callin(callin=callin, evening=later, why="The hall is taken.", **BY, at=now())
    acknowledge(invitee.hold for invitee in seen(callin))
    callin.refresh_from_db()
    activate_holds(callin=callin, **BY, at=now())
    release_letters(callin=callin, **BY, at=now())

    with pytest.raises(Refused, match="reached 1 of the invitees"):
        hold_callin(callin=callin, **BY, at=after(callin))
    bring(seen(callin)[0])
    hold_callin(callin=callin, **BY, at=after(callin))


def test_is_held_though_somebody_was_looked_for_and_not_found(site: Site) -> None:
    callin = letters_out(site)
    bring(seen(callin)[0], how=How.NOT_FOUND)

    hold_callin(callin=callin, **BY, at=after(callin))

    assert callin.state == State.HELD


def test_is_not_held_while_a_gate_is_shut(site: Site) -> None:
    callin = letters_out(site)
    bring(seen(callin)[0])
    undo_item(site, "P1.violation_policy")

    with pytest.raises(Refused, match="every partner adopted the policy"):
        hold_callin(callin=callin, **BY, at=after(callin))


def test_lets_go_of_influentials_thirty_days_after_it(site: Site) -> None:
    callin = letters_out(site)
    influential = a_parent(seen(callin)[0])
    bring(seen(callin)[0])

    hold_callin(callin=callin, **BY, at=after(callin))

    with looking("influential"):
        influential.refresh_from_db()
    assert influential.purge_on == day_of(callin.at + timedelta(days=30))


def test_notes_attendance_only_once_it_is_held(site: Site) -> None:
    callin = letters_out(site)

    with pytest.raises(Refused, match="once the call-in is held"):
        came(seen(callin)[0])


def test_follows_up_the_next_day_who_did_not_come(callin: CallIn, invitee: Invitee) -> None:
    came(invitee, how="not_located")

    with looking(*EVERYTHING):
        task = FollowUp.objects.get(invitee=invitee)
    assert task.due_on == day_of(callin.at + timedelta(days=1))
    assert as_kept(invitee.candidate).state == Stands.ABSENT_FOLLOWUP


def test_follows_up_nobody_who_came(invitee: Invitee) -> None:
    came(invitee)

    with looking(*EVERYTHING):
        assert not FollowUp.objects.exists()
    assert as_kept(invitee.candidate).state == Stands.ATTENDED


def test_has_nobody_come_twice(invitee: Invitee) -> None:
    came(invitee)

    with pytest.raises(Refused, match="noted already"):
        came(invitee)


@pytest.fixture
def task(invitee: Invitee) -> FollowUp:
    """Return what is to be done for an invitee who did not come."""
    came(invitee, how="absent")
    with looking(*EVERYTHING):
        found: FollowUp = FollowUp.objects.select_related("invitee__candidate").get(invitee=invitee)
    return found


def test_offers_to_follow_up_only_who_may_at_this_site(task: FollowUp, site: Site) -> None:
    other = new_site()
    may = [account_with("community_liaison", sites=[site.pk]), account_with("coordinator")]
    may_not = [
        account_with("community_liaison", sites=[other.pk]),
        account_with("director"),
        account_with("administrator"),
        ended("community_liaison"),
    ]

    coordinator = signed_in("coordinator")
    state_purpose(coordinator, task.pk)

    page = coordinator.get(f"/follow-ups/{task.pk}/assign/").content.decode()

    assert all(account.name in page for account in may)
    assert not any(account.name in page for account in may_not)


def test_names_nobody_to_follow_up_whose_role_does_not_let_them(task: FollowUp) -> None:
    for account in (account_with("director"), account_with("coordinator", sites=[new_site().pk])):
        with pytest.raises(Refused, match="does not follow people up"):
            assign_follow_up(follow_up=task, account=account, **BY, at=now())
    liaison = account_with("community_liaison")

    assign_follow_up(follow_up=task, account=liaison, **BY, at=now())

    assert task.assigned_to == liaison.pk


def test_tells_how_to_reach_them_to_whoever_is_to_follow_up(task: FollowUp) -> None:
    liaisons = [account_with("community_liaison") for _ in range(2)]
    assign_follow_up(follow_up=task, account=liaisons[0], **BY, at=now())
    pages = []
    for liaison in liaisons:
        room = client_of(liaison)
        state_purpose(room, task.pk)
        pages.append(room.get(f"/follow-ups/{task.pk}/").content.decode())

    assert "Zed Fictional" in pages[0]
    assert CONTACT in pages[0]
    assert "Invitee 1" in pages[1]
    assert "Zed Fictional" not in pages[1]
    assert CONTACT not in pages[1]


def ended(role: str) -> Account:
    """Keep an account whose role is over."""
    account = account_with(role)
    account.memberships.update(ended_by="somebody", ended_at=now())
    return account


def test_closes_once_everyone_is_noted_and_followed_up(callin: CallIn, invitee: Invitee) -> None:
    with pytest.raises(Refused, match="1 more"):
        close_callin(callin=callin, **BY, at=now())
    came(invitee, how="absent")
    with pytest.raises(Refused, match="1 follow-ups"):
        close_callin(callin=callin, **BY, at=now())

    reached(outcome="not_found")
    close_callin(callin=callin, **BY, at=now())

    assert callin.state == State.CLOSED


def test_has_no_term_but_conduct() -> None:
    assert set(Term.values) == {
        "no_sale",
        "no_violence",
        "no_weapon",
        "stay_away",
        "no_retaliation",
    }


@pytest.mark.parametrize("term", ["treatment", "testing", "see_a_service", ""])
def test_refuses_a_term_of_service(invitee: Invitee, term: str) -> None:
    came(invitee)
    given = Given(terms=[term], given_on=GIVEN.given_on, ends_on=GIVEN.ends_on)

    with pytest.raises(Refused, match="only terms of the list"):
        give_agreement(candidate=as_kept(invitee.candidate), given=given, **BY, at=now())


def test_refuses_a_term_of_service_behind_the_action(invitee: Invitee) -> None:
    came(invitee)
    agreement = give_agreement(candidate=as_kept(invitee.candidate), given=GIVEN, **BY, at=now())

    with pytest.raises(DatabaseError), transaction.atomic(), receiving(*EVERYTHING):
        AgreedTerm(agreement=agreement, term="treatment").save(force_insert=True)


def test_tells_the_case_room_two_days_and_keeps_the_candidate_for_the_term(
    invitee: Invitee,
) -> None:
    came(invitee)

    agreement = give_agreement(candidate=as_kept(invitee.candidate), given=GIVEN, **BY, at=now())

    candidate = as_kept(invitee.candidate)
    assert sent_kinds()[-1] == "agreement_given"
    assert candidate.state == Stands.AGREEMENT_GIVEN
    assert candidate.needed_until == agreement.ends_on + timedelta(days=30)


def test_is_in_term_once_the_candidate_has_a_copy(invitee: Invitee) -> None:
    came(invitee)
    agreement = give_agreement(candidate=as_kept(invitee.candidate), given=GIVEN, **BY, at=now())

    give_copy(agreement=agreement, **BY, at=now())

    assert as_kept(invitee.candidate).state == Stands.IN_TERM
    assert agreement.copy_given_on == today()


@pytest.mark.parametrize("outcome", ["not_found", "refused"])
def test_takes_no_agreement_of_who_neither_came_nor_was_reached(
    invitee: Invitee, outcome: str
) -> None:
    came(invitee, how="absent")
    reached(outcome=outcome)

    with pytest.raises(Refused, match="came, or was reached"):
        give_agreement(candidate=as_kept(invitee.candidate), given=GIVEN, **BY, at=now())


def test_takes_one_of_who_was_reached_the_next_day(invitee: Invitee) -> None:
    came(invitee, how="absent")
    reached()

    give_agreement(candidate=as_kept(invitee.candidate), given=GIVEN, **BY, at=now())

    assert as_kept(invitee.candidate).state == Stands.AGREEMENT_GIVEN


def test_tries_again_who_was_not_found(invitee: Invitee) -> None:
    came(invitee, how="not_located")
    reached(outcome="not_found")

    reached()

    with pytest.raises(Refused, match="reached already"):
        reached()


def test_lets_speakers_go_thirty_days_after_it(site: Site) -> None:
    callin = letters_out(site)
    speaks = Speaks(name="Ex Fictional", role="ex_offender", part="worth")
    speaker = ask_speaker(callin=callin, speaks=speaks, **BY, at=now())
    bring(seen(callin)[0])

    hold_callin(callin=callin, **BY, at=after(callin))

    with looking("speaker"):
        speaker.refresh_from_db()
    assert speaker.purge_on == day_of(callin.at + timedelta(days=30))


def test_lets_somebody_change_their_mind(invitee: Invitee) -> None:
    came(invitee)
    note_declined(candidate=as_kept(invitee.candidate), **BY, at=now())

    give_agreement(candidate=as_kept(invitee.candidate), given=GIVEN, **BY, at=now())

    with looking(*EVERYTHING):
        assert ConductAgreement.objects.count() == 1


@pytest.mark.parametrize("days", [0, -1, 366])
def test_refuses_a_term_that_does_not_end_within_a_year(invitee: Invitee, days: int) -> None:
    came(invitee)
    given = Given(terms=["no_sale"], given_on=today(), ends_on=today() + timedelta(days=days))

    with pytest.raises(Refused, match="within a year"):
        give_agreement(candidate=as_kept(invitee.candidate), given=given, **BY, at=now())


@pytest.mark.parametrize("days_ago", [1, 400])
def test_refuses_a_day_from_before_they_were_invited(invitee: Invitee, days_ago: int) -> None:
    came(invitee)
    day = today() - timedelta(days=days_ago)
    given = Given(terms=["no_sale"], given_on=day, ends_on=day + timedelta(days=90))

    with pytest.raises(Refused, match="before they were invited"):
        give_agreement(candidate=as_kept(invitee.candidate), given=given, **BY, at=now())


def test_refuses_a_term_that_is_over_already(invitee: Invitee) -> None:
    came(invitee)
    given = Given(terms=["no_sale"], given_on=today(), ends_on=today() + timedelta(days=1))
    late = now() + timedelta(days=2)

    with pytest.raises(Refused, match="over already"):
        give_agreement(candidate=as_kept(invitee.candidate), given=given, **BY, at=late)


@pytest.mark.parametrize("status", ["completed", "activated", "withdrawn"])
def test_hears_of_the_end_of_a_term_without_the_reason(invitee: Invitee, status: str) -> None:
    came(invitee)
    agreement = give_agreement(candidate=as_kept(invitee.candidate), given=GIVEN, **BY, at=now())
    give_copy(agreement=agreement, **BY, at=now())

    standing(invitee.candidate, status)

    candidate = as_kept(invitee.candidate)
    assert candidate.state == status
    assert candidate.needed_until == today() + timedelta(days=30)


def provider(kind: str = Kind.SERVICE_PROVIDER) -> Agency:
    """Keep an agency that gives help."""
    return sign_memorandum(uuid.uuid4(), kind=kind)


def run_out(agency: Agency) -> None:
    """Have the memorandum of an agency be over."""
    Agreement.objects.filter(agency=agency).update(
        ended_on=today(), ended_by=uuid.uuid4(), ended_why="It was not renewed."
    )


def yes(agency: Agency, *, said_yes: bool = True) -> Yes:
    """Return what somebody who said yes wants told."""
    return Yes(
        said_yes=said_yes,
        provider=agency,
        preferred_name="Zee",
        contact="at the corner",
        language="en",
    )


def test_keeps_of_an_introduction_only_that_it_was_handed_over(invitee: Invitee) -> None:
    done = introduce(candidate=invitee.candidate, yes=yes(provider()), **BY, at=now())

    assert sent_kinds()[-1] == "introduced"
    assert {field.name for field in Introduction._meta.concrete_fields} == {
        "id",
        "candidate",
        "handed_over_on",
        "handed_over_by",
    }
    assert done.handed_over_on == today()


@pytest.mark.parametrize("kind", [Kind.POLICE, Kind.PROSECUTOR, Kind.COMMUNITY])
def test_introduces_only_to_who_gives_help(invitee: Invitee, kind: str) -> None:
    with pytest.raises(Refused, match="gives help"):
        introduce(candidate=invitee.candidate, yes=yes(provider(kind)), **BY, at=now())


def test_introduces_nobody_who_did_not_say_yes(invitee: Invitee) -> None:
    with pytest.raises(Refused, match="has not said yes"):
        introduce(candidate=invitee.candidate, yes=yes(provider(), said_yes=False), **BY, at=now())


@pytest.mark.parametrize("how", ["released", "contact_attempted"])
def test_introduces_nobody_before_they_were_reached(site: Site, how: str) -> None:
    candidate = released(site)
    if how == "contact_attempted":
        with receiving("candidate"):
            move_candidate(candidate, to=Stands(how))

    with pytest.raises(Refused, match="was reached"):
        introduce(candidate=candidate, yes=yes(provider()), **BY, at=now())


@pytest.mark.parametrize("status", ["completed", "activated", "withdrawn"])
def test_introduces_nobody_who_is_done_with(invitee: Invitee, status: str) -> None:
    standing(invitee.candidate, status)

    with pytest.raises(Refused, match="not done with"):
        introduce(candidate=invitee.candidate, yes=yes(provider()), **BY, at=now())


def test_introduces_to_no_agency_whose_memorandum_ran_out(invitee: Invitee) -> None:
    helper = provider()
    run_out(helper)

    with pytest.raises(Refused, match="memorandum"):
        introduce(candidate=invitee.candidate, yes=yes(helper), **BY, at=now())


def test_offers_only_agencies_whose_memorandum_is_in_force(invitee: Invitee) -> None:
    helper, other = provider(), provider()
    run_out(other)
    room = signed_in("coordinator")
    state_purpose(room, invitee.candidate_id)

    page = room.get(f"/candidates/{invitee.candidate_id}/introduction/").content.decode()

    assert helper.name in page
    assert other.name not in page


def test_hears_nothing_of_what_became_of_an_introduction() -> None:
    said = {kind for way in ways_from(Room.CAREROOM) for kind in way.kinds}
    assert said == {"anchored", "care_count"}


def test_goes_through_its_pages_from_attendance_to_help(invitee: Invitee) -> None:
    room, pk = signed_in("coordinator"), invitee.candidate_id
    helper = provider()
    room.post(f"/invitees/{invitee.pk}/attendance/", {"came": "present"})
    agreement = f"/candidates/{pk}/agreement/new/"
    room.post(room.get(agreement)["Location"], {"purpose": "invite"})

    said = {"terms": ["no_sale"], "given_on": today(), "ends_on": today() + timedelta(days=90)}
    shown = room.post(agreement, said, follow=True).content.decode()
    handed = room.post(
        f"/candidates/{pk}/introduction/",
        {
            "provider": helper.pk,
            "preferred_name": "Zee",
            "contact": "at the corner",
            "language": "en",
            "said_yes": "on",
        },
        follow=True,
    ).content.decode()

    assert "sell no drugs" in shown
    assert "Handed over on" in handed
    assert "at the corner" not in handed
    assert "Zee" not in handed


def test_shows_the_liaison_numbers_and_the_name_only_to_contact(
    callin: CallIn, invitee: Invitee
) -> None:
    came(invitee, how="absent")
    room = signed_in("community_liaison")

    page = room.get(f"/call-ins/{callin.pk}/attendance/").content.decode()

    assert "Invitee 1" in page
    assert "Zed" not in page
    assert "Contact them" in page


def test_brings_a_letter_to_nobody_once_it_is_held(invitee: Invitee) -> None:
    with pytest.raises(Refused, match="Letters do not go out"):
        bring(invitee, how=How.POST)
