"""Tests of sessions: whole or not, idle, over, fresh."""

from __future__ import annotations

import re
from copy import copy

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.test import Client

from commonground_web.kernel.accounts.models import Account, Membership
from commonground_web.kernel.clock import now
from tests.web.clocks import SetClock
from tests.web.every_room.accounts.steps import (
    CODE,
    LOGIN,
    code_from,
    code_of,
    give_password,
    last_event,
)
from tests.web.signed_in import PASSWORD, account_with, client_of, visitor

pytestmark = pytest.mark.django_db

FACTORS, AGAIN = "/account/2fa/", "/account/reauthenticate/"


def sign_in(account: Account, *, clock: SetClock) -> Client:
    browser = visitor()
    give_password(browser, account.email)
    browser.post(CODE, {"code": code_of(account, at=clock.at)})
    clock.pass_by(seconds=61)
    return browser


@pytest.mark.parametrize("path", ["/", "/people/", "/people/me/", "/account/sessions/"])
def test_shows_nothing_without_a_second_factor_but_where_to_set_one_up(path: str) -> None:
    browser = client_of(account_with("administrator", has_factor=False, password=PASSWORD))

    assert browser.get(path)["Location"].startswith(FACTORS)
    assert browser.get(FACTORS).status_code == 200


def test_opens_once_a_second_factor_is_set_up() -> None:
    account = account_with("administrator", has_factor=False, password=PASSWORD)
    browser = client_of(account)
    page = browser.get(f"{FACTORS}totp/activate/")

    secret = re.search(r"<code>(\w+)</code>", page.content.decode())[1]  # type: ignore[index]
    done = browser.post(f"{FACTORS}totp/activate/", {"code": code_from(secret, at=now())})

    assert done["Location"] == f"{FACTORS}recovery-codes/"
    _event, seal = last_event()
    assert "account.factor_added" in seal.acts
    assert browser.get(done["Location"]).content.count(b"<li><code>") == 10
    assert browser.get("/people/").status_code == 200


def test_ends_sessions_that_began_before_there_was_a_second_factor() -> None:
    account = account_with("administrator", has_factor=False, password=PASSWORD)
    thief = client_of(account)

    TOTP.activate(account, generate_totp_secret())

    assert thief.get("/people/")["Location"].startswith(LOGIN)
    assert "_auth_user_id" not in thief.session


def test_falls_back_to_setting_up_when_the_last_factor_is_removed() -> None:
    account = account_with("administrator", password=PASSWORD)
    browser = client_of(account)

    done = browser.post(f"{FACTORS}totp/deactivate/")

    assert done.status_code == 302
    assert not Authenticator.objects.exists()
    assert last_event()[1].acts == ["account.factor_removed"]
    assert browser.get("/people/")["Location"].startswith(FACTORS)


def test_locks_after_half_an_hour_and_goes_on_where_it_was(clock: SetClock) -> None:
    account = account_with("administrator", password=PASSWORD)
    browser = sign_in(account, clock=clock)
    browser.get("/people/")
    clock.pass_by(minutes=31)

    locked = browser.get("/people/?sort=email")

    assert locked["Location"] == f"{AGAIN}?next=/people/%3Fsort%3Demail"
    assert browser.get("/people/me/").status_code == 302
    opened = browser.post(AGAIN, {"password": PASSWORD, "next": "/people/?sort=email"})
    assert opened["Location"] == "/people/?sort=email"
    assert browser.get("/people/").status_code == 200
    assert "account.reauthenticated" in _acts()


def test_stays_locked_until_shown_again(clock: SetClock) -> None:
    browser = sign_in(account_with("administrator", password=PASSWORD), clock=clock)
    clock.pass_by(minutes=31)

    browser.get("/people/")
    browser.get(AGAIN)

    assert browser.get("/people/")["Location"].startswith(AGAIN)
    assert browser.post("/account/logout/")["Location"] == LOGIN


def test_stays_open_while_somebody_is_there(clock: SetClock) -> None:
    browser = sign_in(account_with("administrator", password=PASSWORD), clock=clock)

    for _ in range(5):
        clock.pass_by(minutes=20)
        assert browser.get("/people/").status_code == 200


