"""How a room begins: two persons, each of whom confirms the other; it happens once."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from commonground_web.kernel.access.actions import NotPermitted, Refused, action
from commonground_web.kernel.access.actor import Actor, system_actor
from commonground_web.kernel.access.roles import ADMINISTRATOR
from commonground_web.kernel.accounts.links import make_link
from commonground_web.kernel.accounts.models import Account, Founding, Membership
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of

FOUNDERS_GRANT = uuid.UUID(int=0)
"""Who gave the first two their role: nobody in the room."""


def found_room(*, first: tuple[str, str], second: tuple[str, str], at: datetime) -> tuple[str, str]:
    """Make a room's first two accounts, and return the link by which each of them comes in.

    Neither may do anything until the other, once in, has confirmed who they are.

    Parameters
    ----------
    first, second
        The email address and the name of a person.
    at
        The moment.

    Returns
    -------
    tuple of str
        The two links, in the same order. Each works once, for two days, and is not kept.

    Raises
    ------
    Refused
        If the room has an account, the two are one person, or one of them is not named whole.
    """
    return _found(first=first, second=second, by=system_actor("founding"), at=at)


def renew_founders_links(*, at: datetime) -> dict[str, str]:
    """Return a new link for each founder who has not come in yet, by their name.

    Raises
    ------
    Refused
        If the room was not founded, or both have come in.
    """
    return _renew(by=system_actor("founding"), at=at)


@action("founder", "confirm")
def confirm_founder(*, by: Actor, at: datetime) -> Membership:  # noqa: ARG001 - as all actions
    """Confirm the other of the first two, whose role takes effect with it.

    Raises
    ------
    NotPermitted
        If the actor is neither of them, or confirmed the other before.
    Refused
        If the other has not come in yet.
    """
    membership = founder_to_confirm(by)
    if membership is None:
        raise NotPermitted
    membership.lock()
    if not membership.waits_for_approval:
        raise NotPermitted
    if membership.account.accepted_at is None:
        raise Refused(_("They have not followed their link yet; confirm them once they have."))
    membership.approved_by = uuid.UUID(by.id)
    membership.save()
    open_access().did("membership.approved", membership)
    return membership


def founder_to_confirm(actor: Actor) -> Membership | None:
    """Return the role of the other founder, if this actor is one and has it still to confirm."""
    founding = Founding.objects.first()
    if founding is None:
        return None
    first, second = founding.first_id, founding.second_id
    others = {str(first): second, str(second): first}
    return (
        Membership.objects.select_related("account")
        .filter(
            account=others.get(actor.id),
            granted_by=FOUNDERS_GRANT,
            approved_by__isnull=True,
            ended_at__isnull=True,
        )
        .first()
    )


@action("account", "found")
def _found(
    *, first: tuple[str, str], second: tuple[str, str], by: Actor, at: datetime
) -> tuple[str, str]:
    if Account.objects.exists():
        raise Refused(_("This room has accounts; whoever keeps them invites further people."))
    if first[0].strip().lower() == second[0].strip().lower():
        raise Refused(_("A room begins with two persons; the two addresses are the same."))
    founders = [_founder(email, name, at=at) for email, name in (first, second)]
    Founding(first=founders[0], second=founders[1], at=at).save(force_insert=True)
    links = [make_link(account, made_by=by.id, at=at) for account in founders]
    return links[0], links[1]


def _founder(email: str, name: str, *, at: datetime) -> Account:
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise Refused(
            _("An address is none that mail can be sent to; write it in full.")
        ) from error
    if not name.strip():
        raise Refused(_("A name is missing; each of the two sees the other's before confirming."))
    account = Account(email=email.strip(), name=name.strip(), created_at=at)
    account.set_unusable_password()
    account.save(force_insert=True)
    Membership(
        account=account,
        role=ADMINISTRATOR,
        since=day_of(at),
        granted_by=FOUNDERS_GRANT,
        created_at=at,
    ).save(force_insert=True)
    return account


@action("account", "found")
def _renew(*, by: Actor, at: datetime) -> dict[str, str]:
    founding = Founding.objects.select_related("first", "second").first()
    founders = [] if founding is None else [founding.first, founding.second]
    waiting = [account for account in founders if account.accepted_at is None]
    if not waiting:
        raise Refused(_("No founder of this room waits for a link."))
    return {account.name: make_link(account, made_by=by.id, at=at) for account in waiting}
