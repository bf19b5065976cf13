"""Telling people by mail that something waits for them; what it is, the room alone says."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from commonground_web.kernel.accounts.actors import actor_of
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.heaps import Waiting, what_waits_for

log = logging.getLogger("commonground.waiting")

AGAIN = timedelta(days=7)
"""How long nobody is told again of what they were told of, and have not done."""


def tell_who_is_waited_for(*, at: datetime) -> int:
    """Mail everyone for whom something waits that they were not told of; return how many.

    Whoever was told is told again where something came since, or a week later. It runs in an audit
    event that is open, and mails once its transaction is over.
    """
    told: list[tuple[str, str]] = []
    for account in Account.objects.filter(is_active=True).order_by("pk"):
        heaps = what_waits_for(actor_of(account, on=day_of(at)))
        if heaps and _is_news(heaps, account, at=at):
            account.told_at, account.told_n = at, _number(heaps)
            account.save(update_fields=["told_at", "told_n"])
            open_access().did("account.told", account)
            told.append((account.email, account.language))
    if told:
        transaction.on_commit(partial(_mail, told))
    return len(told)


def _is_news(heaps: list[Waiting], account: Account, *, at: datetime) -> bool:
    told_at = account.told_at
    if told_at is None or told_at + AGAIN <= at:
        return True
    newest = [waiting.last for waiting in heaps if waiting.last is not None]
    return any(last > told_at for last in newest) or _number(heaps) > account.told_n


def _number(heaps: list[Waiting]) -> int:
    return sum(waiting.n for waiting in heaps)


def _mail(told: list[tuple[str, str]]) -> None:
    """Mail each, by one connection: a server that does not answer is waited for once."""
    try:
        with get_connection() as connection:
            for address, language in told:
                _send(address, language, connection)
    except OSError as error:
        _warn(error)


def _send(address: str, language: str, connection: BaseEmailBackend) -> None:
    place = settings.ROOM_HOME.settings.address + reverse("waiting")
    with translation.override(language):
        subject, body = (
            _("Something waits for you"),
            _(
                "Something waits for you in Common Ground:\n\n%(place)s\n\n"
                "You are told of it once, and a week later if it still waits."
            ),
        )
    try:
        send_mail(subject, body % {"place": place}, None, [address], connection=connection)
    except OSError as error:
        _warn(error)


def _warn(error: OSError) -> None:
    reason = type(error).__name__  # what it says may name the address
    log.warning("a notice could not be mailed (%s)", reason)
