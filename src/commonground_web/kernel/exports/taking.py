"""A list of persons as a file: the page that asks a second person, and then gives it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import models
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.clock import now
from commonground_web.kernel.exports.actions import Wanted, ask_export, take_export
from commonground_web.kernel.exports.models import ExportRequest, Reason
from commonground_web.kernel.pages.lists.declared import Listing
from commonground_web.kernel.pages.lists.exported import WRITERS, export
from commonground_web.kernel.pages.lists.shown import asked as asked_rows

LONGEST_QUERY = 2000


class ReasonForm(forms.Form):
    """What a file is for."""

    reason = forms.ChoiceField(
        label=_("What the file is for"), choices=Reason.choices, widget=forms.RadioSelect
    )


def export_by_two(
    listing: Listing, queryset: models.QuerySet[Any], request: Request
) -> HttpResponse:
    """Let a list of persons out as a file, once a second person has agreed.

    The view that calls it answers GET and POST and exposes `export`. Its page asks what the file
    is for; once somebody else agreed, the page of whoever asked has a button that gives it, once.

    Parameters
    ----------
    listing
        The list as it is declared; its sealed columns stay out.
    queryset
        The rows that are the actor's to see.
    request
        Whose query string filters and sorts as on the list; `as` says `csv` or `xlsx`.
    """
    name = listing.name or listing.model._meta.db_table
    mine = ExportRequest.objects.restrict(request.actor)
    ready = mine.to_take(listing=name, by=request.actor.id, at=now()).order_by("asked_at").first()
    if ready and request.method == "POST" and "take" in request.POST:
        return _give(listing, queryset, request, ready)
    return _ask(listing, queryset, request, ready)


def _give(
    listing: Listing, queryset: models.QuerySet[Any], request: Request, ready: ExportRequest
) -> HttpResponse:
    request.GET = QueryDict(ready.query)
    try:
        file = export(listing, queryset, request, agreed_by=_name(ready))
        take_export(asked=ready, by=request.actor, at=now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(request.path)
    return file


def _ask(
    listing: Listing,
    queryset: models.QuerySet[Any],
    request: Request,
    ready: ExportRequest | None,
) -> HttpResponse:
    kind, query = request.GET.get("as", "csv"), request.GET.urlencode()
    if kind not in WRITERS or len(query) > LONGEST_QUERY:
        raise Http404
    _filters, rows = asked_rows(listing, queryset, request)
    owned = getattr(listing.model, "OWNED_BY", "")
    wanted = Wanted(
        listing=listing.name or listing.model._meta.db_table,
        title=str(listing.caption),
        kind=kind,
        query=query,
        rows=rows.count(),
        owner=request.actor.agency if owned else None,
    )
    form = ReasonForm(None if "take" in request.POST else request.POST or None)
    if form.is_valid():
        ask_export(wanted=wanted, **form.cleaned_data, by=request.actor, at=now())
        messages.success(request, str(_("Asked for. A second person agrees to it, or declines.")))
        return redirect(request.path)
    request.access.outcome = "asked"
    shown = {"form": form, "wanted": wanted, "ready": ready}
    return TemplateResponse(request, "exports/ask.html", shown)


def _name(ready: ExportRequest) -> str:
    return str(Account.objects.get(pk=ready.answered_by).name)
