"""The page of those who must not be arrested now, and the button by which it is acknowledged."""

from __future__ import annotations

import uuid

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.caseroom.holds.actions import acknowledge_hold
from commonground_web.caseroom.holds.lists import standing_holds
from commonground_web.caseroom.holds.models import Hold
from commonground_web.caseroom.sites import show_by_site
from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.seen import NEVER
from commonground_web.kernel.access.trying import done_by_button
from commonground_web.kernel.accounts.naming import names_of
from commonground_web.kernel.clock import now


@exposes("hold", "list", with_entities=("candidate", "entry"))
def listing(request: Request) -> HttpResponse:
    """Show who must not be arrested: now first, then soon."""
    at = now()
    rows = Hold.objects.restrict(request.actor).not_over(at).select_related("candidate__entry")
    names = names_of(rows.values_list("acknowledged_by", flat=True))
    declared = standing_holds(names, at=at)
    may_acknowledge = request.actor.may("acknowledge", "hold")
    waiting = rows.exclude(acknowledged_revision=F("revision")) if may_acknowledge else rows.none()
    context = {
        "list": show_by_site(declared, rows, request, path="candidate__candidate_list__site"),
        "waiting": list(waiting.order_by("starts_at")),
    }
    return TemplateResponse(request, "caseroom/holds.html", context)


@exposes("hold", "acknowledge", methods=("POST",), with_entities=("candidate", "entry"))
def acknowledge(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Acknowledge a hold, by name."""
    found = get_object_or_404(Hold.objects.restrict(request.actor), pk=pk)
    if request.POST.get("revision") != str(found.revision):
        found.revision = NEVER
    done_by_button(request, lambda: acknowledge_hold(hold=found, by=request.actor, at=now()))
    return redirect("holds")
