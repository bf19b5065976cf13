"""Tests of signing in."""

from __future__ import annotations

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonground_web.kernel.accounts.models import Account
from tests.web.clocks import SetClock
from tests.web.every_room.accounts.steps import (
    CODE,
    LOGIN,
    code_from,
    code_of,
    events,
    give_password,
    last_event,
)
from tests.web.signed_in import PASSWORD, account_with, client_of, visitor

pytestmark = pytest.mark.django_db

TOO_MANY = 429


def test_takes_password_and_code(clock: SetClock) -> None:
    account, browser = account_with("administrator", password=PASSWORD), visitor()

    assert give_password(browser, account.email)["Location"] == CODE
    done = browser.post(CODE, {"code": code_of(account, at=clock.at)})

    assert done["Location"] == "/"
    assert browser.get("/").status_code == 200


def test_shows_nothing_after_the_password_alone() -> None:
    account, browser = account_with("administrator", password=PASSWORD), visitor()

    give_password(browser, account.email)

    assert browser.get("/people/")["Location"].startswith(LOGIN)


def test_takes_a_code_once(clock: SetClock) -> None:
    account = account_with(password=PASSWORD)
    code = code_of(account, at=clock.at)

    def try_code() -> int:
        browser = visitor()
        give_password(browser, account.email)
        return browser.post(CODE, {"code": code}).status_code

    assert [try_code(), try_code()] == [302, 200]


def test_takes_a_recovery_code_once(clock: SetClock) -> None:  # noqa: ARG001
    account = account_with(password=PASSWORD)
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    code = RecoveryCodes.activate(account).get_unused_codes()[0]

    def try_code() -> int:
        browser = visitor()
        give_password(browser, account.email)
        return browser.post(CODE, {"code": code}).status_code

    assert [try_code(), try_code()] == [302, 200]


def test_keeps_secrets_of_factors_sealed() -> None:
    account = account_with(password=PASSWORD)

    held = Authenticator.objects.get(user=account).data["secret"]

    assert held.startswith("1:")
    assert len(get_adapter().decrypt(held)) == 32


def test_locks_out_after_five_failures_for_a_quarter_of_an_hour(clock: SetClock) -> None:
    account, browser = account_with(password=PASSWORD), visitor()

    answers = [give_password(browser, account.email, "wrong").status_code for _ in range(5)]

    assert answers == [200, 200, 200, 200, TOO_MANY]
    assert give_password(browser, account.email).status_code == TOO_MANY
    clock.pass_by(minutes=16)
    assert give_password(browser, account.email)["Location"] == CODE


def test_locks_out_after_twenty_failures_from_everywhere(clock: SetClock) -> None:
    account = account_with(password=PASSWORD)
    others = [visitor(f"192.0.2.{n}") for n in range(5)]
    guesses = [other for other in others for _ in range(4)]

    answers = [give_password(one, account.email, "wrong").status_code for one in guesses]

    assert answers == [200] * 19 + [TOO_MANY]
    assert give_password(visitor(), account.email).status_code == TOO_MANY
    clock.pass_by(minutes=16)
    assert give_password(visitor(), account.email)["Location"] == CODE


def test_counts_wrong_codes_as_failures(clock: SetClock) -> None:
    account, browser = account_with(password=PASSWORD), visitor()
    give_password(browser, account.email)
    wrong = code_from("A" * 32, at=clock.at)

    answers = [browser.post(CODE, {"code": wrong}).status_code for _ in range(5)]

    assert answers == [200, 200, 200, 200, TOO_MANY]
    assert browser.post(CODE, {"code": code_of(account, at=clock.at)}).status_code == TOO_MANY


def test_forgets_failures_once_somebody_is_in(clock: SetClock) -> None:
    account, browser = account_with(password=PASSWORD), visitor()
    give_password(browser, account.email, "wrong")

    give_password(browser, account.email)
    browser.post(CODE, {"code": code_of(account, at=clock.at)})

    assert not AccessAttempt.objects.exists()


def test_keeps_no_address_that_was_typed() -> None:
    give_password(visitor(), "somebody@example.org", "wrong")

    attempt = AccessAttempt.objects.get()
    event, seal = last_event()

    kept = f"{attempt.__dict__} {event.__dict__} {seal.__dict__}"
    assert "somebody" not in kept
    assert "wrong" not in kept


@pytest.mark.parametrize("is_active", [True, False])
def test_answers_alike_whether_there_is_an_account_or_not(is_active: bool) -> None:
    account = account_with(password=PASSWORD)
    Account.objects.filter(pk=account.pk).update(is_active=is_active)

    def answer(email: str, password: str) -> tuple[int, bytes, int]:
        browser = visitor()
        browser.get(LOGIN)
        with CaptureQueriesContext(connection) as queries:
            response = give_password(browser, email, password)
        body = response.content.replace(email.encode(), b"")
        return response.status_code, _without_token(body), len(queries)

    known = answer(account.email, PASSWORD if not is_active else "wrong")
    unknown = answer("nobody-here@example.org", "wrong")

    assert known == unknown


def test_leaves_one_event_a_request(clock: SetClock) -> None:
    account, browser = account_with(password=PASSWORD), visitor()
    before = events()

    give_password(browser, account.email, "wrong")
    _event, failed = last_event()
    give_password(browser, account.email)
    browser.post(CODE, {"code": code_of(account, at=clock.at)})
    event, signed = last_event()
    browser.post("/account/logout/")
    _event, left = last_event()

    assert events() == before + 4
    assert (failed.outcome, failed.acts) == ("failed", ["account.sign_in_failed"])
    assert failed.ids == signed.ids == {"accounts.account": [str(account.pk)]}
    assert (event.entity, event.verb, signed.outcome) == ("sign_in", "use", "done")
    assert "account.signed_in" in signed.acts
    assert left.acts == ["account.signed_out"]


def test_notes_the_lock_out() -> None:
    account, browser = account_with(password=PASSWORD), visitor()

    for _ in range(5):
        give_password(browser, account.email, "wrong")

    _event, seal = last_event()
    assert seal.outcome == "locked out"
    assert seal.ids == {"accounts.account": [str(account.pk)]}


def test_stores_no_page_and_clears_what_is_left() -> None:
    browser = client_of(account_with(password=PASSWORD))

    assert browser.get("/")["Cache-Control"] == "no-store"
    left = browser.post("/account/logout/")

    assert left["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize(
    "path", ["signup/", "password/reset/", "email/", "password/set/", "inactive/", "login/code/"]
)
def test_lets_in_no_other_page_of_the_library(path: str) -> None:
    browser = client_of(account_with("administrator", password=PASSWORD))

    assert browser.get(f"/account/{path}").status_code == 404
    assert visitor().get(f"/account/{path}").status_code == 404


def _without_token(body: bytes) -> bytes:
    import re

    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", body)
