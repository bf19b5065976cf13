"""The pages on which places, numbers and hours of a service are kept."""

from __future__ import annotations

import uuid
from typing import TypeVar

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.commons.services.actions.details import (
    add_hours,
    add_phone,
    add_place,
    change_place,
    remove_detail,
    remove_place,
)
from commonground_web.commons.services.forms import HoursForm, PhoneForm, PlaceForm
from commonground_web.commons.services.models import Location, Phone, Schedule, Service
from commonground_web.commons.services.models.directory import LocationQuerySet
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.clock import now

Detail = TypeVar("Detail", Phone, Schedule)


@exposes("service", "update", methods=FORM_METHODS)
def place_add(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Add a place to a service."""
    service = _service(request, pk)
    form = PlaceForm(request.POST or None)
    if form.is_valid():
        add_place(service=service, placed=form.placed(), by=request.actor, at=now())
        return redirect("service", pk=pk)
    context = {"form": form, "service": service}
    return TemplateResponse(request, "commons/services/place_form.html", context)


@exposes("service", "update", methods=FORM_METHODS)
def place(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Change a place, and say whether its address is kept secret."""
    found = get_object_or_404(_places(request), pk=pk)
    form = PlaceForm(request.POST or None, instance=found, initial=PlaceForm.filled_in(found))
    if form.is_valid():
        kept = _places(request).get(pk=pk)
        change_place(place=kept, placed=form.placed(), by=request.actor, at=now())
        return _back(found)
    context = {"form": form, "place": found}
    return TemplateResponse(request, "commons/services/place_form.html", context)


@exposes("service", "update", methods=("POST",))
def place_remove(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take a place out of the directory."""
    found = get_object_or_404(_places(request), pk=pk)
    answer = _back(found)
    remove_place(place=found, by=request.actor, at=now())
    return answer


@exposes("service", "update", methods=FORM_METHODS)
def phone_add(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Add a number to a service."""
    service = _service(request, pk)
    form = PhoneForm(request.POST or None, instance=Phone(service=service))
    if form.is_valid():
        add_phone(service=service, given=form.cleaned_data, by=request.actor, at=now())
        return redirect("service", pk=pk)
    context = {"form": form, "service": service}
    return TemplateResponse(request, "commons/services/phone_form.html", context)


@exposes("service", "update", methods=FORM_METHODS)
def hours_add(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Add hours to a service."""
    service = _service(request, pk)
    form = HoursForm(request.POST or None)
    if form.is_valid():
        add_hours(service=service, given=form.given(), by=request.actor, at=now())
        return redirect("service", pk=pk)
    context = {"form": form, "service": service}
    return TemplateResponse(request, "commons/services/hours_form.html", context)


@exposes("service", "update", methods=("POST",))
def phone_remove(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take a number out of the directory."""
    return _removed(request, Phone, pk)


@exposes("service", "update", methods=("POST",))
def hours_remove(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take hours out of the directory."""
    return _removed(request, Schedule, pk)


def _removed(request: Request, model: type[Detail], pk: uuid.UUID) -> HttpResponse:
    details = model.objects.editable_by(request.actor).filter(service__isnull=False)
    found = get_object_or_404(details.select_related("service__organization"), pk=pk)
    remove_detail(detail=found, by=request.actor, at=now())
    return redirect("service", pk=found.service_id)


def _service(request: Request, pk: uuid.UUID) -> Service:
    services = Service.objects.editable_by(request.actor).select_related("organization")
    found: Service = get_object_or_404(services, pk=pk)
    return found


def _places(request: Request) -> LocationQuerySet:
    found: LocationQuerySet = Location.objects.editable_by(request.actor)
    return found.select_related("organization")


def _back(found: Location) -> HttpResponse:
    """Return to the service of a place, or to the list where it has none."""
    link = found.services.order_by("pk").first()
    return redirect("service", pk=link.service_id) if link else redirect("services")
