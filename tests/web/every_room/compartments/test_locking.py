"""Tests of locking: of two who decide the same thing at once, one is told that it is decided."""

from __future__ import annotations

import threading
import uuid
from copy import copy

import pytest
from django.db import connection
from django.http import Http404

from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import system_actor
from commonground_web.kernel.accounts.disabling import disable_account
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import now
from tests.web.signed_in import account_with

AT_ONCE = 3


@pytest.mark.usefixtures("own_database")
def test_lets_one_of_several_decide_who_read_it_at_the_same_time() -> None:
    account = account_with()
    read_by_each = [copy(account) for _ in range(AT_ONCE)]
    barrier, became = threading.Barrier(AT_ONCE), list[str]()

    def decide(read: Account) -> None:
        barrier.wait()
        try:
            disable_account(account=read, by=system_actor("test"), at=now())
            became.append("disabled")
        except Refused as refused:
            became.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[read]) for read in read_by_each]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(became) == ["This account is disabled already."] * (AT_ONCE - 1) + ["disabled"]


@pytest.mark.django_db
def test_keeps_what_another_wrote_meanwhile_and_notes_only_ones_own_change() -> None:
    account = account_with()
    read_before = copy(account)
    Account.objects.filter(pk=account.pk).update(name="Meanwhile")

    with access(Setting(actor="test", verb="update", entity="account"), at=now()) as opened:
        read_before.lock()
        read_before.language = "es"
        read_before.save()

    assert Account.objects.get(pk=account.pk).name == "Meanwhile"
    [changed] = opened.changes.values()
    assert list(changed) == ["language"]


@pytest.mark.django_db
def test_finds_nothing_of_a_row_that_went_meanwhile() -> None:
    gone = copy(account_with())
    gone.pk = uuid.uuid4()

    with pytest.raises(Http404):
        gone.lock()
