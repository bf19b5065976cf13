"""The pages of interventions, in a room that learned of them from the Commons."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.clock import today
from commonground_web.kernel.pages.lists.shown import ShownList, show
from commonground_web.kernel.pages.maps.areas import Area, shown_map
from commonground_web.valves.published.callins import next_callin
from commonground_web.valves.published.interventions.facts import (
    boundary_of,
    phases_under_way,
    plan_of,
)
from commonground_web.valves.published.interventions.lists import interventions, released_counts
from commonground_web.valves.published.interventions.words import MARKETS, SITE_STATES
from commonground_web.valves.published.models import Published
from commonground_web.valves.published.sites import known_to


@exposes("site", "list")
def listing(request: Request) -> HttpResponse:
    """List the interventions at the sites that the actor works for."""
    shown = show(interventions(phases_under_way()), known_to(request.actor), request)
    return TemplateResponse(request, "interventions/interventions.html", {"list": shown})


@exposes("site", "view")
def intervention(request: Request, site: uuid.UUID) -> HttpResponse:
    """Show where an intervention stands; its call-in and its counts to those who may know them."""
    found: Published = get_object_or_404(known_to(request.actor), row=site)
    actor, day = request.actor, today()
    boundary = boundary_of(site, on=day)
    knows_callin = actor.may("view", "call_in")
    context = {
        "site": found,
        "state": SITE_STATES[found["state"]],
        "market": MARKETS[found["market"]],
        "plan": plan_of(site),
        "knows_callin": knows_callin,
        "callin": next_callin(site, on=day) if knows_callin else None,
        "boundary": boundary,
        "map": boundary and shown_map([Area(found["name"], boundary.shape)], label=_("Boundary")),
        "list": _counts(found, request) if actor.may("list", "count") else None,
    }
    return TemplateResponse(request, "interventions/intervention.html", context)


def _counts(site: Published, request: Request) -> ShownList:
    here: Any = Q(fields__site=str(site.row)) | Q(fields__site=None)
    rows = Published.objects.of("released_count").filter(here)
    months = rows.values_list("fields__month", flat=True).distinct()
    return show(released_counts(site["name"], months), rows, request)
