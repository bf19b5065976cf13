"""What browsers and their neighbours keep of a page: nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

CLEARED = '"cache", "storage"'
"""Not `cookies`: that would reach the other rooms, where they are hosts of one domain."""


class KeepNothing:
    """Tells browsers to store no page, and to clear what is left when somebody signs out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set the headers; static files are answered before."""
        response = self._get_response(request)
        response["Cache-Control"] = "no-store"
        match = request.resolver_match
        if match is not None and match.view_name == "account_logout" and request.method == "POST":
            response["Clear-Site-Data"] = CLEARED
        return response
