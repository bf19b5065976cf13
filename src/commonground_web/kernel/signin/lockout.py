"""Who failed too often waits: five times in a quarter of an hour, from one address, or 20 from all.

So few from one address stop whoever guesses; from all together it takes more, since otherwise
anybody who knows where somebody gets their mail could keep them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonground_web.kernel.fields.keyring import room_keyring

TOO_MANY_REQUESTS = 429


class Handler(AxesDatabaseHandler):  # type: ignore[misc]  # axes has no types
    """Counts the failures of an account from one network address, and from all of them."""

    def get_failures(
        self, request: HttpRequest, credentials: Mapping[str, Any] | None = None
    ) -> int:
        """Return how near the limit from one address somebody is, by whichever count is nearer."""
        from_here: int = super().get_failures(request, credentials)
        tried = AccessAttempt.objects.filter(
            username=hidden_address(request, credentials),
            attempt_time__gte=get_cool_off_threshold(request),
        )
        from_all = tried.aggregate(n=Sum("failures_since_start"))["n"] or 0
        is_over = from_all >= settings.FAILURES_FROM_ALL
        return settings.AXES_FAILURE_LIMIT if is_over else from_here


def hidden_address(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Return what failures are counted under: a keyed digest, for passwords get typed here, too."""
    typed = (credentials or {}).get("email") or request.POST.get("login", "")
    return room_keyring().fingerprint(str(typed).strip().lower(), place="sign-in")


def is_locked_out(request: HttpRequest, email: str) -> bool:
    """Say whether an address must wait, and let the page say so."""
    if AxesProxyHandler.is_allowed(request, {"email": email}):
        return False
    request.axes_locked_out = True  # type: ignore[attr-defined]
    return True


def locked_out(
    request: HttpRequest, _original: HttpResponse | None, _credentials: Mapping[str, Any] | None
) -> HttpResponse:
    """Return the page that says to wait, the same whether there is such an account or not."""
    return render(request, "locked_out.html", status=TOO_MANY_REQUESTS)
