"""The pages for what went wrong: they say nothing of what is there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from commonground_web.kernel.access.gate import not_found

# Django names the argument `exception` when it calls these.


def not_found_page(
    _request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001
) -> HttpResponse:
    """Return the page for what is not there or not yours."""
    return not_found()


def bad_request(
    _request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001
) -> HttpResponse:
    """Return the page for a request that cannot be read."""
    return HttpResponse(get_template("400.html").render(), status=400)


def server_error(_request: HttpRequest) -> HttpResponse:
    """Return the page for a fault of ours."""
    return HttpResponse(get_template("500.html").render(), status=500)
