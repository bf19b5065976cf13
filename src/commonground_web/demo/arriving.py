"""How people of the demo come into a room: founded, invited, approved, by link, with two factors.

It is a scene of its own, which may play again: whoever is in already stays as they are, and whoever
works for an agency comes once a scene has told of it.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from itertools import islice

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings

from commonground_web.demo.people import Person, people_of
from commonground_web.demo.stage import Stage
from commonground_web.kernel.access.actor import VISITOR
from commonground_web.kernel.access.roles import MEMBER, NEWCOMER
from commonground_web.kernel.accounts.founding import confirm_founder, found_room
from commonground_web.kernel.accounts.granting import Term, approve, grant, invite
from commonground_web.kernel.accounts.links import (
    ATTESTING,
    accept_invitation,
    send_link,
    working_link,
)
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.rooms import this_room

FIRST_HOUR = 9
PASSWORD_BYTES = 32


def play(stage: Stage, *, days_ago: int) -> None:
    """Let everybody of this room in who can come by now."""
    at = stage.at(days_ago=days_ago, hour=FIRST_HOUR)
    keeper, second = islice((p for p in people_of(this_room()) if p.founds), 2)
    if not Account.objects.exists():
        _found(keeper, second, stage, at=at)
    for person in people_of(this_room()):
        is_awaited = not person.agency or f"agency.{person.agency}" in stage.facts
        if is_awaited and not Account.objects.filter(email=person.email).exists():
            _invite(person, stage, keepers=(keeper, second), at=at)


def look_in(stage: Stage, *, days_ago: int) -> None:
    """Have everybody sign in once more: an account that nobody uses is closed by itself."""
    at = stage.at(days_ago=days_ago, hour=FIRST_HOUR)
    for person in people_of(this_room()):
        account = stage.account(person.code)
        own = Setting(actor=str(account.pk), verb="use", entity="sign_in", roles=MEMBER)
        with access(own, at=at) as opened:
            account.last_login = at
            account.save()
            opened.did("account.signed_in", account)


def _found(first: Person, second: Person, stage: Stage, *, at: datetime) -> None:
    links = found_room(first=(first.email, first.name), second=(second.email, second.name), at=at)
    for person, link in zip((first, second), links, strict=True):
        _come_in(person, link, at=at)
    for person in (first, second):
        confirm_founder(by=stage.actor(person.code, at=at), at=at)


def _invite(person: Person, stage: Stage, *, keepers: tuple[Person, Person], at: datetime) -> None:
    """Give somebody their roles: one administrator gives, whoever approves here approves."""
    giver = stage.actor(keepers[0].code, at=at)
    approver = stage.actor(_approver_of(person) or keepers[1].code, at=at)
    agency = stage.agency(person.agency) if person.agency else None
    first, *others = (Term(role, since=day_of(at)) for role in person.roles)
    given = invite(email=person.email, name=person.name, agency=agency, term=first, by=giver, at=at)
    memberships = [
        given,
        *(grant(account=given.account, term=term, by=giver, at=at) for term in others),
    ]
    for membership in memberships:
        approve(membership=membership, by=approver, at=at)
    _come_in(person, send_link(account=given.account, by=giver, at=at), at=at)


def _approver_of(newcomer: Person) -> str:
    """Return the part of the first who holds the room's approving role and is in already."""
    for person in people_of(this_room()):
        if (
            person != newcomer
            and settings.ROOM_APPROVER in person.roles
            and Account.objects.filter(email=person.email, is_active=True).exists()
        ):
            return person.code
    return ""


def _come_in(person: Person, link: str, *, at: datetime) -> None:
    """Follow a link as whoever it is for, and set up a second factor that nobody will ever see."""
    found = working_link(link.rstrip("/").rpartition("/")[2], at=at)
    assert found is not None  # noqa: S101 - it was made a moment ago
    account = accept_invitation(
        link=found,
        name=person.name,
        password=secrets.token_urlsafe(PASSWORD_BYTES),
        attested=this_room() in ATTESTING,
        by=VISITOR,
        at=at,
    )
    own = Setting(actor=str(account.pk), verb="use", entity="second_factor", roles=NEWCOMER)
    with access(own, at=at):
        TOTP.activate(account, generate_totp_secret())
