"""Tests of agreements: two persons record them, and when they run out nobody is let in."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import override_settings

from commonground_web.commons.agencies.actions import (
    Signed,
    add_agency,
    confirm_agreement,
    correct_agency,
    end_agreement,
    record_agreement,
)
from commonground_web.commons.agencies.models import Agency, Agreement, Kind
from commonground_web.commons.agencies.standing import in_standing
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.rooms import Room
from tests.web.commons.agreements import sign_memorandum
from tests.web.signed_in import signed_in

DIRECTOR = Actor(str(uuid.uuid4()), frozenset({"director"}))
SECOND = Actor(str(uuid.uuid4()), frozenset({"director"}))
YEAR = timedelta(days=365)

pytestmark = pytest.mark.django_db


@pytest.fixture
def police() -> Agency:
    """Keep a police department."""
    return add_agency(name="Larkhaven Police", kind=Kind.POLICE, by=DIRECTOR, at=now())


@pytest.fixture
def memorandum(police: Agency) -> Agreement:
    """Keep a memorandum that one person recorded."""
    signed = Signed(Agreement.Kind.MEMORANDUM, "shelf 3", today(), today() + YEAR)
    return record_agreement(agency=police, signed=signed, by=DIRECTOR, at=now())


def test_lets_nobody_in_until_a_second_person_confirms(
    police: Agency, memorandum: Agreement
) -> None:
    assert not in_standing(police.pk, on=today())

    confirm_agreement(agreement=memorandum, by=SECOND, at=now())

    assert in_standing(police.pk, on=today())


def test_is_not_confirmed_by_whoever_recorded_it(memorandum: Agreement) -> None:
    with pytest.raises(Refused, match="second person"):
        confirm_agreement(agreement=memorandum, by=DIRECTOR, at=now())


def test_is_not_confirmed_by_whoever_recorded_it_behind_the_action(memorandum: Agreement) -> None:
    memorandum.confirmed_by = memorandum.recorded_by

    with pytest.raises(DatabaseError), transaction.atomic():
        memorandum.save()


@pytest.mark.parametrize(("days", "is_let_in"), [(-1, False), (0, True), (365, True), (366, False)])
def test_lets_in_from_the_first_day_to_the_last(
    police: Agency, memorandum: Agreement, days: int, is_let_in: bool
) -> None:
    confirm_agreement(agreement=memorandum, by=SECOND, at=now())

    assert in_standing(police.pk, on=today() + timedelta(days=days)) is is_let_in


def test_lets_nobody_in_from_the_day_it_is_ended(police: Agency, memorandum: Agreement) -> None:
    confirm_agreement(agreement=memorandum, by=SECOND, at=now())

    end_agreement(agreement=memorandum, why="They left.", on=today(), by=DIRECTOR, at=now())

    assert not in_standing(police.pk, on=today())
    assert in_standing(police.pk, on=today() - timedelta(days=1)) is False


def test_lets_nobody_in_by_an_agreement_of_another_kind(police: Agency) -> None:
    signed = Signed(Agreement.Kind.DATA_USE, "shelf 4", today(), today() + YEAR)
    agreement = record_agreement(agency=police, signed=signed, by=DIRECTOR, at=now())
    confirm_agreement(agreement=agreement, by=SECOND, at=now())

    assert not in_standing(police.pk, on=today())


def test_says_what_keeps_its_people_out_of_which_room(
    police: Agency, memorandum: Agreement
) -> None:
    address = f"/agencies/{police.pk}/"
    before = signed_in("coordinator").get(address).content.decode()

    confirm_agreement(agreement=memorandum, by=SECOND, at=now())
    between = signed_in("coordinator").get(address).content.decode()
    signed = Signed(Agreement.Kind.PART_23, "shelf 4", today(), today() + YEAR)
    agreement = record_agreement(agency=police, signed=signed, by=DIRECTOR, at=now())
    confirm_agreement(agreement=agreement, by=SECOND, at=now())
    after = signed_in("coordinator").get(address).content.decode()

    said = [page.count("Its people are") for page in (before, between, after)]
    assert said == [2, 1, 0]
    assert "not let into the case room" in between


@pytest.mark.parametrize("field", ["reference", "expires_on", "kind"])
def test_is_never_changed_once_it_is_recorded(memorandum: Agreement, field: str) -> None:
    setattr(memorandum, field, {"expires_on": today() + 9 * YEAR}.get(field, "cjis"))

    with pytest.raises(DatabaseError, match="once"), transaction.atomic():
        memorandum.save()


def test_refuses_days_in_the_wrong_order(police: Agency) -> None:
    signed = Signed(Agreement.Kind.MEMORANDUM, "shelf 3", today(), today() - YEAR)

    with pytest.raises(Refused, match="before it was signed"):
        record_agreement(agency=police, signed=signed, by=DIRECTOR, at=now())


def test_refuses_an_end_without_a_reason(memorandum: Agreement) -> None:
    with pytest.raises(Refused, match="why"):
        end_agreement(agreement=memorandum, why=" ", on=today(), by=DIRECTOR, at=now())


def test_refuses_a_second_agency_of_the_same_name(police: Agency) -> None:
    other = add_agency(name="County Prosecutor", kind=Kind.PROSECUTOR, by=DIRECTOR, at=now())

    with pytest.raises(Refused, match="already"):
        add_agency(name=police.name.upper(), kind=Kind.CITY, by=DIRECTOR, at=now())
    with pytest.raises(Refused, match="already"):
        correct_agency(agency=other, name=police.name, reached_at="", by=DIRECTOR, at=now())


def test_never_changes_what_an_agency_is(police: Agency) -> None:
    police.kind = Kind.HARM_REDUCTION

    with pytest.raises(DatabaseError, match="once"), transaction.atomic():
        police.save()


@pytest.mark.parametrize(
    ("kind", "room"),
    [
        (Kind.PROSECUTOR, Room.CASEROOM),
        (Kind.HARM_REDUCTION, Room.CAREROOM),
        (Kind.SERVICE_PROVIDER, Room.CAREROOM),
        (Kind.COMMUNITY, None),
    ],
)
def test_decides_the_room_by_what_an_agency_is(kind: Kind, room: Room | None) -> None:
    assert Agency(kind=kind).works_in is room


def test_is_recorded_by_nobody_without_the_permit(police: Agency) -> None:
    coordinator = Actor(str(uuid.uuid4()), frozenset({"coordinator"}))
    signed = Signed(Agreement.Kind.MEMORANDUM, "shelf 3", today(), today() + YEAR)

    with pytest.raises(NotPermitted):
        record_agreement(agency=police, signed=signed, by=coordinator, at=now())


def test_closes_access_in_the_middle_of_a_session() -> None:
    agency = sign_memorandum(uuid.uuid4())
    client = signed_in("coordinator", agency=agency.pk)
    assert client.get("/agencies/").status_code == 200
    agreement = agency.agreements.get()

    end_agreement(agreement=agreement, why="They left.", on=today(), by=DIRECTOR, at=now())

    assert client.get("/agencies/").status_code == 404


def test_shows_partners_their_own_agreements_alone() -> None:
    own, other = (sign_memorandum(uuid.uuid4()) for _ in range(2))
    client = signed_in("partner", agency=own.pk)

    seen = [client.get(f"/agencies/{agency.pk}/").content for agency in (own, other)]

    assert [b"shelf 3" in page for page in seen] == [True, False]


def test_shows_an_evaluator_no_agreement_of_their_own_agency_either() -> None:
    own = sign_memorandum(uuid.uuid4())

    page = signed_in("evaluator", agency=own.pk).get(f"/agencies/{own.pk}/").content

    assert own.name.encode() in page
    assert b"shelf 3" not in page


def test_takes_an_agreement_by_the_form(police: Agency) -> None:
    client = signed_in("director")
    form = {
        "kind": "memorandum",
        "reference": "file 7",
        "signed_on": "2026-01-01",
        "expires_on": "2027-01-01",
    }

    answer = client.post(f"/agencies/{police.pk}/agreements/new/", form, follow=True)

    assert b"waits for a second person" in answer.content
    assert police.agreements.get().confirmed_by is None


def test_says_on_the_form_what_is_refused(police: Agency) -> None:
    client = signed_in("director")

    answer = client.post("/agencies/new/", {"name": police.name, "kind": "city"})

    assert answer.status_code == 200
    assert b"is there already" in answer.content


def test_keeps_the_signed_paper_for_the_second_person_to_read(
    police: Agency, tmp_path: Path
) -> None:
    paper = SimpleUploadedFile("memorandum.pdf", b"%PDF-1.7 signed\n%%EOF\n")
    form = {
        "kind": "memorandum",
        "reference": "Shelf 4",
        "signed_on": "2026-01-05",
        "expires_on": "2028-01-05",
        "paper": paper,
    }

    with override_settings(MEDIA_ROOT=tmp_path):
        page = signed_in("director").post(
            f"/agencies/{police.pk}/agreements/new/", form, follow=True
        )
        (link,) = re.findall(r'href="(/agreements/[^"]+/files/[^"]+)"', page.content.decode())
        read = signed_in("director").get(link)
        strangers = signed_in("partner", agency=uuid.uuid4()).get(link)

    assert read.content.startswith(b"%PDF-1.7 signed")
    assert strangers.status_code == 404
