"""Tests of the trail: people read what they did, and who oversees others what those did."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from commonground_web.kernel.access.roles import room_roles
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.audit.models import AuditEvent
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.retention.naming import reference_of
from tests.web.signed_in import AGENCY, account_with, client_of, signed_in

pytestmark = pytest.mark.django_db


def holding(verb: str) -> list[str]:
    return [name for name, role in room_roles().items() if verb in role.permits.get("trail", ())]


NEAR, WIDE = holding("oversee"), holding("oversee_all")


def done(by: Account, act: str, *, agency: uuid.UUID | None = AGENCY) -> tuple[AuditEvent, Account]:
    """Keep an event in which somebody did something to an account."""
    touched = account_with()
    setting = Setting(actor=str(by.pk), verb="test", entity="account", agency=agency)
    with access(setting, at=now()) as opened:
        opened.did(act, touched)
    return AuditEvent.objects.get(pk=opened.event), touched


def page_of(client: Client, path: str = "/done/") -> str:
    return client.get(path).content.decode()


def test_shows_people_what_they_did_and_nothing_that_others_did() -> None:
    me, other = account_with(), account_with()
    mine, _ = done(me, "mine.done")
    theirs, _ = done(other, "theirs.done")
    client = client_of(me)

    page = page_of(client)

    assert "Mine: done" in page
    assert "Theirs: done" not in page
    assert client.get(f"/done/{mine.pk}/").status_code == 200
    assert client.get(f"/done/{theirs.pk}/").status_code == 404


@pytest.mark.parametrize("role", NEAR)
def test_shows_who_oversees_others_what_their_own_agency_did(role: str) -> None:
    near, _ = done(account_with(), "near.done")
    far, _ = done(account_with(agency=uuid.uuid4()), "far.done", agency=uuid.uuid4())
    client = signed_in(role)

    page = page_of(client)

    assert "Near: done" in page
    assert ("Far: done" in page) == (role in WIDE)
    assert client.get(f"/done/{near.pk}/").status_code == 200
    assert client.get(f"/done/{far.pk}/").status_code == (200 if role in WIDE else 404)


@pytest.mark.parametrize("role", NEAR)
def test_finds_who_touched_a_record_by_its_reference(role: str) -> None:
    _, touched = done(account_with(), "first.done")
    done(account_with(), "second.done")

    client = signed_in(role)
    for said in (reference_of(touched.pk), str(touched.pk), str(touched.pk).upper()):
        page = page_of(client, f"/done/?record={said}")

        assert "First: done" in page
        assert "Second: done" not in page


@pytest.mark.parametrize("role", NEAR)
def test_says_what_a_reference_looks_like(role: str) -> None:
    page = page_of(signed_in(role), "/done/?record=somebody")

    assert "A reference has eight digits or letters" in page


def test_narrows_to_days() -> None:
    me = account_with()
    done(me, "lately.done")
    client = client_of(me)
    day = today()

    assert "Lately: done" in page_of(client, f"/done/?since={day}&until={day}")
    assert "Lately: done" not in page_of(client, f"/done/?since={day + timedelta(days=1)}")
    assert "Lately: done" not in page_of(client, f"/done/?until={day - timedelta(days=1)}")


def test_shows_fields_that_changed_and_no_values() -> None:
    me, touched = account_with(), account_with()
    setting = Setting(actor=str(me.pk), verb="test", entity="account", agency=AGENCY)
    with access(setting, at=now()) as opened:
        row = Account.objects.get(pk=touched.pk)
        row.name = "Plainly Fictional"
        row.save()
        opened.did("account.renamed", row)

    page = page_of(client_of(me), f"/done/{opened.event}/")

    assert reference_of(touched.pk) in page
    assert "changed name" in page
    assert "Plainly Fictional" not in page


def test_has_somebody_in_each_room_who_reads_what_everybody_did() -> None:
    expected = {"commons": "privacy_officer", "caseroom": "auditor"}

    assert [expected[settings.ROOM]] == WIDE if settings.ROOM in expected else not WIDE