def test_ends_after_twelve_hours_however_busy(clock: SetClock) -> None:
    browser = sign_in(account_with("administrator", password=PASSWORD), clock=clock)

    for _ in range(36):
        clock.pass_by(minutes=20)
        browser.get("/people/")

    assert browser.get("/people/")["Location"].startswith(LOGIN)


def test_notes_at_most_once_a_minute_that_somebody_is_there(clock: SetClock) -> None:
    browser = sign_in(account_with("administrator", password=PASSWORD), clock=clock)
    browser.get("/people/")
    seen = browser.session["seen_at"]

    clock.pass_by(seconds=30)
    browser.get("/people/")
    assert browser.session["seen_at"] == seen
    clock.pass_by(seconds=31)
    browser.get("/people/")
    assert browser.session["seen_at"] > seen


def test_asks_again_before_a_sensitive_step(clock: SetClock) -> None:
    browser = sign_in(account_with("administrator", password=PASSWORD), clock=clock)
    assert browser.get("/people/invite/").status_code == 200
    clock.pass_by(minutes=14)
    browser.get("/people/")

    clock.pass_by(minutes=1)

    assert browser.get("/people/").status_code == 200
    assert browser.get("/people/invite/")["Location"] == f"{AGAIN}?next=/people/invite/"
    browser.post(AGAIN, {"password": PASSWORD})
    assert browser.get("/people/invite/").status_code == 200


def test_goes_on_under_a_new_key_once_shown_again(clock: SetClock) -> None:
    account = account_with("administrator", password=PASSWORD)
    browser, thief = sign_in(account, clock=clock), visitor()
    thief.cookies = copy(browser.cookies)
    before = browser.session.session_key
    assert thief.get("/people/").status_code == 200

    browser.post(AGAIN, {"password": PASSWORD})

    assert browser.session.session_key != before
    assert browser.get("/people/").status_code == 200
    assert thief.get("/people/")["Location"].startswith(LOGIN)
    assert browser.get("/account/sessions/").content.count(b'scope="row"') == 1
    assert UserSession.objects.get(user=account).session_key == browser.session.session_key


def test_takes_a_code_as_showing_again(clock: SetClock) -> None:
    account = account_with("administrator", password=PASSWORD)
    browser = sign_in(account, clock=clock)
    clock.pass_by(minutes=31)

    browser.post("/account/2fa/reauthenticate/", {"code": code_of(account, at=clock.at)})

    assert browser.get("/people/").status_code == 200


def test_lists_sessions_and_ends_the_others(clock: SetClock) -> None:
    account = account_with("administrator", password=PASSWORD)
    first, second = sign_in(account, clock=clock), sign_in(account, clock=clock)

    assert first.get("/account/sessions/").content.count(b'scope="row"') == 2
    first.post("/account/sessions/")

    assert first.get("/people/").status_code == 200
    assert second.get("/people/")["Location"].startswith(LOGIN)
    assert UserSession.objects.filter(user=account).count() == 1


def test_loses_a_disabled_account_at_once() -> None:
    account = account_with("administrator", password=PASSWORD)
    browser = client_of(account)
    assert browser.get("/people/").status_code == 200

    Account.objects.filter(pk=account.pk).update(is_active=False)

    assert browser.get("/people/")["Location"].startswith(LOGIN)


def test_loses_an_ended_role_at_once() -> None:
    account = account_with("administrator", password=PASSWORD)
    browser = client_of(account)
    assert browser.get("/people/").status_code == 200

    Membership.objects.update(ended_at=now(), ended_by="somebody")

    assert browser.get("/people/").status_code == 404
    assert browser.get("/").status_code == 200


def test_ends_other_sessions_with_a_new_password(clock: SetClock) -> None:
    account = account_with("administrator", password=PASSWORD)
    first, second = sign_in(account, clock=clock), sign_in(account, clock=clock)
    new = "another plainly fictional one"

    done = first.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert done.status_code == 302, done.content
    assert "account.password_changed" in last_event()[1].acts
    assert first.get("/people/").status_code == 200
    assert second.get("/people/")["Location"].startswith(LOGIN)


def _acts() -> list[str]:
    from commonground_web.kernel.audit.models import AuditSeal

    return [act for acts in AuditSeal.objects.values_list("acts", flat=True) for act in acts]
