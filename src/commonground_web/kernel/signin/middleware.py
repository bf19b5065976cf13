"""Who a request acts as: an account with its roles, or less where the sign-in is not whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.http import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from commonground_web.kernel.access.actor import VISITOR, Actor
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.roles import LOCKED, NEWCOMER
from commonground_web.kernel.accounts.actors import actor_of
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.clock import day_of, now
from commonground_web.kernel.signin import sessions

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class ActorMiddleware:
    """Puts the actor of each request on it, and notes that somebody is there."""

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        """Look the actor up once it is asked for."""
        at = now()
        request.actor = SimpleLazyObject(lambda: _actor(request, at=at))  # type: ignore[assignment]
        response = self._get_response(request)
        if sessions.note_seen(request.session, at=at):
            UserSession.objects.filter(session_key=request.session.session_key).update(
                last_seen_at=at
            )
        return response


def _actor(request: Request, *, at: datetime) -> Actor:
    account, session = request.user, request.session
    if not isinstance(account, Account):
        return VISITOR
    has_factor = Authenticator.objects.filter(user=account, type__in=SECOND_FACTORS).exists()
    if sessions.is_over(session, at=at) or (
        has_factor and not sessions.is_proved(session, account=account.pk)
    ):
        logout(request)
        return VISITOR
    if sessions.is_idle(session, at=at):
        return Actor(str(account.pk), frozenset({LOCKED}), account.agency)
    is_fresh = sessions.is_fresh(session, at=at)
    if not has_factor:
        newcomer = frozenset({NEWCOMER})
        return Actor(
            str(account.pk), newcomer, account.agency, name=account.name, is_fresh=is_fresh
        )
    return replace(actor_of(account, on=day_of(at)), is_fresh=is_fresh)
