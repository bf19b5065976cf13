"""The pages of encounters and zones."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from commonground_web.careroom.encounters.actions import Help, create_zone, record_encounter
from commonground_web.careroom.encounters.forms import EncounterForm, ZoneForm
from commonground_web.careroom.encounters.lists import encounters, totals
from commonground_web.careroom.encounters.models import Encounter, Zone
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_form
from commonground_web.kernel.accounts import naming
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.pages.lists.exported import export
from commonground_web.kernel.pages.lists.shown import asked, show


@exposes("encounter", "list")
def listing(request: Request) -> HttpResponse:
    """List the provider's encounters, the newest first, with what was handed out in all."""
    rows = Encounter.objects.restrict(request.actor).select_related("zone")
    may_export = request.actor.may("export", "encounter")
    listed = encounters(naming.sites())
    shown = show(listed, rows, request, export=reverse("encounter-export") if may_export else "")
    _form, matching = asked(listed, Encounter.objects.restrict(request.actor), request)
    context = {"list": shown, "totals": totals(matching.order_by())}
    return TemplateResponse(request, "careroom/encounters.html", context)


@exposes("encounter", "export")
def export_listing(request: Request) -> HttpResponse:
    """Give the list of encounters as a file."""
    rows = Encounter.objects.restrict(request.actor).select_related("zone")
    try:
        return export(encounters(naming.sites()), rows, request)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("encounters")


@exposes("encounter", "create", methods=FORM_METHODS)
def create(request: Request) -> HttpResponse:
    """Record an encounter, and be ready for the next."""
    zones = {zone.pk: zone for zone in Zone.objects.restrict(request.actor).order_by("name")}
    last = Encounter.objects.restrict(request.actor).filter(created_by=request.actor.id)
    form = EncounterForm(
        request.POST or None,
        zones=zones.values(),
        today=today(),
        last=last.order_by("-created_at").first(),
    )

    def act() -> None:
        said = form.cleaned_data
        given = Help(said["on"], said["kind"], form.supplies(), said["reversals"] or 0)
        record_encounter(zone=zones[said["zone"]], given=given, by=request.actor, at=now())

    if done_by_form(form, act):
        messages.success(request, _("Recorded. Here is the form for the next one."))
        return redirect("encounter-create")
    context = {"form": form, "has_zones": bool(zones)}
    return TemplateResponse(request, "careroom/encounter_form.html", context)


@exposes("zone", "list")
def zones(request: Request) -> HttpResponse:
    """List the provider's zones."""
    names = naming.sites()
    found = [
        (zone, names.get(zone.site, "") if zone.site else "")
        for zone in Zone.objects.restrict(request.actor).order_by("name")
    ]
    return TemplateResponse(request, "careroom/zones.html", {"zones": found})


@exposes("zone", "create", methods=FORM_METHODS, with_entities=("encounter",))
def create_one_zone(request: Request) -> HttpResponse:
    """Name a zone."""
    form = ZoneForm(request.POST or None)

    def act() -> None:
        create_zone(**form.cleaned_data, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("zones")
    return TemplateResponse(request, "careroom/zone_form.html", {"form": form})
