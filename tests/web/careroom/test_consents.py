"""Tests of consents: whole, to nobody who polices, taken back at once, and accounted for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError

from commonground_web.careroom.consents.actions import disclose, revoke_consent
from commonground_web.careroom.consents.models import Consent, Disclosure, LegalProcess
from commonground_web.careroom.consents.process import answer_process, receive_process
from commonground_web.careroom.consents.words import NOTICE, Recipient
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.clock import now, today
from tests.web.addresses import state_purpose
from tests.web.careroom.people import OURS, THEIRS, client_of, consent_of, publish, seen, someone
from tests.web.plain_record import looking
from tests.web.rows import keep
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db

ELEMENTS = [
    "client",
    "disclosing",
    "recipient_name",
    "recipient_kind",
    "information",
    "covers",
    "purpose",
    "right_to_revoke",
    "expires_on",
    "signature",
    "signed_on",
]
"""What 42 CFR 2.31(a) asks a written consent to hold."""


@pytest.mark.parametrize("element", ELEMENTS)
def test_keeps_no_consent_that_lacks_an_element(element: str) -> None:
    field = Consent._meta.get_field(element)

    assert not field.null


@pytest.mark.parametrize("kind", ["police", "prosecutor", "probation", "court", "sheriff", ""])
def test_keeps_no_consent_to_police_prosecution_probation_or_court(kind: str) -> None:
    assert kind not in Recipient.values
    with pytest.raises(IntegrityError):
        keep(Consent, owner=OURS, recipient_kind=kind)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"signed_on": today() + timedelta(days=2)}, "yet to come"),
        ({"expires_on": today()}, "over already"),
        ({"expires_on": today() + timedelta(days=400)}, "at most"),
        ({"recipient": OURS}, "own organisation"),
    ],
)
def test_refuses_a_consent_that_is_none(changed: dict[str, Any], says: str) -> None:
    by = someone()

    with pytest.raises(Refused, match=says):
        consent_of(client_of(by), by, **changed)


@pytest.mark.parametrize("works_in", ["caseroom", None])
def test_names_no_recipient_that_does_not_work_in_this_room(works_in: str | None) -> None:
    police = publish("agency", name="Plainly Fictional Police", kind="police", works_in=works_in)
    by = someone()
    client = client_of(by)

    with pytest.raises(Refused, match="does not work in this room"):
        consent_of(client, by, recipient=police)
    page = signed_in("case_manager", agency=OURS).get(f"/clients/{client.pk}/consents/new/")
    assert str(police) not in page.content.decode()


def test_tells_by_a_consent_with_notice_and_copy() -> None:
    by = someone()
    consent = consent_of(client_of(by), by)

    told = disclose(consent=consent, what="Name and telephone.", by=by, at=now())

    assert (told.notice, told.with_copy) == (NOTICE, True)
    assert told.recipient_name == consent.recipient_name
    assert seen(Disclosure, by) == [told]
    assert seen(Disclosure, someone(agency=THEIRS)) == []


def test_tells_nothing_by_a_consent_that_was_taken_back() -> None:
    by = someone()
    consent = consent_of(client_of(by), by)
    revoke_consent(consent=consent, by=by, at=now())

    with pytest.raises(Refused, match="nothing is told"):
        disclose(consent=consent, what="Name.", by=by, at=now())
    with pytest.raises(Refused, match="already"):
        revoke_consent(consent=consent, by=by, at=now())


def test_tells_nothing_by_a_consent_that_is_over() -> None:
    by = someone()
    consent = consent_of(client_of(by), by)

    with pytest.raises(Refused):
        disclose(consent=consent, what="Name.", by=by, at=now() + timedelta(days=91))


def test_keeps_no_disclosure_without_notice_and_copy() -> None:
    with pytest.raises(IntegrityError):
        keep(Disclosure, owner=OURS, with_copy=False)


def test_changes_nothing_of_what_was_signed() -> None:
    by = someone()
    consent = consent_of(client_of(by), by)

    with pytest.raises(DatabaseError), looking("consent", at=now(), verb="create", by=by):
        Consent.objects.filter(pk=consent.pk).update(expires_on=today() + timedelta(days=300))


def test_writes_down_legal_process_that_nothing_was_confirmed() -> None:
    process = receive_process(
        kind="subpoena", received_on=today(), from_whom="A court", note="", by=someone(), at=now()
    )

    assert process.answer == "no_acknowledgement"
    with pytest.raises(Refused, match="counsel"):
        answer_process(
            process=process,
            counsel="",
            answer="contested",
            by=someone("provider_manager"),
            at=now(),
        )
    assert seen(LegalProcess, someone(agency=THEIRS)) == []


def test_records_a_consent_and_prints_the_accounting() -> None:
    by = someone()
    client = client_of(by)
    room = signed_in("case_manager", agency=OURS)
    state_purpose(room, client.pk)
    said = {
        "disclosing": "Plainly Fictional Help",
        "recipient_name": "Made-up House",
        "recipient_kind": "housing",
        "covers": ["name", "contact"],
        "information": "My name.",
        "purpose": "A room.",
        "right_to_revoke": "Tell anybody here.",
        "expires_on": (today() + timedelta(days=30)).isoformat(),
        "signed": "paper",
        "signature": "Ash Example",
        "signed_on": today().isoformat(),
    }

    room.post(f"/clients/{client.pk}/consents/new/", said, follow=True)
    [consent] = seen(Consent, by)
    told = room.post(f"/consents/{consent.pk}/disclose/", {"what": "The name."})
    page = room.get(told["Location"]).content.decode()
    assert NOTICE in page
    assert "Tell anybody here." in page
    accounting = room.get(f"/clients/{client.pk}/accounting/").content.decode()
    assert "Made-up House" in accounting
    assert "The name." in accounting


def test_offers_no_kind_of_recipient_that_polices() -> None:
    by = someone()
    client = client_of(by)
    room = signed_in("case_manager", agency=OURS)
    state_purpose(room, client.pk)

    answer = room.post(f"/clients/{client.pk}/consents/new/", {"recipient_kind": "police"})

    assert "Select a valid choice" in answer.content.decode()


def test_asks_the_purpose_of_a_consent_unless_it_was_stated_for_its_client() -> None:
    by = someone()
    client = client_of(by)
    consent = consent_of(client, by)
    room = signed_in("case_manager", agency=OURS)

    assert room.get(f"/consents/{consent.pk}/")["Location"].startswith("/purpose/")
    state_purpose(room, client.pk)
    room.get(f"/clients/{client.pk}/consents/")

    assert room.get(f"/consents/{consent.pk}/").status_code == 200


def test_asks_the_purpose_of_legal_process() -> None:
    room = signed_in("provider_manager", agency=OURS)
    process = receive_process(
        kind="subpoena", received_on=today(), from_whom="A court", note="", by=someone(), at=now()
    )

    asked = room.get(f"/legal-process/{process.pk}/")
    page = room.post(asked["Location"], {"purpose": "process"}, follow=True)

    assert "A court" in page.content.decode()
