"""Tests of the pages of an entry: what they show, ask and let people do."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from commonground_web.caseroom.entries.models import Dissemination, Entry
from commonground_web.kernel.clock import now
from commonground_web.valves.published.models import Published
from tests.web.caseroom.entering import SITE, accepted, draft, fresh, whole
from tests.web.clocks import SetClock
from tests.web.plain_record import looking
from tests.web.rows import writing
from tests.web.signed_in import AGENCY, account_with, client_of, signed_in

pytestmark = pytest.mark.django_db

SAID = {
    "site": str(SITE),
    "name": "Zed Fictional",
    "born": "1990-05-01",
    "activity": "sale",
    "facts": "Sold to two officers.",
    "report_number": "R-17",
    "reliability": "reliable",
    "validity": "probable",
    "sensitivity": "confidential",
    "confidence": "moderate",
}
HANDED_ON = {
    "recipient": "Det. Madeup",
    "agency": "Larkhaven Probation",
    "need": "Supervises the person.",
    "right": "supervision",
    "purpose": "To plan a visit.",
    "via": "print",
}


@pytest.fixture
def site() -> None:
    """Have the Commons publish a site."""
    with writing(Published, agency=AGENCY, verb="receive"):
        Published(table="site", row=SITE, fields={"name": "Larkhaven East"}).save()


def officer() -> tuple[Client, dict[str, str]]:
    """Return an officer who has signed in, and the control official that they would name."""
    account = account_with("officer")
    return client_of(account), {"control_official": str(account.pk)}


def opened(client: Client, *persons: object) -> Client:
    """Return a client that said why it opens these persons' pages."""
    session = client.session
    stated = {str(pk): ["entry", "2999-01-01T00:00:00+00:00"] for pk in persons}
    session["purposes"] = session.get("purposes", {}) | stated
    session.save()
    return client


@pytest.mark.usefixtures("site")
def test_keeps_a_draft_by_its_form() -> None:
    client, official = officer()

    answer = client.post(reverse("entry-create"), SAID | official)

    assert answer.status_code == 302
    with looking(at=now()):
        assert Entry.objects.get().name == "Zed Fictional"


@pytest.mark.usefixtures("site")
def test_keeps_nothing_without_a_document_and_says_so() -> None:
    client, official = officer()

    page = client.post(reverse("entry-create"), SAID | official | {"report_number": ""})

    assert "source document" in page.content.decode()
    with looking(at=now()):
        assert not Entry.objects.exists()


@pytest.mark.usefixtures("site")
def test_shows_who_stands_already_and_keeps_a_second_one_once_asked() -> None:
    client, official = officer()
    client.post(reverse("entry-create"), SAID | official)

    page = client.post(reverse("entry-create"), SAID | official).content.decode()
    assert "stands already" in page
    assert "this is somebody else" in page

    answer = client.post(reverse("entry-create"), SAID | official | {"is_another": "on"})
    assert answer.status_code == 302


def test_has_no_field_for_beliefs_origin_or_company_and_says_so() -> None:
    page = signed_in("officer").get(reverse("entry-create")).content.decode()

    assert "no field for political or religious views" in page
    names = {field.name for field in Entry._meta.concrete_fields}
    assert not names & {"religion", "politics", "gang", "ethnicity", "race", "associates"}


def test_shows_what_is_missing_and_not_to_whom_it_is_not_offered() -> None:
    entry = accepted()

    page = opened(signed_in("analyst"), entry.pk).get(reverse("entry", args=[entry.pk]))

    text = page.content.decode()
    assert "Two independent sources are needed" in text
    assert "Put it into use" not in text
    assert "Print it or hand it on" not in text


def test_asks_why_before_it_shows_a_person() -> None:
    answer = signed_in("officer").get(reverse("entry", args=[whole().pk]))

    assert answer.status_code == 302
    assert "purpose" in answer["Location"]


def test_says_that_a_listing_is_contested_and_offers_no_print() -> None:
    entry = whole()
    with writing(Entry, agency=AGENCY, verb="receive"):
        entry.contested_at = now()
        entry.save()

    page = opened(signed_in("officer"), entry.pk).get(reverse("entry", args=[entry.pk]))

    text = page.content.decode()
    assert "contested since" in text
    assert "Print it or hand it on" not in text


def test_prints_for_half_an_hour_what_was_written_down_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = SetClock(monkeypatch)
    entry = whole()
    client = opened(signed_in("officer"), entry.pk)

    answer = client.post(reverse("dissemination-create", args=[entry.pk]), HANDED_ON)
    with looking("dissemination", at=now()):
        row = Dissemination.objects.get()
    assert answer["Location"] == reverse("entry-print", args=[row.pk])

    page = client.get(answer["Location"])
    text = page.content.decode()
    assert page.status_code == 200
    assert "watermark" in text
    assert "Printed by Test" in text
    assert "Det. Madeup" in text
    assert "Add a source" not in text

    clock.pass_by(minutes=29)
    client.get(reverse("entries"))
    clock.pass_by(minutes=2)
    assert opened(client, row.pk).get(answer["Location"]).status_code == 404


def test_prints_for_nobody_but_who_wrote_it_down() -> None:
    entry = whole()
    opened(signed_in("officer"), entry.pk).post(
        reverse("dissemination-create", args=[entry.pk]), HANDED_ON
    )
    with looking("dissemination", at=now()):
        row = Dissemination.objects.get()

    other = opened(signed_in("officer"), row.pk)

    assert other.get(reverse("entry-print", args=[row.pk])).status_code == 404


def test_shows_the_log_to_the_auditor_without_a_file_to_take() -> None:
    entry = whole()
    opened(signed_in("officer"), entry.pk).post(
        reverse("dissemination-create", args=[entry.pk]), HANDED_ON
    )

    page = signed_in("auditor").get(reverse("disseminations")).content.decode()

    assert "Larkhaven Probation" in page
    assert "CSV" not in page


def test_says_why_a_button_refused() -> None:
    entry = accepted()
    client = opened(signed_in("supervisor"), entry.pk)

    page = client.post(reverse("entry-use", args=[entry.pk]), follow=True)

    assert "Two independent sources are needed" in page.content.decode()
    assert fresh(entry).state == "accepted"


def test_shows_no_entry_of_another_site() -> None:
    entry = draft(site=uuid.uuid4())
    client = opened(signed_in("officer", sites=[SITE]), entry.pk)

    assert client.get(reverse("entry", args=[entry.pk])).status_code == 404
    assert "Zed" not in client.get(reverse("entries")).content.decode()
