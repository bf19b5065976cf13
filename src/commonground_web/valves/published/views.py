"""The pages of the service directory, in a room that learned of it from the Commons."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.pages.lists.shown import show
from commonground_web.valves.published import directory
from commonground_web.valves.published.lists import CAPACITIES, STATES, services_list
from commonground_web.valves.published.models import Published


@exposes("service", "list")
def listing(request: Request) -> HttpResponse:
    """List the services that the Commons published."""
    known = {service.id: service for service in directory.services()}
    shown = show(services_list(known), Published.objects.of("service"), request)
    return TemplateResponse(request, "directory/services.html", {"list": shown})


@exposes("service", "view")
def service(request: Request, service: uuid.UUID) -> HttpResponse:
    """Show a service: for whom it is, where, and for how many there is room."""
    found = directory.service(service)
    if found is None:
        raise Http404
    context = {
        "service": found,
        "state": STATES.get(found.fields["status"], found.fields["status"]),
        "capacities": [
            (capacity, *CAPACITIES.get(capacity.status, (capacity.status, "neutral")))
            for capacity in found.capacities
        ],
        "has_numbers": found.free is not None,
        "reached": directory.reached(found),
    }
    return TemplateResponse(request, "directory/service.html", context)
