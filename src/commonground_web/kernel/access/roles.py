"""Roles as data: what each may do, and who may hold it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

ANYONE = "anyone"
"""The role of a visitor who has not signed in."""

MEMBER = "member"
"""The role of everyone who has signed in: their own account, and the front page."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a person may do, in words and as permits."""

    title: str | Promise
    may_hold: str | Promise
    """A sentence on who may hold it."""
    permits: Mapping[str, frozenset[str]]
    """Verbs by entity."""


def permits(**verbs: str) -> dict[str, frozenset[str]]:
    """Return permits from `entity="verb verb ..."`."""
    return {entity: frozenset(words.split()) for entity, words in verbs.items()}


EVERY_ROOM = {
    ANYONE: Role(
        title=_("Visitor"),
        may_hold=_("Everyone who has not signed in."),
        permits=permits(sign_in="use"),
    ),
    MEMBER: Role(
        title=_("Member"),
        may_hold=_("Everyone who has signed in with two factors."),
        permits=permits(own_account="use", front="view"),
    ),
}


@cache
def room_roles() -> Mapping[str, Role]:
    """Return the roles of the room that this process is, and those that every room has."""
    roles: Mapping[str, Role] = import_string(settings.ROOM_ROLES)
    return {**EVERY_ROOM, **roles}


def is_permitted(roles: Iterable[str], *, verb: str, entity: str) -> bool:
    """Say whether any of these roles may do this to that."""
    known = room_roles()
    return any(verb in known[role].permits.get(entity, ()) for role in roles if role in known)
