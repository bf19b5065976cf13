"""Tests of the error pages: always the same bytes, in both languages, whoever asks."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client

from commonground_web.kernel.access.gate import unavailable
from commonground_web.kernel.audit.opening import AuditUnavailable
from commonground_web.kernel.pages import errors
from tests.web.signed_in import signed_in, visitor

pytestmark = pytest.mark.django_db

PAGES: dict[int, Callable[[HttpRequest], HttpResponse]] = {
    400: errors.bad_request,
    403: errors.form_went_stale,
    404: errors.not_found_page,
    500: errors.server_error,
    503: lambda _request: unavailable(),
}


@pytest.mark.parametrize("status", PAGES)
def test_answers_with_its_status_in_both_languages(status: int) -> None:
    answer = PAGES[status](HttpRequest())

    assert answer.status_code == status
    page = answer.content.decode()
    assert '<html lang="en">' in page
    assert '<div lang="es">' in page
    assert "/commonground/page." in page


def test_tells_nobody_more_than_another() -> None:
    askers = [
        signed_in("anyone"),
        signed_in(),
        signed_in("anyone"),
        signed_in(),
    ]

    answers = [asker.get("/nothing/like/this/") for asker in askers]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def _raises(*_args: object, **_kwargs: object) -> None:
    raise ValueError("Unlogged canary.")


def _takes_no_event(*_args: object, **_kwargs: object) -> None:
    raise AuditUnavailable("Unlogged canary.") from DatabaseError("Unlogged canary.")


@pytest.mark.parametrize(
    ("fault", "status", "kind"), [(_raises, 500, "ValueError"), (_takes_no_event, 503, "Database")]
)
def test_logs_a_fault_by_its_number_and_place_alone(
    fault: Callable[..., None],
    status: int,
    kind: str,
    *,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("commonground_web.kernel.access.gate._Passage.pass_through", fault)
    room = visitor()
    room.raise_request_exception = False

    answer = room.get("/help/?asked=canary")

    assert answer.status_code == status
    assert re.search(r"request [0-9a-f-]{36}: view help .*" + kind, caplog.text)
    assert "/help/" not in caplog.text
    assert "canary" not in caplog.text
    assert "Traceback" not in caplog.text


def test_tells_of_what_is_not_taken_by_its_kind_alone(caplog: pytest.LogCaptureFixture) -> None:
    errors.bad_request(HttpRequest(), SuspiciousOperation("Unlogged canary."))
    errors.bad_request(HttpRequest(), DisallowedHost("Unlogged canary."))

    [told] = [record.getMessage() for record in caplog.records]
    assert "was not taken: SuspiciousOperation" in told
    assert "canary" not in told


def test_refuses_a_form_whose_token_does_not_fit() -> None:
    strict = Client(enforce_csrf_checks=True, SERVER_NAME=f"{settings.ROOM}.localhost")

    answer = strict.post("/account/login/", {"login": "a@example.org"})

    assert answer.status_code == 403
    assert answer.content == errors.form_went_stale(HttpRequest()).content
