"""Tests of lists as files: two persons, once, for two days, as they were asked for."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import timedelta

import openpyxl
import pytest
from django.db import IntegrityError, transaction

from commonground_web.commons.agencies.models import Agency
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import now
from commonground_web.kernel.exports.actions import Wanted, answer_export, ask_export, take_export
from commonground_web.kernel.exports.models import ExportRequest, State
from tests.web.exports import taken
from tests.web.rows import keep
from tests.web.signed_in import AGENCY, signed_in

pytestmark = pytest.mark.django_db

PATH = "/complaints/export/?as=csv"


def person(role: str) -> Actor:
    """Return somebody who holds a role."""
    return Actor(str(uuid.uuid4()), frozenset({role}))


def asked(by: Actor) -> ExportRequest:
    """Return what somebody asked for."""
    wanted = Wanted("complaint", "Complaints", "csv", "as=csv", 0, None)
    return ask_export(wanted=wanted, reason="audit", by=by, at=now())


def test_gives_no_file_to_one_person() -> None:
    alone = signed_in("privacy_officer")

    alone.post(PATH, {"reason": "audit"})
    answer = alone.post(PATH, {"take": "1"})

    assert answer["Content-Type"].startswith("text/html")
    assert ExportRequest.objects.get().state == State.ASKED


def test_gives_a_file_once() -> None:
    first = taken(PATH, by="privacy_officer", second="director")

    assert first["Content-Type"].startswith("text/csv")
    assert ExportRequest.objects.get().state == State.TAKEN
    with pytest.raises(Refused):
        answer_export(
            asked=ExportRequest.objects.get(), agreed=True, by=person("director"), at=now()
        )


def test_gives_the_file_to_nobody_but_whoever_asked() -> None:
    signed_in("privacy_officer").post(PATH, {"reason": "audit"})
    request = ExportRequest.objects.get()
    signed_in("director").post(f"/exports/{request.pk}/answer/", {"agree": "1"})

    page = signed_in("privacy_officer").get(PATH).content.decode()

    assert "Take the file" not in page


def test_refuses_whoever_asks_as_the_second_person() -> None:
    one = person("privacy_officer")

    with pytest.raises(Refused, match="second person"):
        answer_export(asked=asked(one), agreed=True, by=one, at=now())


def test_refuses_one_person_as_two_behind_the_actions() -> None:
    one = person("privacy_officer")
    request = asked(one)

    with pytest.raises(IntegrityError), transaction.atomic():
        ExportRequest.objects.filter(pk=request.pk).update(
            state=State.AGREED, answered_by=one.id, answered_at=now()
        )


def test_declines() -> None:
    request = asked(person("privacy_officer"))

    answer_export(asked=request, agreed=False, by=person("director"), at=now())

    with pytest.raises(Refused, match="declined"):
        answer_export(asked=request, agreed=True, by=person("director"), at=now())


def test_forgets_a_request_after_two_days() -> None:
    request = asked(person("privacy_officer"))

    with pytest.raises(Refused, match="too long ago"):
        answer_export(
            asked=request, agreed=True, by=person("director"), at=now() + timedelta(days=2)
        )


def test_is_asked_by_nobody_who_may_not() -> None:
    with pytest.raises(NotPermitted):
        asked(person("coordinator"))


def test_shows_both_names_to_whoever_answers() -> None:
    taken(PATH, by="privacy_officer", second="director")
    signed_in("privacy_officer").post(PATH, {"reason": "court"})

    page = signed_in("director").get("/exports/").content.decode()

    assert "an order of a court" in page
    assert page.count("Agree</button>") == 1
    assert "taken" in page


def test_gives_one_file_to_two_pages_that_were_opened_before() -> None:
    one = person("privacy_officer")
    request = asked(one)
    answer_export(asked=request, agreed=True, by=person("director"), at=now())
    request.refresh_from_db()
    again = ExportRequest.objects.get(pk=request.pk)
    take_export(asked=request, by=one, at=now())

    with pytest.raises(Refused, match="cannot become"):
        take_export(asked=again, by=one, at=now())


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("name", FORMULAS)
def test_gives_names_that_could_be_formulas_as_text(name: str) -> None:
    keep(Agency, owner=AGENCY, name=name)
    director = signed_in("director")

    table = director.get("/agencies/export/", {"as": "csv"}).content.decode("utf-8-sig")
    book = director.get("/agencies/export/", {"as": "xlsx"}).content

    lines = list(csv.reader(io.StringIO(table, newline="")))
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert sheet
    assert lines[1][1] == f"'{name}"
    assert sheet["B2"].data_type == "s"
    assert str(sheet["B2"].value).replace("_x000D_", "\r") == f"'{name}"
