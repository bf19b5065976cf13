"""Tests of referrals: across providers by consent alone, with answers in time or not."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import formats

from commonground_web.careroom.clients.models import Client
from commonground_web.careroom.consents.actions import revoke_consent
from commonground_web.careroom.consents.models import Consent, Disclosure
from commonground_web.careroom.consents.words import NOTICE
from commonground_web.careroom.referrals.actions import (
    Step,
    draft_referral,
    move_referral,
    next_states,
    send_referral,
)
from commonground_web.careroom.referrals.directory import offered, offered_one
from commonground_web.careroom.referrals.models import ANSWER_WITHIN, Referral
from commonground_web.careroom.referrals.states import MACHINE, NEEDS_REASON, OVER, State
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import now, today
from tests.web.addresses import state_purpose
from tests.web.careroom.people import (
    OURS,
    THEIRS,
    client_of,
    consent_of,
    publish,
    publish_service,
    seen,
    someone,
)
from tests.web.plain_record import looking
from tests.web.rows import keep
from tests.web.signed_in import account_with, signed_in

pytestmark = pytest.mark.django_db


def drafted(
    by: Actor, *, agency: uuid.UUID | None = THEIRS, request: str = "", **given: Any
) -> Referral:
    """Draft a referral to a service of an agency."""
    service = offered_one(publish_service(agency, **given))
    assert service is not None
    return draft_referral(client=client_of(by), service=service, request=request, by=by, at=now())


def to_whom(referral: Referral) -> dict[str, Any]:
    """Return as a consent's recipient who offers the service of a referral."""
    service = offered_one(referral.service)
    assert service is not None
    outside = service.organization.id if referral.receiver is None else None
    return {"recipient": referral.receiver, "organization": outside}


def sent(by: Actor, **given: Any) -> tuple[Referral, Consent]:
    """Send a referral to another provider, by a consent."""
    referral = drafted(by, **given)
    with looking("referral", "client", at=now(), by=by):
        client = Referral.objects.select_related("client").get(pk=referral.pk).client
    consent = consent_of(client, by, **to_whom(referral))
    send_referral(referral=referral, consent=consent, by=by, at=now())
    return referral, consent


def test_knows_every_state_and_whose_turn_it_is() -> None:
    assert set(MACHINE.transitions) == set(MACHINE.owners) == set(State.values)
    assert {s for s in State.values if not MACHINE.transitions[s]} == set(OVER)
    assert {s for s, owner in MACHINE.owners.items() if owner == "nobody"} == set(OVER)


def test_shows_a_receiver_nothing_of_a_draft() -> None:
    referral = drafted(someone())

    assert seen(Referral, someone(agency=THEIRS)) == []
    assert seen(Referral, someone()) == [referral]


def test_shows_a_receiver_what_the_consent_covers_and_no_more() -> None:
    sent(someone())

    [shared] = seen(Referral, someone(agency=THEIRS))
    assert (shared.shared_name, shared.shared_contact) == ("Ash Example", "+1 555 0100")
    assert shared.shared_language == ""
    assert seen(Client, someone(agency=THEIRS)) == []
    assert seen(Consent, someone(agency=THEIRS)) == []
    assert seen(Referral, someone(agency=uuid.uuid4())) == []


def test_accounts_for_what_it_told() -> None:
    by = someone()
    _referral, consent = sent(by)

    [told] = seen(Disclosure, by)
    assert told.consent_id == consent.pk
    assert told.recipient == THEIRS


@pytest.mark.parametrize("covers", [("language",), ("progress",)])
def test_refuses_a_consent_that_covers_too_little(covers: tuple[str, ...]) -> None:
    by = someone()
    referral = drafted(by)
    with looking("referral", "client", at=now(), by=by):
        client = Referral.objects.select_related("client").get(pk=referral.pk).client
    consent = consent_of(client, by, covers=covers)

    with pytest.raises(Refused, match="covers neither"):
        send_referral(referral=referral, consent=consent, by=by, at=now())


def test_refuses_to_ask_what_the_consent_does_not_cover() -> None:
    with pytest.raises(Refused, match="does not cover what they need"):
        sent(someone(), request="A bed in detox.")


