"""Who a request acts as: looked up each time, so that a change of roles takes effect at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from commonground_web.kernel.access.actor import VISITOR, Actor
from commonground_web.kernel.access.roles import MEMBER
from commonground_web.kernel.accounts.models import Account, Membership
from commonground_web.kernel.clock import today


class ActorMiddleware:
    """Puts the actor of each request on it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look the actor up once it is asked for."""
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self._get_response(request)


def _actor(request: HttpRequest) -> Actor:
    account = request.user
    if not isinstance(account, Account):
        return VISITOR
    return actor_of(account, on=today())


def actor_of(account: Account, *, on: date) -> Actor:
    """Return an account as an actor, with the roles it holds on a day."""
    is_in_standing = import_string(settings.AGENCY_STANDING)
    if not account.is_active or (account.agency and not is_in_standing(account.agency, on=on)):
        return Actor(str(account.pk), frozenset({MEMBER}), account.agency, name=account.name)
    held = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on),
        account=account.pk,
        since__lte=on,
        approved_by__isnull=False,
    ).values_list("role", "site")
    roles = frozenset(role for role, _ in held)
    sites = None if any(site is None for _, site in held) else frozenset(site for _, site in held)
    return Actor(str(account.pk), roles | {MEMBER}, account.agency, sites, account.name)


def in_standing(_agency: object, *, on: date) -> bool:  # noqa: ARG001
    """Say that an agency is in standing, for a room that has no agreements of its own yet."""
    return True
