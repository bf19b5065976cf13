"""Why a person's page is opened: asked before every one, and held for what is the person's."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path

from commonground_web.kernel.access import purposes
from commonground_web.kernel.access.checks import check_purposes, faults_of
from commonground_web.kernel.access.exposures import FORM_METHODS, WITH_A_CLOCK, exposes
from commonground_web.kernel.access.purposes import (
    HOLDS_FOR,
    hold_also_for,
    state_purpose,
    stated_purpose,
)
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.clock import now

NAMED = "things/<uuid:pk>/"


def _page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    raise AssertionError(request, pk)


def test_finds_no_page_of_a_person_that_forgets_to_ask() -> None:
    assert check_purposes(None) == []


@pytest.mark.parametrize(
    ("address", "said", "faults"),
    [
        (NAMED, {}, ["access.E001"]),
        (NAMED, {"asks_purpose": True}, []),
        (NAMED, {"no_purpose": "it shows several people"}, []),
        (NAMED, {"asks_purpose": True, "no_purpose": "it shows several"}, ["access.E001"]),
        (NAMED, {"methods": FORM_METHODS}, ["access.E001"]),
        (NAMED, {"methods": ("POST",)}, []),
        ("things/", {}, []),
        ("things/", {"asks_purpose": True}, ["access.E002"]),
    ],
)
def test_has_each_page_of_a_record_ask_or_say_why_not(
    address: str, said: dict[str, object], faults: list[str]
) -> None:
    declare = exposes("retention", "view", with_entities=(WITH_A_CLOCK,), **said)  # type: ignore[arg-type]
    view = declare(lambda request, pk=None: _page(request, pk))

    assert [fault.id for fault in faults_of(path(address, view, name="thing"))] == faults


def test_asks_nothing_for_a_page_that_reads_of_no_person() -> None:
    view = exposes("help", "view")(lambda request, pk=None: _page(request, pk))

    assert list(faults_of(path(NAMED, view, name="thing"))) == []


def test_takes_a_form_for_as_long_again_as_its_page_could_be_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = str(uuid.uuid4())
    page, form = _request("GET"), _request("POST")
    state_purpose(page, pk=person, code="audit")
    form.session = page.session

    for after, held in ((HOLDS_FOR / 2, ("audit", "audit")), (HOLDS_FOR * 1.5, ("", "audit"))):
        later = now() + after
        monkeypatch.setattr(purposes, "now", lambda at=later: at)
        assert (stated_purpose(page, person), stated_purpose(form, person)) == held
    monkeypatch.setattr(purposes, "now", lambda: now() + HOLDS_FOR * 2 + timedelta(seconds=1))
    assert stated_purpose(form, person) == ""


def test_holds_for_what_is_the_persons_and_no_longer() -> None:
    theirs, others = Account(pk=uuid.uuid4()), Account(pk=uuid.uuid4())
    person, request = uuid.uuid4(), _request("GET")
    state_purpose(request, pk=str(person), code="audit")

    hold_also_for(request, theirs, of=person)
    hold_also_for(request, others, of=uuid.uuid4())

    assert stated_purpose(request, str(theirs.pk)) == "audit"
    assert stated_purpose(request, str(others.pk)) == ""
    ends = request.session["purposes"]
    assert ends[str(theirs.pk)] == ends[str(person)]


def _request(method: str) -> HttpRequest:
    request = RequestFactory().generic(method, "/")
    request.session = {}  # type: ignore[assignment]
    return request
