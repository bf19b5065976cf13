"""Roles as data: what each may do, and who may hold it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

ADMINISTRATOR = "administrator"
"""The role, in every room, of whoever keeps accounts and sees no content; the first two hold it."""

ANYONE = "anyone"
"""The role of a visitor who has not signed in."""

MEMBER = "member"
"""The role of whoever has signed in with two factors: their own account, and the front page."""

NEWCOMER = "newcomer"
"""The one role of an account without a second factor: to set one up, and to sign out."""

LOCKED = "locked"
"""The one role of an account whose session lay idle: to show who they are, and to sign out."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a person may do, in words and as permits."""

    title: str | Promise
    may_hold: str | Promise
    """A sentence on who may hold it."""
    permits: Mapping[str, frozenset[str]]
    """Verbs by entity."""
    waits_at: str = ""
    """Where whoever holds this is sent from a page that is not theirs; empty: it is not there."""


def permits(**verbs: str) -> dict[str, frozenset[str]]:
    """Return permits from `entity="verb verb ..."`."""
    return {entity: frozenset(words.split()) for entity, words in verbs.items()}


KEEPING_ACCOUNTS = {
    "account": "list view invite grant disable enable",
    "membership": "approve end",
    "recovery": "propose approve end",
}
"""What the administrators of every room may do."""

APPROVING_ROLES = {
    "account": "list view",
    "membership": "approve end",
    "recovery": "approve end",
}
"""What the role that approves the roles of others may do besides its own work."""

EVERYONE = permits(help="view", language="choose")
"""What everybody may do in every room, whoever they are."""

EVERY_ROOM = {
    ANYONE: Role(
        title=_("Visitor"),
        may_hold=_("Everyone who has not signed in."),
        permits=permits(sign_in="use", sign_out="use", invitation="accept") | EVERYONE,
        waits_at="account_login",
    ),
    NEWCOMER: Role(
        title=_("Newcomer"),
        may_hold=_("Everyone who has signed in and has no second factor yet."),
        permits=permits(sign_in="use", second_factor="use", reauthentication="use", sign_out="use")
        | EVERYONE,
        waits_at="mfa_index",
    ),
    LOCKED: Role(
        title=_("Locked"),
        may_hold=_("Everyone whose session lay idle for too long."),
        permits=permits(reauthentication="use", sign_out="use") | EVERYONE,
        waits_at="account_reauthenticate",
    ),
    MEMBER: Role(
        title=_("Member"),
        may_hold=_("Everyone who has signed in with two factors."),
        permits=permits(
            sign_in="use",
            second_factor="use",
            reauthentication="use",
            sign_out="use",
            own_account="use",
            founder="confirm",
            front="view",
            trail="list view",
            waiting="list",
        )
        | EVERYONE,
    ),
}


@cache
def room_roles() -> Mapping[str, Role]:
    """Return the roles of the room that this process is, and those that every room has."""
    roles: Mapping[str, Role] = import_string(settings.ROOM_ROLES)
    return {**EVERY_ROOM, **roles}


def waiting_page(roles: Iterable[str]) -> str:
    """Return the name of the page where these roles wait for more, or nothing."""
    known = room_roles()
    pages = (known[role].waits_at for role in sorted(roles) if role in known)
    return next(filter(None, pages), "")


def is_permitted(roles: Iterable[str], *, verb: str, entity: str) -> bool:
    """Say whether any of these roles may do this to that."""
    known = room_roles()
    return any(verb in known[role].permits.get(entity, ()) for role in roles if role in known)
