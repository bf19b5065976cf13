"""What the pages of accounts show: states and roles in words, and what may be done to each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.roles import room_roles
from commonground_web.kernel.accounts.models import Account, Membership
from commonground_web.kernel.accounts.naming import Names, agencies, sites

STATES: dict[str, tuple[str | Promise, Q]] = {
    "active": (_("active"), Q(is_active=True)),
    "invited": (_("invited"), Q(accepted_at=None, disabled_at=None)),
    "disabled": (_("disabled"), Q(disabled_at__isnull=False)),
}
"""The states of an account: code to its word, and the accounts in it."""


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """An account as a row of the list."""

    account: Account
    state: str | Promise
    agency: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownMembership:
    """A membership as a row, with what this actor may try to do to it."""

    membership: Membership
    title: str
    site: str
    state: str | Promise
    may_approve: bool
    may_end: bool


def shown_accounts(accounts: Iterable[Account], *, on: date) -> list[ShownAccount]:
    """Return accounts as rows; their memberships are fetched with them."""
    names = agencies()
    return [
        ShownAccount(
            account=account,
            state=state_of(account),
            agency=_named(account.agency, names),
            roles=tuple(
                title_of(membership.role)
                for membership in account.memberships.all()
                if _gives_role(membership, on=on)
            ),
        )
        for account in accounts
    ]


def shown_memberships(
    memberships: Iterable[Membership], *, actor: Actor, on: date
) -> list[ShownMembership]:
    """Return memberships as rows."""
    names = sites()
    return [
        ShownMembership(
            membership=membership,
            title=title_of(membership.role),
            site=_named(membership.site, names) or str(_("all sites")),
            state=_state(membership, on=on),
            may_approve=membership.waits_for_approval
            and actor.may("approve", "membership")
            and actor.id not in {str(membership.account_id), str(membership.granted_by)},
            may_end=membership.ended_at is None
            and actor.may("end", "membership")
            and actor.id != str(membership.account_id),
        )
        for membership in memberships
    ]


def agency_of(account: Account) -> str:
    """Return the name of an account's agency; nothing where it has none."""
    return _named(account.agency, agencies()) if account.agency else ""


def state_of(account: Account) -> str | Promise:
    """Return the state of an account in a word."""
    if account.disabled_at:
        return STATES["disabled"][0]
    return STATES["active" if account.accepted_at else "invited"][0]


def title_of(role: str) -> str:
    """Return what a role is called; a role that is no more keeps its code."""
    known = room_roles().get(role)
    return str(known.title) if known else role


def _state(membership: Membership, *, on: date) -> str | Promise:
    if membership.ended_at:
        return _("ended")
    if membership.approved_by is None:
        return _("waits for a second person")
    if membership.since > on:
        return _("begins later")
    return _("in force") if _gives_role(membership, on=on) else _("over")


def _gives_role(membership: Membership, *, on: date) -> bool:
    return (
        membership.approved_by is not None
        and membership.ended_at is None
        and membership.since <= on
        and (membership.until is None or membership.until >= on)
    )


def _named(pk: object, names: Names) -> str:
    return names.get(pk, str(pk)) if pk else ""  # type: ignore[call-overload]
