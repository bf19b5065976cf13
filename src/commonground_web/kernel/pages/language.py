"""The language a person reads in: in a cookie, and with the account of whoever is signed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt

from commonground_web.kernel.access.actions import action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.clock import now

YEAR_SECONDS = 365 * 24 * 3600


class AccountLanguage:
    """Reads in the language of the account where the browser has not been told another.

    English is what every account begins with, so that it says nothing: there the browser decides.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; the account is known once there is a view."""
        return self._get_response(request)

    def process_view(self, request: HttpRequest, *_args: Any) -> None:
        """Take the account's language if no cookie says another."""
        if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
            return
        code = request.user.language if isinstance(request.user, Account) else ""
        if code != settings.LANGUAGE_CODE and code in dict(settings.LANGUAGES):
            translation.activate(code)
            request.LANGUAGE_CODE = code


@action("language", "choose")
def keep_language(*, account: Account, code: str, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Keep the language with the account of whoever chose it, for every browser and for mail."""
    account.language = code
    account.save(update_fields=["language"])


# Without a token, so that pages for visitors hold nothing that differs from one to the next. What a
# stranger's page could do with it is to change a language, and browsers say where a form came from.
@exposes("language", "choose", methods=("POST",))
@csrf_exempt
def choose(request: Request) -> HttpResponse:
    """Keep the language that was chosen, and go back to where it was chosen."""
    code = request.POST.get("language", "")
    is_ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    response = HttpResponseRedirect(_came_from(request))
    if not is_ours or code not in dict(settings.LANGUAGES):
        return response
    if isinstance(request.user, Account):
        keep_language(account=request.user, code=code, by=request.actor, at=now())
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=YEAR_SECONDS,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _came_from(request: Request) -> str:
    """Return the page of this room that the request came from, or the front page."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        return "/"
    came = urlsplit(referer)
    path = urlunsplit(("", "", came.path, came.query, ""))
    return path if path.startswith("/") and not path.startswith("//") else "/"
