"""Tests of consents: whole, to nobody who polices, taken back at once, and accounted for."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError

from commonground_web.careroom.consents.actions import disclose, revoke_consent
from commonground_web.careroom.consents.forms import ConsentForm
from commonground_web.careroom.consents.models import Consent, Disclosure, LegalProcess
from commonground_web.careroom.consents.process import answer_process, receive_process
from commonground_web.careroom.consents.recipients import organizations
from commonground_web.careroom.consents.words import NOTICE, Recipient
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.clock import now, today
from tests.web.addresses import state_purpose
from tests.web.careroom.people import OURS, THEIRS, client_of, consent_of, publish, seen, someone
from tests.web.plain_record import looking
from tests.web.rows import keep
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db

WRITTEN = [
    "patient_name",
    "disclosing",
    "recipient_name",
    "information",
    "purpose",
    "right_to_revoke",
    "signature",
]
"""What 42 CFR 2.31(a) asks a written consent to say; the rest is a date, a choice or a tick."""

NEVER_NULL = ["client", "recipient_kind", "covers", "expires_on", "signed_by", "signed_on"]


@pytest.mark.parametrize("element", WRITTEN)
@pytest.mark.parametrize("text", ["", "  "])
def test_refuses_a_consent_that_lacks_an_element(element: str, text: str) -> None:
    by = someone()
    lacking: dict[str, Any] = {element: text}

    with pytest.raises(Refused, match="does not say"):
        consent_of(client_of(by), by, **lacking)


@pytest.mark.parametrize("covers", [(), ("everything",), ("name", "everything")])
def test_refuses_a_consent_to_no_known_part_of_the_record(covers: tuple[str, ...]) -> None:
    by = someone()

    with pytest.raises(Refused, match="which parts"):
        consent_of(client_of(by), by, covers=covers)


@pytest.mark.parametrize("element", NEVER_NULL)
def test_keeps_no_consent_that_lacks_an_element(element: str) -> None:
    field = Consent._meta.get_field(element)

    assert not field.null


def test_keeps_whose_record_it_is_as_it_was_signed() -> None:
    by = someone()
    client = client_of(by, name="Ash Example")
    consent = consent_of(client, by, patient_name="Ashley Example")
    room = signed_in("case_manager", agency=OURS)
    state_purpose(room, client.pk, consent.pk)

    page = room.get(f"/consents/{consent.pk}/").content.decode()

    assert "Ashley Example" in page


@pytest.mark.parametrize(
    ("signed_by", "authorized"), [("authorized", ""), ("both", " "), ("patient", "A parent")]
)
def test_names_an_authorised_person_where_one_signed(signed_by: str, authorized: str) -> None:
    by = someone()
    client = client_of(by)

    with pytest.raises(Refused, match="authorised person"):
        consent_of(client, by, signed_by=signed_by, authorized=authorized)
    kept = consent_of(client, by, signed_by="authorized", authorized="Bo Example, their mother")
    assert kept.authorized == "Bo Example, their mother"


def test_refuses_a_capacity_to_sign_that_is_unknown() -> None:
    with pytest.raises(IntegrityError):
        keep(Consent, owner=OURS, signed_by="police")


@pytest.mark.parametrize("kind", ["police", "sheriff", "prosecutor", "probation", "federal"])
@pytest.mark.parametrize("name", ["Plainly Fictional Agency", " plainly  FICTIONAL agency"])
def test_refuses_the_written_name_of_an_agency_that_polices(kind: str, name: str) -> None:
    publish("agency", name="Plainly Fictional Agency", kind=kind, works_in=None)
    by = someone()

    with pytest.raises(Refused, match="opens a way to police"):
        consent_of(client_of(by), by, recipient=None, recipient_name=name)


def test_offers_the_organisations_of_the_directory_but_none_that_polices() -> None:
    police = publish("agency", name="Plainly Fictional Police", kind="police", works_in="caseroom")
    publish("organization", name="Police Youth Club", agency=str(police))
    publish("organization", name="plainly fictional police", agency=None)
    publish("organization", name="Made-up House", agency=str(THEIRS))
    outside = publish("organization", name="Night Kitchen", agency=None)

    assert organizations() == {outside: "Night Kitchen"}


def test_refuses_an_organisation_that_cannot_be_chosen() -> None:
    by = someone()

    with pytest.raises(Refused, match="cannot be chosen"):
        consent_of(client_of(by), by, recipient=None, organization=uuid.uuid4())


def test_names_one_recipient() -> None:
    outside = publish("organization", name="Night Kitchen", agency=None)
    by = someone()
    client = client_of(by)

    with pytest.raises(Refused, match="one recipient"):
        consent_of(client, by, recipient=THEIRS, organization=outside)
    with pytest.raises(Refused, match="wrote another name"):
        consent_of(client, by, recipient=None, organization=outside)
    with pytest.raises(IntegrityError):
        keep(Consent, owner=OURS, recipient=THEIRS, organization=outside)


def test_takes_the_name_of_a_chosen_organisation_from_the_directory() -> None:
    outside = publish("organization", name="Night Kitchen", agency=None)
    said = dict.fromkeys(WRITTEN, "Words") | {
        "recipient": str(outside),
        "recipient_name": "",
        "recipient_kind": "housing",
        "covers": ["name"],
        "expires_on": (today() + timedelta(days=30)).isoformat(),
        "signed": "paper",
        "signed_by": "patient",
        "signed_on": today().isoformat(),
    }
    form = ConsentForm(said, providers={}, organizations=organizations(), today=today())

    assert form.is_valid(), form.errors
    assert form.elements().organization == outside
    assert form.elements().recipient is None
    assert form.elements().recipient_name == "Night Kitchen"


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


@pytest.mark.parametrize(
    "changed",
    [
        {"expires_on": today() + timedelta(days=300)},
        {"covers": ["contact", "health", "name"]},
        {"organization": uuid.uuid4(), "recipient": None},
        {"signed_by": "both"},
    ],
)
def test_changes_nothing_of_what_was_signed(changed: dict[str, Any]) -> None:
    by = someone()
    consent = consent_of(client_of(by), by)

    with (
        pytest.raises(DatabaseError, match="set once"),
        looking("consent", at=now(), verb="create", by=by),
    ):
        Consent.objects.filter(pk=consent.pk).update(**changed)


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
        "patient_name": "Ash Example",
        "disclosing": "Plainly Fictional Help",
        "recipient_name": "Made-up House",
        "recipient_kind": "housing",
        "covers": ["name", "contact"],
        "information": "My name.",
        "purpose": "A room.",
        "right_to_revoke": "Tell anybody here.",
        "expires_on": (today() + timedelta(days=30)).isoformat(),
        "signed": "paper",
        "signed_by": "patient",
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
