"""What sign-in leaves in the audit and in the session: ids and acts, never an address."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import authentication_step_completed, password_changed
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from allauth.usersessions.models import UserSession
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest

from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.audit.opening import is_open, open_access
from commonground_web.kernel.clock import now
from commonground_web.kernel.signin import sessions

FAILED, LOCKED_OUT = "failed", "locked out"


def connect() -> None:
    """Have Django, allauth and axes tell of what happens."""
    user_logged_in.connect(_signed_in)
    user_logged_out.connect(_signed_out)
    user_login_failed.connect(_failed)
    user_locked_out.connect(_locked_out)
    password_changed.connect(_password_changed)
    authenticator_used.connect(_factor_used)
    authentication_step_completed.connect(_step_completed)
    post_save.connect(_factor_saved, sender=Authenticator)
    post_delete.connect(_factor_removed, sender=Authenticator)
    post_delete.connect(_session_ended, sender=UserSession)


def _did(act: str, account: Account | None) -> None:
    if not is_open():
        return
    if account is None:
        open_access().acts.append(act)
    else:
        open_access().did(act, account)


def _signed_in(request: HttpRequest, user: Account, **_signal: Any) -> None:
    sessions.begin(request.session, at=now())
    _did("account.signed_in", user)


def _signed_out(user: Account | None, **_signal: Any) -> None:
    _did("account.signed_out", user)


def _failed(credentials: dict[str, Any], **_signal: Any) -> None:
    typed = str(credentials.get("email") or "").strip().lower()
    _did("account.sign_in_failed", Account.objects.filter(email=typed).first())
    if is_open() and open_access().outcome != LOCKED_OUT:
        open_access().outcome = FAILED


def _locked_out(**_signal: Any) -> None:
    if is_open():
        open_access().outcome = LOCKED_OUT


def _password_changed(user: Account, **_signal: Any) -> None:
    _did("account.password_changed", user)


def _step_completed(request: HttpRequest, user: Account, **signal: Any) -> None:
    if signal.get("reauthenticated"):
        sessions.show_again(request.session, at=now())
        _give_a_new_key(request)
        _did("account.reauthenticated", user)


def _give_a_new_key(request: HttpRequest) -> None:
    """Let a session go on under another key, so that the one that was lying about opens nothing."""
    old = request.session.session_key
    request.session.cycle_key()
    new = request.session.session_key
    UserSession.objects.filter(session_key=old).update(session_key=new)


def _factor_used(request: HttpRequest, user: Account, **_signal: Any) -> None:
    sessions.prove(request.session, account=user.pk)


def _factor_saved(instance: Authenticator, created: bool, **_signal: Any) -> None:  # noqa: FBT001 - Django's
    if not created:
        return
    _did("account.factor_added", Account(pk=instance.user_id))
    request = getattr(context, "request", None)
    if request is not None and request.user.pk == instance.user_id:
        sessions.prove(request.session, account=instance.user_id)


def _factor_removed(instance: Authenticator, **_signal: Any) -> None:
    _did("account.factor_removed", Account(pk=instance.user_id))


def _session_ended(instance: UserSession, **_signal: Any) -> None:
    _did("account.session_ended", Account(pk=instance.user_id))