def test_refuses_to_cross_without_a_consent_of_this_client_to_this_recipient() -> None:
    by = someone()
    referral = drafted(by)
    another = consent_of(client_of(by), by)

    for consent in (None, another):
        with pytest.raises(Refused, match="in force"):
            send_referral(referral=referral, consent=consent, by=by, at=now())
    with looking("referral", "client", at=now(), by=by):
        client = Referral.objects.select_related("client").get(pk=referral.pk).client
    elsewhere = consent_of(client, by, recipient=uuid.uuid4())
    with pytest.raises(Refused, match="another recipient"):
        send_referral(referral=referral, consent=elsewhere, by=by, at=now())


def test_goes_outside_by_no_consent_to_somebody_in_this_room() -> None:
    by = someone()
    referral = drafted(by, agency=None)
    with looking("referral", "client", at=now(), by=by):
        client = Referral.objects.select_related("client").get(pk=referral.pk).client
    consent = consent_of(client, by, recipient=THEIRS)

    with pytest.raises(Refused, match="another recipient"):
        send_referral(referral=referral, consent=consent, by=by, at=now())


def test_goes_to_no_outside_organisation_but_the_one_that_the_consent_names() -> None:
    by = someone()
    referral = drafted(by, agency=None, offered_by="Night Kitchen")
    another = drafted(by, agency=None, offered_by="Day Kitchen")
    with looking("referral", "client", at=now(), by=by):
        client = Referral.objects.select_related("client").get(pk=referral.pk).client
    by_choice = consent_of(client, by, **to_whom(another), recipient_name="Day Kitchen")
    by_name = consent_of(client, by, recipient=None, recipient_name="Night Kitchen")

    for consent in (by_choice, by_name):
        with pytest.raises(Refused, match="another recipient"):
            send_referral(referral=referral, consent=consent, by=by, at=now())
    assert seen(Disclosure, by) == []
    right = consent_of(client, by, **to_whom(referral), recipient_name="Night Kitchen")
    send_referral(referral=referral, consent=right, by=by, at=now())
    [told] = seen(Disclosure, by)
    assert told.recipient_name == "Night Kitchen"


def test_shares_nothing_with_an_agency_that_does_not_work_in_this_room() -> None:
    police = publish("agency", name="Plainly Fictional Police", kind="police", works_in="caseroom")

    assert drafted(someone(), agency=police).receiver is None


def test_stays_in_the_organisation_without_a_consent() -> None:
    by = someone()
    referral = drafted(by, agency=OURS)

    send_referral(referral=referral, consent=None, by=by, at=now())

    [kept] = seen(Referral, by)
    assert kept.state == "sent"


def test_is_hidden_from_the_receiver_at_once_when_the_consent_is_taken_back() -> None:
    by = someone()
    _referral, consent = sent(by)

    revoke_consent(consent=consent, by=by, at=now())

    assert seen(Referral, someone(agency=THEIRS)) == []
    [kept] = seen(Referral, by)
    assert (kept.shared_name, kept.shared_scope) == ("", "")


def test_is_hidden_from_the_receiver_once_the_consent_is_over() -> None:
    sent(someone())

    assert seen(Referral, someone(agency=THEIRS), at=now() + timedelta(days=91)) == []


def test_is_answered_by_the_receiver_and_ended_by_reason() -> None:
    by, receiver = someone(), someone(agency=THEIRS)
    sent(by)
    [shared] = seen(Referral, receiver)

    with pytest.raises(Refused, match="other provider"):
        move_referral(referral=shared, step=Step(to=State.ACCEPTED), by=by, at=now())
    with pytest.raises(Refused, match="Say why"):
        move_referral(referral=shared, step=Step(to=State.REJECTED), by=receiver, at=now())
    move_referral(
        referral=shared, step=Step(to=State.REJECTED, reason="no_room"), by=receiver, at=now()
    )

    [kept] = seen(Referral, by)
    assert (kept.state, kept.reason) == ("rejected", "no_room")


def test_is_followed_by_the_sender_where_the_receiver_is_not_here() -> None:
    by = someone()
    referral, _consent = sent(by, agency=None)

    move_referral(referral=referral, step=Step(to=State.ACCEPTED), by=by, at=now())

    [kept] = seen(Referral, by)
    assert kept.state == "accepted"


def test_is_overdue_when_no_answer_came_in_three_days() -> None:
    by = someone()
    sent(by)

    [kept] = seen(Referral, by)
    assert timedelta(hours=72) == ANSWER_WITHIN
    assert not kept.is_overdue(now() + timedelta(hours=71))
    assert kept.is_overdue(now() + timedelta(hours=73))


