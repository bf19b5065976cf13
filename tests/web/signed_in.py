"""People who have signed in to the room, for tests that begin behind the sign-in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta
from functools import cache

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client
from django.test.client import ClientHandler

from commonground_web.kernel.access.roles import ANYONE, LOCKED, MEMBER, NEWCOMER
from commonground_web.kernel.accounts.models import Account, Membership
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.rooms import Room
from commonground_web.kernel.signin import sessions

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
AGENCY = uuid.UUID(int=1, version=4)
PASSWORD = "plainly fictional, and long"  # noqa: S105 - of accounts that live for one test

BY_SIGNING_IN = {MEMBER, NEWCOMER, LOCKED}
"""Roles that nobody gives: they come of how somebody signed in."""


def account_with(
    *roles: str,
    agency: uuid.UUID | None = AGENCY,
    sites: Iterable[uuid.UUID] = (),
    password: str = "",
    has_factor: bool = True,
) -> Account:
    """Keep an account that came in, and holds these roles from today, for these sites or for all.

    Parameters
    ----------
    roles
        Roles that two other persons gave and approved.
    agency
        The agency that it belongs to.
    sites
        Sites that each role is for; all, if left out.
    password
        Its password; none is set, for that takes time, if left out.
    has_factor
        Whether it has an app that shows codes.
    """
    tag = uuid.uuid4().hex
    if agency is not None:
        _let_in(agency)
    account = Account(
        email=f"{tag}@example.org",
        name=f"Test {tag[:6]}",
        agency=agency,
        is_active=True,
        created_at=now(),
        accepted_at=now(),
    )
    if password:
        account.set_password(password)
    account.save(force_insert=True)
    for role in set(roles) - BY_SIGNING_IN:
        for site in (*sites,) or (None,):
            Membership(
                account=account,
                role=role,
                site=site,
                since=today(),
                granted_by=uuid.uuid4(),
                approved_by=uuid.uuid4(),
                created_at=now(),
            ).save(force_insert=True)
    if has_factor:
        TOTP.activate(account, generate_totp_secret())
    return account


def visitor(address: str = "127.0.0.1") -> Client:
    """Return a client in which nobody has signed in, who asks from a network address."""
    client = Client(SERVER_NAME=f"{settings.ROOM}.localhost", REMOTE_ADDR=address)
    client.handler = _handler()
    return client


@cache
def _handler() -> ClientHandler:
    """Return the one handler of all clients: to load the middleware takes longer than a request."""
    return ClientHandler(enforce_csrf_checks=False)


def client_of(account: Account) -> Client:
    """Return a client in which an account has just signed in, with the factors that it has."""
    room = visitor()
    room.force_login(account, BACKEND)
    if Authenticator.objects.filter(user=account).exists():
        session = room.session
        sessions.prove(session, account=account.pk)
        session.save()
    return room


def signed_in(
    *roles: str, agency: uuid.UUID | None = AGENCY, sites: Iterable[uuid.UUID] = ()
) -> Client:
    """Return a client signed in as a new account with these roles; as nobody for `anyone`.

    A `newcomer` has no second factor; whoever is `locked` has been away for an hour.
    """
    if roles == (ANYONE,):
        return visitor()
    has_factor = NEWCOMER not in roles
    room = client_of(account_with(*roles, agency=agency, sites=sites, has_factor=has_factor))
    if LOCKED in roles:
        session = room.session
        sessions.show_again(session, at=now() - timedelta(hours=1))
        session.save()
    return room


def _let_in(agency: uuid.UUID) -> None:
    """See to it that the agency's people are let in, where that hangs on an agreement.

    A room that received no snapshot yet lets all agencies in.
    """
    if settings.ROOM == Room.COMMONS:
        from tests.web.commons.agreements import sign_memorandum

        sign_memorandum(agency)
    else:
        from tests.web.snapshots import also_bind

        also_bind(agency)
