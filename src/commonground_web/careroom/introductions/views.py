"""The pages of introductions."""

from __future__ import annotations

import uuid
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from commonground_web.careroom.introductions.actions import let_lapse
from commonground_web.careroom.introductions.lists import introductions
from commonground_web.careroom.introductions.models import Introduction
from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button
from commonground_web.kernel.accounts import naming
from commonground_web.kernel.clock import now
from commonground_web.kernel.pages.lists.shown import show


@exposes("introduction", "list")
def listing(request: Request) -> HttpResponse:
    """List who waits for the actor's provider, the most pressing first."""
    shown = show(
        introductions(naming.sites()), Introduction.objects.restrict(request.actor), request
    )
    return TemplateResponse(request, "careroom/introductions.html", {"list": shown})


@exposes("introduction", "view", asks_purpose=True)
def introduction(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one person who waits."""
    found = get_object_or_404(Introduction.objects.restrict(request.actor), pk=pk)
    context = {"introduction": found, "site": naming.sites().get(found.site, "")}
    return TemplateResponse(request, "careroom/introduction.html", context)


@exposes("introduction", "lapse", methods=("POST",))
def lapse(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Let an introduction go."""
    found = get_object_or_404(Introduction.objects.restrict(request.actor), pk=pk)
    lapse_it = partial(let_lapse, introduction=found, by=request.actor, at=now())
    if done_by_button(
        request, lapse_it, done=_("The introduction has lapsed. Nobody outside is told.")
    ):
        return redirect("introductions")
    return redirect("introduction", pk=pk)
