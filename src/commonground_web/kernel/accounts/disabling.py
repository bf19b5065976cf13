"""Accounts that are closed: by an administrator at once, or because nobody used them."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor, system_actor
from commonground_web.kernel.accounts.links import withdraw_links
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.audit.opening import open_access

UNUSED_FOR = timedelta(days=90)
"""CJIS Security Policy AC-2 (3): an account that nobody used for so long is disabled."""


@action("account", "disable")
def disable_account(*, account: Account, by: Actor, at: datetime) -> None:
    """Close an account: its sessions end, and its links stop working."""
    account.lock()
    if by.id == str(account.pk):
        raise Refused(_("Nobody disables their own account; ask another administrator."))
    if account.disabled_at:
        raise Refused(_("This account is disabled already."))
    _disable(account, at=at)


@action("account", "enable")
def enable_account(*, account: Account, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Open a disabled account again; the roles that are still in force are held again."""
    account.lock()
    if account.disabled_at is None:
        raise Refused(_("This account is not disabled."))
    account.is_active, account.disabled_at = account.accepted_at is not None, None
    account.last_login = at if account.is_active else None  # or it is unused again tomorrow
    account.save()
    open_access().did("account.enabled", account)


def disable_unused_accounts(*, at: datetime) -> int:
    """Close every account that nobody has used for 90 days; return how many."""
    if not _unused(at=at).exists():
        return 0
    return _disable_unused(by=system_actor("accounts"), at=at)


def _unused(*, at: datetime) -> QuerySet[Account]:
    accounts: QuerySet[Account] = Account.objects.alias(
        used_at=Coalesce("last_login", "accepted_at")
    ).filter(is_active=True, used_at__lt=at - UNUSED_FOR)
    return accounts


@action("account", "disable")
def _disable_unused(*, by: Actor, at: datetime) -> int:  # noqa: ARG001 - as all actions
    accounts = list(_unused(at=at).select_for_update())
    for account in accounts:
        _disable(account, at=at)
    return len(accounts)


def _disable(account: Account, *, at: datetime) -> None:
    account.is_active, account.disabled_at = False, at
    account.save()
    withdraw_links(account, at=at)
    end_sessions(account)
    open_access().did("account.disabled", account)


def end_sessions(account: Account) -> None:
    """Sign a person out everywhere."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session in UserSession.objects.filter(user=account):
        store(session.session_key).delete()
        session.delete()
