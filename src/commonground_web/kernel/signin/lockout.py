"""Who failed too often waits: five times in a quarter of an hour, for one account and address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonground_web.kernel.fields.keyring import room_keyring

TOO_MANY_REQUESTS = 429


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
