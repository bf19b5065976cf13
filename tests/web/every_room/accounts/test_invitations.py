"""Tests of invitations, roles and accounts: two persons, links that work once, no self-service."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.accounts.actors import actor_of
from commonground_web.kernel.accounts.disabling import (
    disable_account,
    disable_unused_accounts,
    enable_account,
)
from commonground_web.kernel.accounts.granting import Term, approve, end, grant, invite
from commonground_web.kernel.accounts.links import ATTESTING, send_link, working_link
from commonground_web.kernel.accounts.models import Account, Link, Membership
from commonground_web.kernel.clock import now, today
from tests.web.every_room.accounts.steps import LOGIN, code_from, last_event
from tests.web.signed_in import PASSWORD, account_with, client_of, visitor

pytestmark = pytest.mark.django_db

APPROVER: str = settings.ROOM_APPROVER
ROLE = {"commons": "coordinator", "caseroom": "officer", "careroom": "navigator"}[settings.ROOM]


def actor(*roles: str) -> Actor:
    """Return a person who holds these roles."""
    return actor_of(account_with(*roles), on=today())


def invited(*, by: Actor, email: str = "new@example.org") -> Membership:
    """Return what an administrator proposed."""
    term = Term(role=ROLE, since=today())
    return invite(email=email, name="Bea Fictional", agency=None, term=term, by=by, at=now())


def answers(**more: Any) -> dict[str, Any]:
    """Return what an invited person types."""
    signed = {"attested": "on"} if settings.ROOM in ATTESTING else {}
    typed = {"name": "Bea Fictional", "password": PASSWORD, "again": PASSWORD}
    return typed | signed | more


def link_in(text: str) -> str:
    """Return the path of the link in a text."""
    return re.search(r"/people/welcome/[\w-]+/", text)[0]  # type: ignore[index]


@pytest.fixture
def mailed(django_capture_on_commit_callbacks: Any) -> Any:
    """Return a way to act, and get the one mail that goes out."""

    def do(act: Any, **kwargs: Any) -> str:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act(**kwargs)
        (message,) = mail.outbox
        return f"{message.subject}\n{message.body}"

    return do


def test_lets_somebody_in_by_two_persons_and_a_link(mailed: Any) -> None:
    administrator, approver = account_with("administrator"), account_with(APPROVER)
    form = {
        "email": "New@Example.org",
        "name": "Bea F.",
        "role": ROLE,
        "since": today().isoformat(),
    }

    made = client_of(administrator).post("/people/invite/", form)
    membership = Membership.objects.get(role=ROLE)
    assert made["Location"] == f"/people/{membership.account_id}/"
    assert not mail.outbox
    second = client_of(approver)
    assert b"Bea F." in second.get("/people/").content
    letter = mailed(second.post, path=f"/people/roles/{membership.pk}/approve/")

    browser = visitor()
    link = link_in(letter)
    assert b"Bea F." in browser.get(link).content
    assert browser.post(link, answers())["Location"] == "/account/2fa/"
    assert browser.get("/")["Location"].startswith("/account/2fa/")
    set_up_factor(browser)
    assert browser.get("/").status_code == 200
    account = Account.objects.get(email="new@example.org")
    assert account.name == "Bea Fictional"
    assert (account.attested_at is not None) == (settings.ROOM in ATTESTING)
    assert ROLE in actor_of(account, on=today()).roles


def test_says_in_the_mail_only_that_something_waits(mailed: Any) -> None:
    membership = invited(by=actor("administrator"))

    letter = mailed(approve, membership=membership, by=actor(APPROVER), at=now())

    assert "Fictional" not in letter
    assert ROLE not in letter
    assert letter.count("http") == 1


def test_gives_no_role_before_it_is_approved() -> None:
    membership = invited(by=actor("administrator"))

    assert ROLE not in actor_of(membership.account, on=today()).roles


def test_refuses_whoever_gave_a_role_as_the_second_person() -> None:
    both = actor("administrator", APPROVER)
    membership = invited(by=both)

    with pytest.raises(Refused, match="does not approve it"):
        approve(membership=membership, by=both, at=now())


def test_lets_nobody_give_themselves_a_role() -> None:
    account = account_with("administrator")
    term = Term(role=ROLE, since=today())

    with pytest.raises(Refused, match="their own roles"):
        grant(account=account, term=term, by=actor_of(account, on=today()), at=now())


def test_lets_nobody_approve_their_own_role() -> None:
    account = account_with(APPROVER)
    term = Term(role=ROLE, since=today())
    membership = grant(account=account, term=term, by=actor("administrator"), at=now())

    with pytest.raises(Refused, match="their own roles"):
        approve(membership=membership, by=actor_of(account, on=today()), at=now())


@pytest.mark.parametrize(
    ("granted_by", "approved_by"),
    [("somebody", "somebody"), ("self", "other"), ("other", "self")],
)
def test_refuses_one_person_as_two_behind_the_actions(granted_by: str, approved_by: str) -> None:
    account = account_with()
    persons = {"somebody": uuid.uuid4(), "self": account.pk, "other": uuid.uuid4()}
    one_as_two = Membership(
        account=account,
        role=ROLE,
        since=today(),
        granted_by=persons[granted_by],
        approved_by=persons[approved_by],
        created_at=now(),
    )

    with pytest.raises(IntegrityError, match="membership_"), transaction.atomic():
        one_as_two.save(force_insert=True)


def test_leaves_approving_to_whoever_holds_the_role_for_it() -> None:
    actor(APPROVER)
    membership = invited(by=actor("administrator"))

    with pytest.raises(Refused, match="approved by"):
        approve(membership=membership, by=actor("administrator"), at=now())


def test_lets_another_administrator_approve_while_nobody_holds_the_role_for_it() -> None:
    account, term = account_with(), Term(role=ROLE, since=today())
    membership = grant(account=account, term=term, by=actor("administrator"), at=now())

    approve(membership=membership, by=actor("administrator"), at=now())

    assert ROLE in actor_of(account, on=today()).roles


def test_gives_no_role_for_a_site_to_whoever_holds_theirs_for_another() -> None:
    here, there = uuid.uuid4(), uuid.uuid4()
    by = actor_of(account_with("administrator", sites=[here]), on=today())
    term = Term(role=ROLE, since=today(), site=there)

    with pytest.raises(Refused, match="other sites"):
        grant(account=account_with(), term=term, by=by, at=now())


@pytest.mark.parametrize("first", [ROLE, "administrator"])
def test_lets_nobody_keep_accounts_and_see_content(first: str) -> None:
    [other] = {ROLE, "administrator"} - {first}
    account, keeper = account_with(first), actor("administrator")
    term = Term(role=other, since=today())

    with pytest.raises(Refused, match="beside this one"):
        grant(account=account, term=term, by=keeper, at=now())

    end(membership=account.memberships.get(), by=keeper, at=now())
    grant(account=account, term=term, by=keeper, at=now())


@pytest.mark.parametrize("role", ["member", "newcomer", "locked", "anyone", "king"])
def test_gives_no_role_that_is_not_given(role: str) -> None:
    term = Term(role=role, since=today())

    with pytest.raises(Refused, match="no such role"):
        grant(account=account_with(), term=term, by=actor("administrator"), at=now())


def test_is_no_business_of_other_roles() -> None:
    with pytest.raises(NotPermitted):
        invited(by=actor(ROLE))


def test_ends_a_role_at_once() -> None:
    account = account_with(ROLE)
    membership = Membership.objects.get(account=account)

    end(membership=membership, by=actor("administrator"), at=now())

    assert ROLE not in actor_of(account, on=today()).roles


def test_takes_back_an_invitation_and_its_link(mailed: Any) -> None:
    administrator = actor("administrator")
    membership = invited(by=administrator)
    letter = mailed(approve, membership=membership, by=actor(APPROVER), at=now())

    end(membership=membership, by=administrator, at=now())

    assert visitor().get(link_in(letter)).status_code == 404


def test_lets_a_link_work_once(mailed: Any) -> None:
    membership = invited(by=actor("administrator"))
    link = link_in(mailed(approve, membership=membership, by=actor(APPROVER), at=now()))

    assert visitor().post(link, answers()).status_code == 302
    assert visitor().post(link, answers(password="x")).status_code == 404


def test_lets_a_link_work_for_two_days(mailed: Any) -> None:
    membership = invited(by=actor("administrator"))
    letter = mailed(approve, membership=membership, by=actor(APPROVER), at=now())
    secret = link_in(letter).split("/")[-2]

    assert working_link(secret, at=now() + timedelta(hours=47)) is not None
    assert working_link(secret, at=now() + timedelta(hours=48)) is None


def test_says_the_same_of_links_that_were_used_and_that_never_were(mailed: Any) -> None:
    membership = invited(by=actor("administrator"))
    link = link_in(mailed(approve, membership=membership, by=actor(APPROVER), at=now()))
    visitor().post(link, answers())

    used, unknown = (visitor().get(path) for path in (link, "/people/welcome/never-was-one/"))

    assert (used.status_code, used.content) == (unknown.status_code, unknown.content)


def test_keeps_no_link_that_works(mailed: Any) -> None:
    membership = invited(by=actor("administrator"))
    letter = mailed(approve, membership=membership, by=actor(APPROVER), at=now())

    secret = link_in(letter).split("/")[-2]

    assert secret not in str(Link.objects.values_list())
    _event, seal = last_event()
    assert secret not in str(seal.__dict__)


def test_sends_a_new_link_and_shows_it_once() -> None:
    administrator = account_with("administrator")
    membership = invited(by=actor("administrator"))
    approve(membership=membership, by=actor(APPROVER), at=now())
    browser = client_of(administrator)

    page = browser.post(f"/people/{membership.account_id}/link/").content.decode()

    assert visitor().get(link_in(page)).status_code == 200
    assert Link.objects.filter(used_at=None, withdrawn_at=None).count() == 1
    assert "/welcome/" not in browser.get(f"/people/{membership.account_id}/").content.decode()


def test_sends_no_link_before_a_second_person_approved() -> None:
    administrator = actor("administrator")
    membership = invited(by=administrator)

    with pytest.raises(Refused, match="second person"):
        send_link(account=membership.account, by=administrator, at=now())


def test_takes_nobody_in_without_what_the_room_asks_them_to_sign(mailed: Any) -> None:
    membership = invited(by=actor("administrator"))
    link = link_in(mailed(approve, membership=membership, by=actor(APPROVER), at=now()))
    unsigned = {key: value for key, value in answers().items() if key != "attested"}

    status = visitor().post(link, unsigned).status_code

    assert status == (200 if settings.ROOM in ATTESTING else 302)


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "password12345",
        "Bea Fictional",
        "Common-Ground 2026",
        "careroom caseroom commons",
        "Drug Market Intervention!",
    ],
)
def test_takes_no_weak_password(mailed: Any, password: str) -> None:
    membership = invited(by=actor("administrator"))
    link = link_in(mailed(approve, membership=membership, by=actor(APPROVER), at=now()))

    page = visitor().post(link, answers(password=password, again=password))

    assert page.status_code == 200
    assert not account_of(membership).is_active


def test_disables_an_account_at_once() -> None:
    account = account_with(ROLE, password=PASSWORD)
    browser = client_of(account)
    assert browser.get("/").status_code == 200

    disable_account(account=account, by=actor("administrator"), at=now())

    assert browser.get("/")["Location"].startswith(LOGIN)


def test_enables_an_account_again() -> None:
    account, administrator = account_with(ROLE), actor("administrator")
    disable_account(account=account, by=administrator, at=now())

    enable_account(account=account, by=administrator, at=now())

    assert client_of(Account.objects.get(pk=account.pk)).get("/").status_code == 200


def test_lets_nobody_disable_themselves() -> None:
    account = account_with("administrator")

    with pytest.raises(Refused, match="another administrator"):
        disable_account(account=account, by=actor_of(account, on=today()), at=now())


def test_disables_what_nobody_used_for_ninety_days() -> None:
    long_ago = now() - timedelta(days=91)
    unused, used = account_with(), account_with()
    Account.objects.filter(pk=unused.pk).update(last_login=long_ago, accepted_at=long_ago)

    assert disable_unused_accounts(at=now()) == 1
    assert disable_unused_accounts(at=now()) == 0
    assert not Account.objects.get(pk=unused.pk).is_active
    assert Account.objects.get(pk=used.pk).is_active


def test_sorts_and_filters_the_list() -> None:
    browser = client_of(account_with("administrator"))
    invited(by=actor("administrator"), email="zed@example.org")

    everyone = browser.get("/people/?sort=-email").content
    waiting = browser.get("/people/?state=invited").content
    holders = browser.get(f"/people/?role={ROLE}").content

    assert everyone.index(b"zed@example.org") < everyone.rindex(b"@example.org")
    assert waiting.count(b'scope="row"') == 1
    assert holders.count(b'scope="row"') == 0


def account_of(membership: Membership) -> Account:
    """Return the account as it is now."""
    account: Account = Account.objects.get(pk=membership.account_id)
    return account


def set_up_factor(browser: Client) -> None:
    """Set up an app that shows codes."""
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>(\w+)</code>", page)[1]  # type: ignore[index]
    browser.post("/account/2fa/totp/activate/", {"code": code_from(secret, at=now())})


def test_shows_whoever_approves_whether_the_person_signed_to_be_in_one_room_alone() -> None:
    membership = invited(by=actor("administrator"))

    page = client_of(account_with(APPROVER)).get(f"/people/roles/{membership.pk}/approve/").content

    assert (b"they sign it when they come in" in page) is (settings.ROOM in ATTESTING)
