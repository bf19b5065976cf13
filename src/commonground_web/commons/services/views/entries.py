"""The pages of organisations and services."""

from __future__ import annotations

import uuid
from functools import partial

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.commons.services.actions.entries import (
    add_organization,
    add_service,
    change_organization,
    change_service,
)
from commonground_web.commons.services.actions.owning import may_keep
from commonground_web.commons.services.forms import OrganizationForm, ServiceForm
from commonground_web.commons.services.lists import ORGANIZATIONS, SERVICES
from commonground_web.commons.services.models import Capacity, Organization, Reservation, Service
from commonground_web.commons.services.shown import shown_capacities, shown_places
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_form
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.pages.lists.shown import show


@exposes("service", "list")
def listing(request: Request) -> HttpResponse:
    """List the services of the directory."""
    shown = show(SERVICES, _with_capacity(Service.objects.restrict(request.actor)), request)
    return TemplateResponse(request, "commons/services/services.html", {"list": shown})


@exposes("service", "view")
def service(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show a service: for whom it is, where, when, and how many it has room for."""
    found = get_object_or_404(_services(), pk=pk)
    is_kept = may_keep(found.organization, by=request.actor)
    may_edit = is_kept and request.actor.may("update", "service")
    may_count = is_kept and request.actor.may("update", "capacity")
    held = Reservation.objects.restrict(request.actor).holding(today())
    if not request.actor.may("view", "reservation"):
        held = held.none()
    context = {
        "service": found,
        "may_edit": may_edit,
        "may_count": may_count,
        "may_reserve": is_kept and request.actor.may("create", "reservation"),
        "phones": found.phones.order_by("pk"),
        "schedules": found.schedules.order_by("pk"),
        "capacities": shown_capacities(found, held=held),
        "places": shown_places(found, also_confidential=may_edit),
    }
    return TemplateResponse(request, "commons/services/service.html", context)


@exposes("service", "create", methods=FORM_METHODS)
def create(request: Request) -> HttpResponse:
    """Add a service."""
    form = ServiceForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        made = add_service(given=form.cleaned_data, by=request.actor, at=now())
        return redirect("service", pk=made.pk)
    return TemplateResponse(request, "commons/services/service_form.html", {"form": form})


@exposes("service", "update", methods=FORM_METHODS)
def update(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Change a service."""
    found = get_object_or_404(Service.objects.editable_by(request.actor), pk=pk)
    form = ServiceForm(request.POST or None, instance=found, actor=request.actor)
    if form.is_valid():
        kept = _services().get(pk=pk)
        change_service(service=kept, given=form.cleaned_data, by=request.actor, at=now())
        return redirect("service", pk=pk)
    context = {"form": form, "service": found}
    return TemplateResponse(request, "commons/services/service_form.html", context)


@exposes("organization", "list")
def organizations(request: Request) -> HttpResponse:
    """List the organisations of the directory."""
    rows = Organization.objects.restrict(request.actor).select_related("agency")
    shown = show(ORGANIZATIONS, rows.annotate(offers=Count("services")), request)
    return TemplateResponse(request, "commons/services/organizations.html", {"list": shown})


@exposes("organization", "view")
def organization(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show an organisation and what it offers."""
    found = get_object_or_404(Organization.objects.select_related("agency"), pk=pk)
    is_kept = may_keep(found, by=request.actor)
    context = {
        "organization": found,
        "services": found.services.order_by("name"),
        "may_edit": is_kept and request.actor.may("update", "organization"),
        "may_add": is_kept and request.actor.may("create", "service"),
    }
    return TemplateResponse(request, "commons/services/organization.html", context)


@exposes("organization", "create", methods=FORM_METHODS)
def organization_create(request: Request) -> HttpResponse:
    """Add an organisation."""
    form = OrganizationForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        made = add_organization(given=form.cleaned_data, by=request.actor, at=now())
        return redirect("organization", pk=made.pk)
    return TemplateResponse(request, "commons/services/organization_form.html", {"form": form})


@exposes("organization", "update", methods=FORM_METHODS)
def organization_update(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Change an organisation."""
    found = get_object_or_404(Organization.objects.editable_by(request.actor), pk=pk)
    form = OrganizationForm(request.POST or None, instance=found, actor=request.actor)
    if form.is_valid():
        kept = Organization.objects.get(pk=pk)
        act = partial(change_organization, organization=kept, by=request.actor, at=now())
        if done_by_form(form, lambda: act(given=form.cleaned_data)):
            return redirect("organization", pk=pk)
    context = {"form": form, "organization": found}
    return TemplateResponse(request, "commons/services/organization_form.html", context)


def _services() -> QuerySet[Service]:
    found: QuerySet[Service] = Service.objects.select_related("organization__agency")
    return found


def _with_capacity(services: QuerySet[Service]) -> QuerySet[Service]:
    counted = Capacity.objects.filter(service=OuterRef("pk")).order_by().values("service")
    free = counted.annotate(free=Sum(F("available") - F("reserved"))).values("free")
    newest = Capacity.objects.filter(service=OuterRef("pk")).order_by("-updated")
    return (
        services.select_related("organization")
        .annotate(free_slots=Subquery(free), counted_at=Subquery(newest.values("updated")[:1]))
        .distinct()  # a filter by capacity would find a service once for each
    )
