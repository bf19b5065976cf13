"""Tests of the pages of complaints: what everyone may do, and what oversight sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonground_web.commons.complaints.actions.hearing import acknowledge, investigate
from commonground_web.commons.complaints.models import Complaint
from commonground_web.commons.complaints.pace import TRIES
from commonground_web.commons.complaints.states import State
from commonground_web.kernel.audit.models import AuditEvent, AuditSeal
from commonground_web.kernel.clock import now
from tests.web.commons.complaints.heard import (
    OFFICER,
    again,
    answered,
    by_code,
    made,
    words_of,
)
from tests.web.signed_in import signed_in, visitor

pytestmark = pytest.mark.django_db

FOLLOW = "/complaints/follow/"
CODE = re.compile(r"<code>([a-z-]{19})</code>")


@pytest.fixture(autouse=True)
def _nobody_tried() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def _text(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def _send(client: Any, name: str, complaint: Complaint, **said: str) -> None:
    """Send a form of a complaint's page, as the page is now."""
    version = again(complaint).row_version
    client.post(reverse(name, args=[complaint.pk]), {**said, "version": version})


def _with_purpose(client: Client, complaint: Complaint) -> Client:
    session = client.session
    session["purposes"] = {str(complaint.pk): ["answer", "2999-01-01T00:00:00+00:00"]}
    session.save()
    return client


def test_gives_a_code_once_by_which_the_answer_is_read() -> None:
    client = visitor()
    page = client.post(
        reverse("complaint-create"), {"about": "safety", "text": "The lamp is broken."}
    )
    match = CODE.search(_text(page))
    assert match

    answered(by_code(match[1]))

    text = _text(visitor().post(FOLLOW, {"code": match[1].upper().replace("-", " ")}))
    assert "The lamp is broken." in text
    assert "We asked them." in text


def test_takes_what_is_added_and_an_appeal() -> None:
    code, complaint = made()
    answered(complaint)

    visitor().post(FOLLOW, {"code": code, "act": "add", "text": "It was at noon."})
    visitor().post(FOLLOW, {"code": code, "act": "appeal", "text": "That is wrong."})

    assert words_of(complaint)[1:] == ["It was at noon.", "That is wrong."]
    assert again(complaint).state == State.APPEALED


def test_says_the_same_of_a_wrong_code_whatever_it_is() -> None:
    made()
    answers = []
    for code in ("bcdf-bcdf-bcdf-bcdf", "nonsense", "0"):
        with CaptureQueriesContext(connection) as queries:
            text = _text(visitor().post(FOLLOW, {"code": code}))
        answers.append((re.sub(r'value="[^"]*"', "", text), len(queries)))

    assert answers[0] == answers[1] == answers[2]
    assert "There is no complaint with this code" in answers[0][0]


def test_lets_whoever_tries_codes_wait_even_with_a_right_one() -> None:
    code, _ = made()
    for _ in range(TRIES.most):
        visitor().post(FOLLOW, {"code": "wrong"})

    assert visitor().post(FOLLOW, {"code": code}).status_code == 429
    elsewhere = visitor().post(FOLLOW, {"code": code}, REMOTE_ADDR="192.0.2.9")
    assert elsewhere.status_code == 200


@pytest.mark.parametrize("role", ["anyone", "coordinator"])
def test_keeps_nothing_of_who_came(role: str) -> None:
    client = signed_in(role)
    code = CODE.search(
        _text(client.post(reverse("complaint-create"), {"about": "conduct", "text": "A secret."}))
    )
    assert code

    client.post(FOLLOW, {"code": code[1]})

    events = AuditEvent.objects.filter(entity="complaint")
    assert events.count() == 2
    assert {(e.actor, e.session, e.address, e.agency, e.roles) for e in events} == {
        ("somebody", "", "", None, "")
    }
    assert "A secret." not in str(list(AuditSeal.objects.values()))


def test_leaves_no_session_with_a_visitor() -> None:
    client = visitor()
    code, _ = made()

    client.post(FOLLOW, {"code": code})

    assert not [name for name in client.cookies if "session" in name]


