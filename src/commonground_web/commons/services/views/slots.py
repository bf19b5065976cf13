"""The pages on which room is counted, and slots are held for sites."""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from commonground_web.commons.services.actions.slots import (
    add_capacity,
    count_capacity,
    end_reservation,
    reserve_slots,
)
from commonground_web.commons.services.forms import CapacityForm, CountForm, ReserveForm
from commonground_web.commons.services.models import Capacity, Reservation, Service
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.clock import now, today

HELD_DAYS = 60
"""For how long slots are held where nobody says otherwise: from letters to intake."""


@exposes("capacity", "create", methods=FORM_METHODS)
def capacity_add(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Begin to count what a service has room for."""
    services = Service.objects.editable_by(request.actor).select_related("organization")
    service = get_object_or_404(services, pk=pk)
    form = CapacityForm(request.POST or None, initial={"status": Capacity.Status.CAPACITY})
    if form.is_valid():
        add_capacity(
            service=service,
            unit=form.cleaned_data["unit"],
            description=form.cleaned_data["description"],
            counted=form.counted(),
            by=request.actor,
            at=now(),
        )
        return redirect("service", pk=pk)
    context = {"form": form, "service": service}
    return TemplateResponse(request, "commons/services/capacity_form.html", context)


@exposes("capacity", "update", methods=FORM_METHODS)
def count(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Say how many are free now."""
    capacity = _capacity(request, pk)
    before = {name: getattr(capacity, name) for name in ("available", "status", "maximum")}
    form = CountForm(request.POST or None, initial=before)
    act = partial(count_capacity, capacity=capacity, by=request.actor, at=now())
    if done_by_form(form, lambda: act(counted=form.counted())):
        messages.success(request, _("Counted. The other rooms hear of it within minutes."))
        return redirect("service", pk=capacity.service_id)
    context = {"form": form, "capacity": capacity, "service": capacity.service}
    return TemplateResponse(request, "commons/services/count_form.html", context)


@exposes("reservation", "create", methods=FORM_METHODS, with_entities=("capacity",))
def reserve(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Hold slots for a site."""
    capacity = _capacity(request, pk)
    day = today()
    first = {"until": day + timedelta(days=HELD_DAYS)}
    form = ReserveForm(request.POST or None, initial=first, actor=request.actor, since=day)
    act = partial(reserve_slots, capacity=capacity, by=request.actor, at=now())
    if done_by_form(form, lambda: act(**form.cleaned_data)):
        return redirect("service", pk=capacity.service_id)
    context = {"form": form, "capacity": capacity, "service": capacity.service}
    return TemplateResponse(request, "commons/services/reserve_form.html", context)


@exposes("reservation", "end", methods=("POST",), with_entities=("capacity",))
def reservation_end(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Give up what was held."""
    mine = Capacity.objects.editable_by(request.actor)
    reservations = Reservation.objects.restrict(request.actor).filter(capacity__in=mine)
    held = reservations.select_related("capacity__service__organization")
    found = get_object_or_404(held, pk=pk)
    act = partial(end_reservation, reservation=found, by=request.actor, at=now())
    done_by_button(request, act)
    return redirect("service", pk=found.capacity.service_id)


def _capacity(request: Request, pk: uuid.UUID) -> Capacity:
    capacities = Capacity.objects.editable_by(request.actor)
    found: Capacity = get_object_or_404(
        capacities.select_related("service__organization", "unit"), pk=pk
    )
    return found
