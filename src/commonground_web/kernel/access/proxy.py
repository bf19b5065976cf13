"""Where a request came from, when a reverse proxy stands before the room."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class ClientAddress:
    """Takes the proxy's word for the client's address, and nobody else's.

    A proxy appends the address that it saw to `X-Forwarded-For`. What stands before that was said
    by the client, and is not believed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Put the client's address in the place of the proxy's."""
        said = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        if settings.TRUSTED_PROXY and request.META.get("REMOTE_ADDR") == settings.TRUSTED_PROXY:
            seen = said.rpartition(",")[2].strip()
            if _is_address(seen):
                request.META["REMOTE_ADDR"] = seen
        return self._get_response(request)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