def test_leaves_no_cookie_that_outlives_the_browser() -> None:
    client = visitor()

    client.get(reverse("complaint-create"))

    assert client.cookies
    assert all(not c["max-age"] and not c["expires"] for c in client.cookies.values())


def test_never_has_a_code_in_an_address() -> None:
    code, _ = made()
    page = _text(visitor().post(FOLLOW, {"code": code}))

    assert not re.search(rf'(href|action)="[^"]*{code}', page)
    assert _text(visitor().get(f"{FOLLOW}?code={code}")).count("The badge") == 0


def test_contests_a_list_by_ticks_and_a_name() -> None:
    said = {
        "grounds": ["not_me", "out_of_date"],
        "asks": "review",
        "name": "Zed Fictional",
        "text": "x",
    }
    code = CODE.search(_text(visitor().post(reverse("contest-create"), said)))
    assert code
    contest = by_code(code[1])
    assert contest.is_contest
    assert contest.grounds == "not_me out_of_date"

    officer = _with_purpose(signed_in("privacy_officer"), contest)
    acknowledge(complaint=contest, by=OFFICER, at=now())
    page = _text(officer.get(reverse("complaint", args=[contest.pk])))
    assert "Zed Fictional" in page
    assert "Forward it to the case room" in page


def test_promises_what_is_kept_and_that_police_cannot_read_it() -> None:
    for name in ("complaint-create", "contest-create"):
        page = _text(visitor().get(reverse(name)))
        assert "Never read by police" in page
        assert "five years" in page


def test_shows_a_reviewer_only_what_was_appealed() -> None:
    code, complaint = made()
    answered(complaint)
    reviewer = _with_purpose(signed_in("appeals_reviewer"), complaint)
    address = reverse("complaint", args=[complaint.pk])
    assert reviewer.get(address).status_code == 404

    visitor().post(FOLLOW, {"code": code, "act": "appeal", "text": "That is wrong."})

    assert "That is wrong." in _text(reviewer.get(address))
    _send(reviewer, "complaint-decide", complaint, text="It stands.")
    assert again(complaint).state == State.CLOSED


def test_leads_an_officer_through_a_complaint() -> None:
    _, complaint = made()
    officer = _with_purpose(signed_in("privacy_officer"), complaint)
    for step, said in (
        ("complaint-acknowledge", {}),
        ("complaint-investigate", {}),
        ("complaint-ask", {"text": "When?"}),
        ("complaint-answer", {"text": "So it was."}),
    ):
        _send(officer, step, complaint, **said)

    assert again(complaint).state == State.ANSWERED
    assert words_of(complaint) == ["When?", "So it was."]


def test_keeps_what_was_typed_where_they_said_more_meanwhile() -> None:
    code, complaint = made()
    for act in (acknowledge, investigate):
        act(complaint=complaint, by=OFFICER, at=now())
    officer = _with_purpose(signed_in("privacy_officer"), complaint)
    seen = again(complaint).row_version
    visitor().post(FOLLOW, {"code": code, "act": "add", "text": "It was at noon."})

    said = {"text": "So it was.", "version": seen}
    page = _text(officer.post(reverse("complaint-answer", args=[complaint.pk]), said))

    assert "Somebody changed this" in page
    assert "It was at noon." in page
    assert "So it was.</textarea>" in page
    assert f'name="version" value="{again(complaint).row_version}"' in page
    _send(officer, "complaint-answer", complaint, text="So it was.")
    assert again(complaint).state == State.ANSWERED


def test_says_what_is_overdue() -> None:
    _, complaint = made(days_ago=7)
    officer = _with_purpose(signed_in("privacy_officer"), complaint)

    assert "overdue" in _text(officer.get(reverse("complaint", args=[complaint.pk])))


def test_says_what_a_form_lacks() -> None:
    _, complaint = made()
    officer = _with_purpose(signed_in("privacy_officer"), complaint)

    page = officer.post(reverse("complaint-ask", args=[complaint.pk]), {"text": ""}, follow=True)

    assert "This field is required." in _text(page)
