"""Tests of releases: counted once, by nobody; drafted by one, checked by two others."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from commonground_web.careroom.clients.models import Client
from commonground_web.careroom.encounters.actions import Help, create_zone, record_encounter
from commonground_web.careroom.encounters.models import Kind
from commonground_web.careroom.referrals.actions import draft_referral, send_referral
from commonground_web.careroom.referrals.directory import offered_one
from commonground_web.careroom.releases.models import Release, ReleaseCell, Tally
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.models import AuditEvent
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import day_of, now
from commonground_web.kernel.home import Home
from commonground_web.kernel.months import Month
from commonground_web.valves.boxes.models import OutMessage
from commonground_web.valves.releases.actions import (
    check_release,
    draft_release,
    months_to_release,
    return_release,
    send_release,
)
from commonground_web.valves.releases.counting import count_last_month, tally
from commonground_web.valves.releases.months import last_settled
from commonground_web.valves.releases.records import ReleaseRecord
from commonground_web.valves.releases.states import MACHINE, State
from tests.web.careroom.people import (
    OURS,
    THEIRS,
    client_of,
    consent_of,
    publish_service,
    someone,
)
from tests.web.signed_in import account_with, signed_in
from tests.web.signed_in import client_of as page_of

pytestmark = pytest.mark.django_db

IN_MARCH = datetime(2026, 3, 10, 17, tzinfo=UTC)
IN_APRIL = datetime(2026, 4, 9, 17, tzinfo=UTC)


def manager(agency: uuid.UUID = OURS) -> Actor:
    """Return a manager of a provider."""
    return someone("provider_manager", agency=agency)


def counted(*, clients: int = 12) -> None:
    """Have so many people come in March, to two providers in turn, and have March counted."""
    for n in range(clients):
        client_of(someone(agency=(OURS, THEIRS)[n % 2]), at=IN_MARCH)
    assert count_last_month(at=IN_APRIL)


def checked(author: Actor) -> ReleaseRecord:
    """Draft March and have it checked by two."""
    release = draft_release(month="2026-03", by=author, at=IN_APRIL)
    check_release(release=release, by=manager(THEIRS), at=IN_APRIL)
    check_release(release=release, by=someone("privacy_officer"), at=IN_APRIL)
    return release


@pytest.mark.parametrize(
    ("day", "month"),
    [("2026-04-07", "2026-02"), ("2026-04-08", "2026-03"), ("2026-01-08", "2025-12")],
)
def test_counts_a_month_a_week_after_its_end(day: str, month: str) -> None:
    assert str(last_settled(datetime.fromisoformat(day).date())) == month


def test_counts_over_all_providers_though_nobody_sees_them_all() -> None:
    counted()

    assert Tally.objects.get(measure="people_helped", site=None).n == 12
    event = AuditEvent.objects.get(verb="count")
    assert event.actor == "system:counts"


def test_counts_a_month_once() -> None:
    counted()
    client_of(someone(), at=IN_MARCH)

    assert not count_last_month(at=IN_APRIL)
    assert Tally.objects.get(measure="people_helped", site=None).n == 12


def test_keeps_no_second_count_of_a_month_behind_the_clock() -> None:
    counted()

    with pytest.raises(IntegrityError, match=r"tally\.month|tally_once"), transaction.atomic():
        tally(Month(2026, 3), at=IN_APRIL)


def test_counts_kits_and_encounters_by_the_site_of_their_zone() -> None:
    site = uuid.uuid4()
    zone = create_zone(name="Old Mill", site=site, by=manager(), at=IN_MARCH)
    given = Help(IN_MARCH.date(), Kind.OUTREACH, {"naloxone_kits": 15})
    record_encounter(zone=zone, given=given, by=someone(), at=IN_MARCH)

    count_last_month(at=IN_APRIL)

    assert Tally.objects.get(measure="naloxone_kits", site=site).n == 15
    assert Tally.objects.get(measure="encounters", site=site).n == 1


def test_counts_whom_it_refers_once_however_often() -> None:
    by = someone()
    service = offered_one(publish_service(THEIRS))
    assert service is not None
    person = client_of(by, at=IN_MARCH)
    consent = consent_of(person, by, recipient=THEIRS, organization=None)
    for _time in range(2):
        referral = draft_referral(client=person, service=service, request="", by=by, at=now())
        send_referral(referral=referral, consent=consent, by=by, at=now())

    tally(Month.of(day_of(now())), at=now())

    assert Tally.objects.get(measure="referrals_sent", site=None).n == 1


def test_licenses_counting_to_the_rooms_own_clock_alone() -> None:
    client_of(someone(), at=IN_MARCH)
    setting = Setting(actor="system:counts", verb="count", entity="tally", tables=["client"])

    with access(setting, at=now()):
        assert Client.objects.count() == 1
    with pytest.raises(DatabaseError), access(setting, at=now()), transaction.atomic():
        Client.objects.update(contact=None)


def test_drafts_what_the_rules_let_leave() -> None:
    counted()

    release = draft_release(month="2026-03", by=manager(), at=IN_APRIL)

    cells = {(cell.measure, cell.site): cell.shown for cell in release.cells.all()}
    assert cells["people_helped", None] == "12"
    assert cells["encounters", None] == "<11"
    assert months_to_release() == []


def test_sends_what_two_others_checked(commons: Home) -> None:
    counted()
    author = manager()
    release = checked(author)
    assert OutMessage.objects.count() == 0

    send_release(release=release, by=author, at=IN_APRIL)

    assert OutMessage.objects.count() == ReleaseCell.objects.count() > 0
    assert Release.objects.get().state == State.RELEASED
    assert commons.settings.room == "commons"


def test_refuses_to_check_ones_own_and_to_check_twice() -> None:
    counted()
    author, checker = manager(), manager(THEIRS)
    release = draft_release(month="2026-03", by=author, at=IN_APRIL)

    with pytest.raises(Refused, match="drafts"):
        check_release(release=release, by=author, at=IN_APRIL)
    check_release(release=release, by=checker, at=IN_APRIL)
    with pytest.raises(Refused, match="already"):
        check_release(release=release, by=checker, at=IN_APRIL)
    with pytest.raises(Refused, match="cannot become"):
        send_release(release=release, by=author, at=IN_APRIL)


def test_returns_with_a_reason_and_drafts_anew_the_same_numbers() -> None:
    counted()
    first = draft_release(month="2026-03", by=manager(), at=IN_APRIL)
    return_release(release=first, reason="Look again.", by=manager(THEIRS), at=IN_APRIL)
    client_of(someone(), at=IN_MARCH)

    second = draft_release(month="2026-03", by=manager(), at=IN_APRIL)

    numbers = [sorted(release.cells.values_list("measure", "shown")) for release in (first, second)]
    assert numbers[0] == numbers[1]


@pytest.mark.usefixtures("commons")
def test_refuses_a_second_release_of_a_month() -> None:
    counted()
    author = manager()
    send_release(release=checked(author), by=author, at=IN_APRIL)

    with pytest.raises(Refused, match="not counted yet"):
        draft_release(month="2026-03", by=author, at=IN_APRIL)
    with pytest.raises(Refused, match="not counted yet"):
        draft_release(month="2026-04", by=author, at=IN_APRIL)


@pytest.mark.parametrize(
    "given",
    [
        {"state": "released"},
        {"state": "returned"},
        {"state": "checked1", "checker1": "author"},
        {"state": "checked2", "checker1": "another", "checker2": "another"},
        {"state": "lost"},
    ],
)
def test_keeps_no_release_that_too_few_stand_for(given: dict[str, Any]) -> None:
    people = {"author": uuid.uuid4(), "another": uuid.uuid4()}
    given = {name: people.get(value, value) for name, value in given.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Release(
            **{"month": "2026-03", "author": people["author"], "drafted_at": IN_APRIL, **given}
        ).save(force_insert=True)


def test_knows_every_state() -> None:
    assert set(MACHINE.transitions) == set(MACHINE.owners) == set(State.values)


def test_lets_nobody_else_draft() -> None:
    counted()

    for role in ("navigator", "case_manager", "privacy_officer"):
        with pytest.raises(NotPermitted):
            draft_release(month="2026-03", by=someone(role), at=IN_APRIL)


def test_is_drafted_and_checked_on_pages() -> None:
    counted()
    author = page_of(account_with("provider_manager", agency=OURS))
    drafted = author.post("/releases/new/", {"month": "2026-03"})
    address = drafted["Location"]

    page = signed_in("privacy_officer", agency=None).get(address).content.decode()

    assert "People helped" in page
    assert "&lt;11" in page
    assert "I have looked at each count" in page
    assert "I have looked at each count" not in author.get(address).content.decode()


def test_is_a_month_by_its_first_and_last_day() -> None:
    december = Month(2026, 12)

    assert (str(december.first), str(december.after)) == ("2026-12-01", "2027-01-01")
    assert december.before == Month(2026, 11)


def test_writes_a_month_as_people_do() -> None:
    assert Month.read("2026-03").in_words == "March 2026"
