"""The page of what waits for whoever looks."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.response import TemplateResponse

from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.heaps import entities_that_wait, what_waits_for


@exposes("waiting", "list", with_entities=entities_that_wait)
def waiting(request: Request) -> HttpResponse:
    """Show what waits for whoever looks: how much of what, and of when."""
    heaps = what_waits_for(request.actor)
    return TemplateResponse(request, "waiting/waiting.html", {"heaps": heaps})