def test_holds_no_more_slots_than_there_are() -> None:
    receiver = someone(agency=THEIRS)
    referral, _consent = sent(someone(), available=1)
    hold = Step(to=State.ACCEPTED, slot_held_until=today() + timedelta(days=3))
    with looking("referral", "client", at=now(), by=receiver):
        first = Referral.objects.get(pk=referral.pk)
    move_referral(referral=first, step=hold, by=receiver, at=now())
    service = offered_one(first.service)
    assert service is not None
    by = someone()
    client = client_of(by)
    second = draft_referral(client=client, service=service, request="", by=by, at=now())
    send_referral(referral=second, consent=consent_of(client, by), by=by, at=now())

    with pytest.raises(Refused, match="no slot"):
        move_referral(referral=second, step=hold, by=receiver, at=now())

    [kept] = [row for row in seen(Referral, receiver) if row.pk == first.pk]
    assert kept.holds_slot(today())
    assert not kept.holds_slot(today() + timedelta(days=4))


def test_says_how_old_its_knowledge_of_room_is() -> None:
    publish_service(THEIRS, name="Beds", available=4)
    publish_service(THEIRS, name="Advice")

    advice, beds = offered()

    assert (advice.free, advice.counted_on) == (None, None)
    assert (beds.free, beds.counted_on) == (4, today())


@pytest.mark.parametrize(
    "given",
    [
        {"state": "sent", "sent_at": now(), "answer_due_at": now()},
        {"state": "sent", "sent_at": now(), "answer_due_at": now(), "receiver": None},
        {"state": "rejected", "reason": "", "closed_at": now()},
        {"state": "draft", "reason": "moved"},
        {"state": "sent"},
        {"state": "lost"},
    ],
)
def test_keeps_no_row_that_cannot_be(given: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        keep(Referral, owner=OURS, **{"receiver": THEIRS, **given})


def test_is_written_by_its_two_providers_alone() -> None:
    referral, _consent = sent(someone())
    stranger = someone(agency=uuid.uuid4())

    with (
        suppress(DatabaseError),
        looking("referral", at=now(), verb="move", by=stranger),
        transaction.atomic(),
    ):
        Referral.objects.filter(pk=referral.pk).update(shown_until=today())

    [kept] = seen(Referral, someone())
    assert kept.shown_until > today()


def test_is_sent_and_answered_on_pages() -> None:
    case_manager = account_with("case_manager", agency=OURS)
    by = Actor(str(case_manager.pk), frozenset({"case_manager", "member"}), OURS)
    referral = drafted(by)
    with looking("referral", "client", at=now(), by=by):
        client = Referral.objects.select_related("client").get(pk=referral.pk).client
    consent = consent_of(client, by)
    ours, theirs = (signed_in("case_manager", agency=agency) for agency in (OURS, THEIRS))

    for room in (ours, theirs):
        state_purpose(room, referral.pk)

    assert theirs.get(f"/referrals/{referral.pk}/send/").status_code == 404
    ours.post(f"/referrals/{referral.pk}/send/", {"consent": str(consent.pk)})
    theirs.post(f"/referrals/{referral.pk}/move/", {"to": "accepted"})
    page = theirs.get(f"/referrals/{referral.pk}/").content.decode()

    assert NOTICE in page
    for said in ("how to reach them, name", "To get a room.", "By telling anybody here."):
        assert said in page
    assert formats.date_format(consent.expires_on) in page
    assert "Ash Example" in page
    assert "accepted" in page
    in_spanish = theirs.get(f"/referrals/{referral.pk}/", headers={"accept-language": "es"})
    assert NOTICE in in_spanish.content.decode()
    assert str(client.pk) not in page
    assert "to us" in theirs.get("/referrals/").content.decode()


def test_offers_only_what_may_come_next() -> None:
    by = someone()
    sent(by)
    [kept] = seen(Referral, by)

    with looking(at=now()):
        assert next_states(kept, by) == [State.CANCELLED]
        assert set(next_states(kept, someone(agency=THEIRS))) == {
            State.ACCEPTED,
            State.REJECTED,
            State.WAITLISTED,
        }
    assert set(State.values) > NEEDS_REASON
