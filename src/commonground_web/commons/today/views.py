"""The front page of the Commons."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.response import TemplateResponse

from commonground_web.commons.deadlines import deadlines_for
from commonground_web.commons.runs.headlines import Headline
from commonground_web.commons.runs.models import LibraryRun
from commonground_web.commons.runs.showing import Shown, last_published, shown
from commonground_web.commons.sites.models import Site
from commonground_web.commons.today.screen import sites_today
from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.clock import today

WITH = ("complaint", "follow_up", "invitee")
"""Entities about persons of which some clock on the page counts rows."""


@exposes("front", "view", with_entities=WITH)
def front(request: Request) -> HttpResponse:
    """Show what is next, what is blocked, which clocks run out, and what the last runs say."""
    actor, day = request.actor, today()
    context: dict[str, object] = {"deadlines": deadlines_for(actor, on=day)}
    if actor.may("list", "plan"):
        sites, further = sites_today(actor, on=day)
        context |= {
            "sites": sites,
            "further": further,
            "has_site": bool(sites) or Site.objects.restrict(actor).exists(),
            "runs": [_told(run) for run in last_published(actor.sites)],
        }
    return TemplateResponse(request, "commons/front.html", context)


def _told(run: LibraryRun) -> tuple[LibraryRun, Headline, list[Shown]]:
    """Return a run with what it says, each finding in words and numbers."""
    headline = run.headline
    return run, headline, [shown(finding) for finding in headline.findings]
