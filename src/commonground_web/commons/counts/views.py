"""The page of released counts."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from commonground_web.commons.counts.lists import released_counts
from commonground_web.commons.counts.models import ReleasedCount
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.accounts import naming
from commonground_web.kernel.pages.lists.declared import Listing
from commonground_web.kernel.pages.lists.exported import export
from commonground_web.kernel.pages.lists.shown import show


@exposes("count", "list")
def listing(request: Request) -> HttpResponse:
    """List what the rooms released, the newest month first."""
    may_export = request.actor.may("export", "count")
    rows = ReleasedCount.objects.restrict(request.actor)
    shown = show(
        _listed(rows),
        rows,
        request,
        export=reverse("count-export") if may_export else "",
    )
    return TemplateResponse(request, "commons/counts.html", {"list": shown})


@exposes("count", "export")
def export_listing(request: Request) -> HttpResponse:
    """Give the released counts as a file."""
    rows = ReleasedCount.objects.restrict(request.actor)
    try:
        return export(_listed(rows), rows, request)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("counts")


def _listed(rows: QuerySet[ReleasedCount]) -> Listing:
    return released_counts(naming.sites(), rows.values_list("month", flat=True).distinct())
