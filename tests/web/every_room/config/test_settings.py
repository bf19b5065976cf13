"""Tests of what a room's settings promise: tables, headers, cookies, and nothing to debug by."""

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client

from commonground_web.config import settings as written
from commonground_web.kernel.audit.opening import AuditUnavailable
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db


def test_has_a_migration_for_every_table() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_has_no_debug_mode() -> None:
    """The settings themselves are looked at: Django's tests turn it off whatever they say."""
    assert written.DEBUG is False


MANY = [f"f{n}" for n in range(1_100)]

ANSWERS: Mapping[str, tuple[int, Callable[[], Any]]] = {
    "a page for visitors": (200, lambda: Client().get("/help/")),
    "a page for members": (200, lambda: signed_in().get("/help/")),
    "another page": (302, lambda: Client().post("/language/", {"language": "es"})),
    "another host": (400, lambda: Client(SERVER_NAME="elsewhere.example").get("/help/")),
    "too many fields": (400, lambda: Client().post("/account/login/", dict.fromkeys(MANY, "x"))),
    "no token": (403, lambda: Client(enforce_csrf_checks=True).post("/account/login/")),
    "nothing there": (404, lambda: Client().get("/nothing/like/this/")),
    "another method": (405, lambda: Client().delete("/help/")),
    "a fault": (500, lambda: Client(raise_request_exception=False).get("/help/")),
    "no event": (503, lambda: Client().get("/help/")),
}
FAULTS = {"a fault": ValueError, "no event": AuditUnavailable}


@pytest.mark.parametrize("what", ANSWERS)
def test_tells_browsers_the_same_with_every_answer(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if what in FAULTS:
        failing = Mock(side_effect=FAULTS[what])
        monkeypatch.setattr("commonground_web.kernel.access.gate._Passage.pass_through", failing)
    status, ask = ANSWERS[what]

    answer = ask()

    assert answer.status_code == status
    headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert not [name for name in headers if name.lower().startswith("access-control-")]


def test_logs_each_line_with_its_moment_and_how_far_that_is_from_utc() -> None:
    logs: Any = settings.LOGGING
    form = logs["formatters"]["line"]
    line = logging.Formatter(form["format"], form["datefmt"], style=form["style"])

    said = line.format(logging.makeLogRecord({"msg": "x", "levelname": "INFO", "name": "room"}))

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} INFO room x", said)


def test_names_every_cookie_after_the_room() -> None:
    request, answer = HttpRequest(), HttpResponse()
    request.session = SessionStore()
    store = default_storage(request)
    store.add(messages.INFO, "Done.")

    store.update(answer)

    names = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    [told] = answer.cookies
    kinds = {name.rpartition("-")[2] for name in {*names, told}}
    assert kinds == {"session", "csrf", "language", "messages"}
    assert {name.rpartition("-")[0] for name in {*names, told}} == {str(settings.ROOM)}
    assert answer.cookies[told]["httponly"]


def test_keeps_every_cookie_from_scripts_and_from_other_sites() -> None:
    visitor = Client()
    visitor.get("/account/login/")
    visitor.post("/language/", {"language": "es"})

    given = {name.removeprefix("__Host-"): cookie for name, cookie in visitor.cookies.items()}

    assert set(given) == {f"{settings.ROOM}-csrf", f"{settings.ROOM}-language"}
    assert {cookie["samesite"] for cookie in given.values()} == {settings.SESSION_COOKIE_SAMESITE}
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.SESSION_COOKIE_HTTPONLY
    assert all(cookie["httponly"] for cookie in given.values())
