"""The pages of candidates."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from commonground_web.commons.candidates.lists import CANDIDATES, tone_of
from commonground_web.commons.candidates.models import Candidate
from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.clock import now
from commonground_web.kernel.pages.lists.shown import show


@exposes("candidate", "list")
def listing(request: Request) -> HttpResponse:
    """List the candidates of the actor's sites, those who are let go soonest first."""
    shown = show(CANDIDATES, Candidate.objects.restrict(request.actor).with_site_names(), request)
    return TemplateResponse(request, "commons/candidates/candidates.html", {"list": shown})


@exposes("candidate", "view", asks_purpose=True)
def candidate(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one candidate: who they are, how to reach them, and where they stand."""
    rows = Candidate.objects.restrict(request.actor).with_site_names()
    found = get_object_or_404(rows, pk=pk)
    context = {
        "candidate": found,
        "tone": tone_of(found),
        "has_safe_conduct": found.has_safe_conduct(now()),
    }
    return TemplateResponse(request, "commons/candidates/candidate.html", context)
