"""Tests of how a room begins."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.accounts.actors import actor_of
from commonground_web.kernel.accounts.founding import (
    confirm_founder,
    found_room,
    renew_founders_links,
)
from commonground_web.kernel.accounts.models import Account, Founding, Membership
from commonground_web.kernel.clock import now, today
from tests.web.every_room.accounts.steps import last_event
from tests.web.every_room.accounts.test_invitations import answers, link_in, set_up_factor
from tests.web.signed_in import account_with, client_of, visitor

pytestmark = pytest.mark.django_db

FIRST, SECOND = ("ada@example.org", "Ada Fictional"), ("bo@example.org", "Bo Fictional")


def found() -> tuple[str, str]:
    """Found the room."""
    return found_room(first=FIRST, second=SECOND, at=now())


def roles_of(email: str) -> frozenset[str]:
    """Return the roles of an account."""
    return actor_of(Account.objects.get(email=email), on=today()).roles


def test_lets_each_of_two_in_and_gives_a_role_once_the_other_confirms() -> None:
    links = found()
    browsers = []
    for link, (_email, name) in zip(links, (FIRST, SECOND), strict=True):
        browser = visitor()
        browser.post(link_in(link), answers(name=name))
        set_up_factor(browser)
        browsers.append(browser)
        assert browser.get("/people/").status_code == 404

    page = browsers[0].get("/people/me/other-founder/").content
    assert b"I know Bo Fictional and confirm" in page
    browsers[0].post("/people/me/other-founder/", {"known": "on"})

    assert browsers[1].get("/people/").status_code == 200
    assert browsers[0].get("/people/").status_code == 404
    browsers[1].post("/people/me/other-founder/", {"known": "on"})
    assert browsers[0].get("/people/").status_code == 200
    assert browsers[0].get("/people/me/other-founder/").status_code == 404


def test_logs_no_link_by_which_somebody_comes_in(caplog: pytest.LogCaptureFixture) -> None:
    link, _other = found()

    with caplog.at_level("INFO"):
        visitor().post(link_in(link), answers(name="Ada Fictional"))

    assert Account.objects.get(email=FIRST[0]).accepted_at
    assert link_in(link) not in caplog.text


def test_shows_who_waits_where_to_go_on() -> None:
    link, _other = found()
    browser = visitor()
    browser.post(link_in(link), answers(name="Ada Fictional"))
    set_up_factor(browser)

    assert b"other-founder" in browser.get("/people/me/").content


def test_confirms_nobody_who_has_not_come_in() -> None:
    link, _other = found()
    visitor().post(link_in(link), answers(name="Ada Fictional"))
    ada = actor_of(Account.objects.get(email=FIRST[0]), on=today())

    with pytest.raises(Refused, match="not followed their link"):
        confirm_founder(by=ada, at=now())


def test_lets_nobody_else_confirm() -> None:
    found()

    with pytest.raises(NotPermitted):
        confirm_founder(by=actor_of(account_with("administrator"), on=today()), at=now())


def test_happens_once() -> None:
    found()

    with pytest.raises(Refused, match="has accounts"):
        found()


def test_happens_once_behind_the_action() -> None:
    found()
    first, second = account_with(), account_with()

    with pytest.raises(IntegrityError), transaction.atomic():
        Founding(first=first, second=second, at=now()).save(force_insert=True)


def test_is_never_undone() -> None:
    found()

    with pytest.raises(DatabaseError), transaction.atomic():
        Founding.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Founding.objects.update(only=True)


def test_refuses_a_room_that_has_accounts() -> None:
    account_with()

    with pytest.raises(Refused, match="has accounts"):
        found()


def test_takes_two_persons() -> None:
    with pytest.raises(Refused, match="the same"):
        found_room(first=FIRST, second=(FIRST[0].upper(), "Bo Fictional"), at=now())
    with pytest.raises(Refused, match="mail can be sent"):
        found_room(first=FIRST, second=("no address", "Bo Fictional"), at=now())

    assert not Account.objects.exists()


def test_leaves_one_event_without_names() -> None:
    found()

    event, seal = last_event()

    assert (event.actor, event.verb, event.entity) == ("system:founding", "found", "account")
    assert "example" not in str(seal.__dict__)


def test_makes_new_links_for_who_has_not_come_in() -> None:
    first, second = found()
    visitor().post(link_in(first), answers(name="Ada Fictional"))

    renewed = renew_founders_links(at=now())

    assert list(renewed) == ["Bo Fictional"]
    assert visitor().get(link_in(second)).status_code == 404
    assert visitor().get(link_in(renewed["Bo Fictional"])).status_code == 200


def test_gives_no_role_to_either_alone() -> None:
    found()

    assert Membership.objects.filter(approved_by=None).count() == 2
    assert roles_of(FIRST[0]) == roles_of(SECOND[0]) == {"member"}


def test_confirms_no_role_that_was_ended() -> None:
    found()
    Membership.objects.update(ended_at=now(), ended_by="test")
    Account.objects.update(is_active=True, accepted_at=now())
    browser = client_of(Account.objects.get(email=FIRST[0]))
    set_up_factor(browser)

    assert browser.get("/people/me/other-founder/").status_code == 404
