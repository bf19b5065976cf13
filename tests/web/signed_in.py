"""People who have signed in to the room, for tests that begin behind the sign-in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.test import Client

from commonground_web.kernel.access.roles import ANYONE, MEMBER
from commonground_web.kernel.accounts.models import Account, Membership
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.rooms import Room

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
AGENCY = uuid.UUID(int=1, version=4)


def account_with(
    *roles: str, agency: uuid.UUID = AGENCY, sites: Iterable[uuid.UUID] = ()
) -> Account:
    """Keep an account that holds these roles from today, for these sites or for all."""
    tag = uuid.uuid4().hex
    _let_in(agency)
    account = Account(
        email=f"{tag}@example.org",
        name=f"Test {tag[:6]}",
        agency=agency,
        is_active=True,
        created_at=now(),
    )
    account.save(force_insert=True)
    for role in set(roles) - {MEMBER}:
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
    return account


def signed_in(*roles: str, agency: uuid.UUID = AGENCY, sites: Iterable[uuid.UUID] = ()) -> Client:
    """Return a client signed in as a new account with these roles; as nobody for `anyone`."""
    account = None if roles == (ANYONE,) else account_with(*roles, agency=agency, sites=sites)
    room = Client(SERVER_NAME=f"{settings.ROOM}.localhost")
    if account is not None:
        room.force_login(account, BACKEND)
    return room


def _let_in(agency: uuid.UUID) -> None:
    """See to it that the agency's people are let in, where that hangs on an agreement."""
    if settings.ROOM == Room.COMMONS:
        from tests.web.commons.agreements import sign_memorandum

        sign_memorandum(agency)
