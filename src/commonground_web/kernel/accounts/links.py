"""Links that work once: by them a person comes in for the first time."""

from __future__ import annotations

import hashlib
import logging
import secrets
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.accounts.models import Account, Link
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.rooms import Room, this_room

log = logging.getLogger("commonground.accounts")

WORKS_FOR = timedelta(hours=48)
SECRET_BYTES = 32

ATTESTING = {Room.CASEROOM, Room.CAREROOM}
"""Rooms of which a person may be in one alone."""


def make_link(account: Account, *, made_by: str, at: datetime) -> str:
    """Make a link for a person; those they had before stop working.

    Returns
    -------
    str
        The whole address. It is not kept: the room knows its digest alone.
    """
    withdraw_links(account, at=at)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = Link(
        account=account,
        digest=_digest(secret),
        made_by=made_by,
        made_at=at,
        expires_at=at + WORKS_FOR,
    )
    link.save(force_insert=True)
    open_access().did("link.made", account)
    return settings.ROOM_HOME.settings.address + reverse("welcome", args=[secret])


def withdraw_links(account: Account, *, at: datetime) -> None:
    """Let no link of a person work any more."""
    account.links.filter(used_at__isnull=True, withdrawn_at__isnull=True).update(withdrawn_at=at)


def working_link(secret: str, *, at: datetime) -> Link | None:
    """Return the link of a secret if it works: neither used, withdrawn nor too old."""
    link: Link | None = (
        Link.objects.select_related("account").filter(digest=_digest(secret)).first()
    )
    if link is None or link.used_at or link.withdrawn_at or link.expires_at <= at:
        return None
    return link


@action("account", "invite")
def send_link(*, account: Account, by: Actor, at: datetime) -> str:
    """Send an invited person a new link, and return it to be handed over.

    Raises
    ------
    Refused
        If they came in already, or no second person has approved a role of theirs.
    """
    account.lock()
    if account.accepted_at:
        raise Refused(_("This person has set up their account; they sign in with it."))
    if account.disabled_at:
        raise Refused(_("This account is disabled; enable it first."))
    if not account.memberships.in_force(day_of(at)).exists():
        raise Refused(_("A second person approves a role first; then the link is sent."))
    link = make_link(account, made_by=by.id, at=at)
    mail_link(account, link)
    return link


@action("invitation", "accept")
def accept_invitation(
    *,
    link: Link,
    name: str,
    password: str,
    attested: bool,
    by: Actor,  # noqa: ARG001 - as all actions
    at: datetime,
) -> Account:
    """Let an invited person in: their name as they write it, and their password.

    Raises
    ------
    Refused
        If the link stopped working meanwhile, or what the room asks them to sign is not signed.
    """
    if this_room() in ATTESTING and not attested:
        raise Refused(_("Without this being signed there is no account in this room."))
    used = Link.objects.filter(pk=link.pk, used_at__isnull=True, withdrawn_at__isnull=True)
    if not used.update(used_at=at):
        raise Refused(_("This link was used meanwhile. Ask for a new one."))
    account = link.account
    account.lock()
    account.name = name
    account.set_password(password)
    account.is_active, account.accepted_at = True, at
    account.attested_at = at if attested else None
    account.save()
    open_access().did("account.accepted", account)
    return account


def mail_link(account: Account, link: str) -> None:
    """Mail a link once its transaction is over; the mail says nothing but that something waits."""
    transaction.on_commit(partial(_mail, account.email, link))


def _mail(address: str, link: str) -> None:
    body = _(
        "Something waits for you in Common Ground:\n\n%(link)s\n\n"
        "The link works once, and for two days. If you expect nothing, leave it."
    )
    try:
        send_mail(_("Something waits for you"), body % {"link": link}, None, [address])
    except OSError as error:
        reason = type(error).__name__  # what it says may name the address
        log.warning("a link could not be mailed (%s); it can be handed over", reason)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
