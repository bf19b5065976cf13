"""What an account is as an actor: looked up each time, so that changes take effect at once."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.roles import MEMBER
from commonground_web.kernel.accounts.models import Account, Membership


def actor_of(account: Account, *, on: date) -> Actor:
    """Return an account as an actor, with the roles it holds on a day."""
    if not account.is_active or not is_let_in(account, on=on):
        return Actor(str(account.pk), frozenset({MEMBER}), account.agency, name=account.name)
    held = frozenset(
        Membership.objects.in_force(on).filter(account=account.pk).values_list("role", "site")
    )
    roles = frozenset(role for role, _ in held)
    # Until it is known what is asked, one role for a site keeps the others from showing more.
    sites = frozenset(site for _, site in held if site is not None) or None
    return Actor(str(account.pk), roles | {MEMBER}, account.agency, sites, held, account.name)


def is_let_in(account: Account, *, on: date) -> bool:
    """Say whether an account's agency is in standing; one without an agency is held to none."""
    is_in_standing = import_string(settings.AGENCY_STANDING)
    return account.agency is None or is_in_standing(account.agency, on=on)
