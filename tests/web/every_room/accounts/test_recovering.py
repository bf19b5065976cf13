"""Tests of letting somebody in again who lost their way in: two others, and nothing old works."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import IntegrityError, transaction

from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.accounts.actors import actor_of
from commonground_web.kernel.accounts.disabling import disable_account
from commonground_web.kernel.accounts.models import Account, Recovery
from commonground_web.kernel.accounts.recovering import (
    approve_recovery,
    end_recovery,
    propose_recovery,
)
from commonground_web.kernel.clock import now, today
from tests.web.every_room.accounts.steps import give_password
from tests.web.every_room.accounts.test_invitations import answers, link_in, set_up_factor
from tests.web.signed_in import PASSWORD, account_with, client_of, visitor

pytestmark = pytest.mark.django_db

APPROVER: str = settings.ROOM_APPROVER
ROLE = {"commons": "coordinator", "caseroom": "officer", "careroom": "navigator"}[settings.ROOM]


def actor(account: Account) -> Actor:
    """Return an account as it may act today."""
    return actor_of(account, on=today())


def proposed(lost: Account, *, by: Account) -> Recovery:
    """Return what an administrator proposed."""
    return propose_recovery(account=lost, known_by="seen", by=actor(by), at=now())


def test_lets_somebody_in_again_with_what_they_held(
    mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    lost = account_with(ROLE, password=PASSWORD)
    first, second = client_of(account_with("administrator")), client_of(account_with(APPROVER))
    before = client_of(lost)
    assert before.get("/").status_code == 200

    first.post(f"/people/{lost.pk}/recover/", {"known_by": "called"})
    waiting = Recovery.objects.get(account=lost)
    assert str(waiting.pk) in second.get("/people/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        second.post(f"/people/recoveries/{waiting.pk}/approve/")

    assert before.get("/").status_code == 302
    assert not Authenticator.objects.filter(user=lost).exists()
    assert give_password(visitor(), lost.email).status_code == 200
    link = link_in(mailoutbox[0].body)
    browser = visitor()
    browser.post(link, answers(password="another, and longer", again="another, and longer"))
    set_up_factor(browser)
    assert browser.get("/").status_code == 200
    assert ROLE in actor(Account.objects.get(pk=lost.pk)).roles
    assert visitor().get(link).status_code == 404


def test_tells_the_person_that_somebody_asks_for_it() -> None:
    lost = account_with(ROLE)
    proposed(lost, by=account_with("administrator"))

    page = client_of(lost).get("/people/me/").content.decode()

    assert "new way in" in page


def test_takes_two_others() -> None:
    one, lost = account_with("administrator", APPROVER), account_with(ROLE)
    recovery = proposed(lost, by=one)

    with pytest.raises(Refused, match="two persons"):
        approve_recovery(recovery=recovery, by=actor(one), at=now())


def test_lets_nobody_recover_themselves() -> None:
    one = account_with("administrator")

    with pytest.raises(Refused, match="their own account"):
        proposed(one, by=one)


def test_lets_nobody_approve_their_own_recovery() -> None:
    lost = account_with(APPROVER)
    recovery = proposed(lost, by=account_with("administrator"))

    with pytest.raises(Refused, match="two persons"):
        approve_recovery(recovery=recovery, by=actor(lost), at=now())


def test_leaves_approving_to_whoever_holds_the_role_for_it() -> None:
    account_with(APPROVER)
    recovery = proposed(account_with(ROLE), by=account_with("administrator"))

    with pytest.raises(Refused, match="approved by"):
        approve_recovery(recovery=recovery, by=actor(account_with("administrator")), at=now())


def test_lets_another_administrator_approve_for_the_only_approver() -> None:
    lost = account_with(APPROVER)
    recovery = proposed(lost, by=account_with("administrator"))

    approve_recovery(recovery=recovery, by=actor(account_with("administrator")), at=now())

    assert not Account.objects.get(pk=lost.pk).is_active


def test_asks_once_and_can_be_taken_back() -> None:
    lost, administrator = account_with(ROLE), account_with("administrator")
    recovery = proposed(lost, by=administrator)
    with pytest.raises(Refused, match="asked already"):
        proposed(lost, by=administrator)

    end_recovery(recovery=recovery, by=actor(administrator), at=now())

    with pytest.raises(Refused, match="approved or ended"):
        approve_recovery(recovery=recovery, by=actor(account_with(APPROVER)), at=now())
    assert proposed(lost, by=administrator).pk != recovery.pk


def test_opens_no_account_that_was_closed_since() -> None:
    lost, administrator = account_with(ROLE), account_with("administrator")
    recovery = proposed(lost, by=administrator)
    disable_account(account=lost, by=actor(administrator), at=now())
    recovery.refresh_from_db()

    with pytest.raises(Refused, match="closed since"):
        approve_recovery(recovery=recovery, by=actor(account_with(APPROVER)), at=now())


def test_refuses_one_person_as_two_behind_the_actions() -> None:
    one = account_with("administrator")
    recovery = proposed(account_with(ROLE), by=one)

    with pytest.raises(IntegrityError), transaction.atomic():
        Recovery.objects.filter(pk=recovery.pk).update(approved_by=one.pk)


def test_asks_for_somebody_who_is_in() -> None:
    form = client_of(account_with("administrator")).get(f"/people/{account_with(ROLE).pk}/recover/")

    assert re.search(r'type="radio"[^>]*value="seen"', form.content.decode())
