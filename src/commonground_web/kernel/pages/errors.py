"""The pages for what went wrong: they say nothing of what is there."""

# ruff: noqa: ARG001 - Django calls these by the names of their parameters

from __future__ import annotations

import errno
import logging
import sys
import traceback

from django.core.exceptions import DisallowedHost
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from commonground_web.kernel.access.gate import not_found, unavailable

log = logging.getLogger("commonground.pages")

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""What the operating system says where nothing more can be written."""


def not_found_page(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for what is not there or not yours."""
    return not_found()


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for a request that cannot be read.

    What it was is told by its number and the kind of fault alone; whoever scans the internet for
    hosts is not told of at all.
    """
    if exception is not None and not isinstance(exception, DisallowedHost):
        log.warning("request %s was not taken: %s", _number(request), told(exception))
    return _page(400)


def form_went_stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form whose token does not fit; it says nothing of what it was for."""
    return _page(403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for a fault of ours; or for a database or a disk that takes nothing."""
    error = sys.exc_info()[1]
    match = getattr(request, "resolver_match", None)
    log.error(
        "request %s: view %s failed with %s",
        _number(request),
        match.view_name if match else "unknown",
        told(error),
    )
    return unavailable() if _is_of_the_machine(error) else _page(500)


def _number(request: HttpRequest) -> str:
    return str(getattr(request, "request_id", "without a number"))


def told(error: BaseException | None) -> str:
    """Return the type of an error and where it was raised; its message may hold anything."""
    if error is None:
        return "nothing"
    last = [*traceback.walk_tb(error.__traceback__)][-1:]
    places = [f"{frame.f_globals.get('__name__', '')}:{line}" for frame, line in last]
    return " at ".join([type(error).__name__, *places])


def _is_of_the_machine(error: BaseException | None) -> bool:
    """Say whether what failed is the room's ground: it goes on once that is mended."""
    if isinstance(error, OSError):
        return error.errno in FULL
    return isinstance(error, OperationalError | InterfaceError)


def _page(status: int) -> HttpResponse:
    return HttpResponse(get_template(f"{status}.html").render(), status=status)
