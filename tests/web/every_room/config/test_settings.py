"""Tests of what a room's settings promise: tables, headers, cookies, and nothing to debug by."""

import pytest
from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client

from commonground_web.config import settings as written
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db


def test_has_a_migration_for_every_table() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_has_no_debug_mode() -> None:
    """The settings themselves are looked at: Django's tests turn it off whatever they say."""
    assert written.DEBUG is False


@pytest.mark.parametrize("asker", [Client, signed_in], ids=["visitor", "member"])
def test_tells_browsers_what_other_sites_may_do(asker: type[Client]) -> None:
    headers = asker().get("/help/").headers

    policy = headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert not [name for name in headers if name.lower().startswith("access-control-")]


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
