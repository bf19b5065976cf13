"""The pages of sites."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.sites.actions import (
    Outline,
    approve_boundary,
    may_move,
    move_site,
    open_site,
    propose_boundary,
)
from commonground_web.commons.sites.around import ways_from
from commonground_web.commons.sites.forms import (
    ChoiceForm,
    DrawForm,
    FileForm,
    MoveForm,
    SiteForm,
)
from commonground_web.commons.sites.lists import SITES
from commonground_web.commons.sites.models import MACHINE, Boundary, Site
from commonground_web.commons.sites.shapes import read_places
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.roles import room_roles
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.pages.lists.exported import export
from commonground_web.kernel.pages.lists.shown import show
from commonground_web.kernel.pages.maps.areas import Area, shown_map


@exposes("site", "list")
def listing(request: Request) -> HttpResponse:
    """List the sites that the actor works for."""
    sites = Site.objects.restrict(request.actor)
    shown = show(SITES, sites, request, export=reverse("site-export"))
    return TemplateResponse(request, "commons/sites.html", {"list": shown})


@exposes("site", "list")
def export_listing(request: Request) -> HttpResponse:
    """Give the list of sites as a file."""
    return export(SITES, Site.objects.restrict(request.actor), request)


@exposes("site", "create", methods=FORM_METHODS)
def create(request: Request) -> HttpResponse:
    """Begin a site."""
    form = SiteForm(request.POST or None)
    made: list[Site] = []

    def act() -> None:
        made.append(open_site(**form.cleaned_data, by=request.actor, at=now()))

    if done_by_form(form, act):
        return redirect("site", pk=made[0].pk)
    return TemplateResponse(request, "commons/site_form.html", {"form": form})


@exposes("site", "view")
def site(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one site: where it stands, its boundaries, and how it came here."""
    found = _site(request, pk)
    boundaries = list(found.boundaries.order_by("-valid_from", "-proposed_at"))
    day = today()
    in_force = next((b for b in boundaries if b.approved_by and b.valid_from <= day), None)
    owner = MACHINE.owners[found.state]
    context = {
        "site": found,
        "next": room_roles()[owner].title if owner in room_roles() else "",
        "may_move": may_move(found, by=request.actor),
        "boundaries": boundaries,
        "boundary": in_force,
        "map": in_force and shown_map([Area(found.name, in_force.shape)], label=_("Boundary")),
        "moves": list(found.moves.order_by("-moved_at")),
        "ways": ways_from(found, actor=request.actor),
    }
    return TemplateResponse(request, "commons/site.html", context)


@exposes("site", "update", methods=FORM_METHODS)
def move(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Say where a site stands now."""
    found = _site(request, pk)
    form = MoveForm(request.POST or None, site=found)
    if done_by_form(
        form, lambda: move_site(site=found, **form.cleaned_data, by=request.actor, at=now())
    ):
        return redirect("site", pk=pk)
    return TemplateResponse(request, "commons/site_move.html", {"form": form, "site": found})


@exposes("boundary", "propose", methods=FORM_METHODS)
def draw(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Propose a boundary that was drawn."""
    found = _site(request, pk)
    form = DrawForm(request.POST or None, initial={"valid_from": today()})
    if _proposed(request, found, _drawn_outline, form):
        return redirect("site", pk=pk)
    return TemplateResponse(request, "commons/boundary_draw.html", {"form": form, "site": found})


@exposes("boundary", "propose", methods=FORM_METHODS)
def take(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Propose a boundary that was found: first the file, then one of its places."""
    found = _site(request, pk)
    context: dict[str, Any] = {"site": found, "form": FileForm()}
    if request.method == "POST" and "place" in request.POST:
        form = ChoiceForm.answered(request.POST)
        if _proposed(request, found, _found_outline, form):
            return redirect("site", pk=pk)
        context["refused"] = form.errors
    elif request.method == "POST":
        context["form"] = upload = FileForm(request.POST, request.FILES)
        if upload.is_valid():
            content = upload.cleaned_data["file"].read()
            try:
                context["form"] = ChoiceForm.of(read_places(content))
                context["is_read"] = True
            except Refused as refused:
                upload.add_error("file", str(refused))
    return TemplateResponse(request, "commons/boundary_take.html", context)


@exposes("boundary", "approve", methods=("POST",))
def approve(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Approve a boundary as a second person."""
    sites = Site.objects.restrict(request.actor)
    boundary = get_object_or_404(Boundary.objects.filter(site__in=sites), pk=pk)
    done_by_button(request, lambda: approve_boundary(boundary=boundary, by=request.actor, at=now()))
    return redirect("site", pk=boundary.site_id)


def _site(request: Request, pk: uuid.UUID) -> Site:
    found: Site = get_object_or_404(Site.objects.restrict(request.actor), pk=pk)
    return found


def _drawn_outline(said: dict[str, Any]) -> Outline:
    return Outline(said["shape"], Boundary.Source.DRAWN, said["valid_from"], said["why"])


def _found_outline(said: dict[str, Any]) -> Outline:
    provenance = {"place": said["place"]["id"], "tier": said["place"]["tier"]}
    return Outline(
        said["place"]["shape"],
        Boundary.Source.FOUND,
        said["valid_from"],
        said["why"],
        provenance,
    )


def _proposed(
    request: Request, site: Site, outlined: Callable[[dict[str, Any]], Outline], form: forms.Form
) -> bool:
    """Propose a boundary, or say on the form what is refused."""
    act = partial(propose_boundary, site=site, by=request.actor, at=now())
    return done_by_form(form, lambda: act(outline=outlined(form.cleaned_data)))
