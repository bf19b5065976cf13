"""The lists of the service directory."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.services.models import Capacity, Organization, Service
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing
from commonground_web.valves.published.room_left import room_left

TONES = {
    Capacity.Status.CAPACITY: "good",
    Capacity.Status.NO_CAPACITY: "stop",
    Capacity.Status.WAITLIST: "wait",
    Capacity.Status.ASSESSMENT: "neutral",
}


def _room(service: Any) -> object:
    """Return how much room a service has, for everybody who reads the directory: no number."""
    left = room_left(service.free_slots)
    return left.label if left is not None else None


SERVICES = Listing(
    model=Service,
    caption=_("Services"),
    columns=(
        Column(
            _("Service"),
            "name",
            sort="name",
            link=lambda service: reverse("service", args=[service.pk]),
        ),
        Column(
            _("Organisation"),
            lambda service: service.organization.name,
            sort="organization__name",
        ),
        Column(
            _("State"),
            lambda service: service.get_status_display(),
            sort="status",
            tone=lambda service: "good" if service.status == "active" else "neutral",
        ),
        Column(_("Room"), _room),
        Column(_("Counted"), lambda service: service.counted_at and day_of(service.counted_at)),
    ),
    filters=(
        Filter("name", forms.CharField(label=_("Name"), required=False), "name__icontains"),
        Filter(
            "offers",
            forms.CharField(label=_("What it offers"), required=False),
            "description__icontains",
        ),
        Filter(
            "organization",
            forms.CharField(label=_("Organisation"), required=False),
            "organization__name__icontains",
        ),
        Filter(
            "status",
            forms.MultipleChoiceField(
                label=_("State"),
                choices=Service.Status.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "status__in",
        ),
        Filter(
            "capacity",
            forms.MultipleChoiceField(
                label=_("Can somebody be referred?"),
                choices=Capacity.Status.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "capacities__status__in",
        ),
    ),
    order="name",
    empty=_(
        "No service is in the directory yet. Bring in the city's directory as an HSDS file, or add "
        "an organisation and its services by hand."
    ),
)

ORGANIZATIONS = Listing(
    model=Organization,
    caption=_("Organisations"),
    columns=(
        Column(
            _("Organisation"),
            "name",
            sort="name",
            link=lambda organization: reverse("organization", args=[organization.pk]),
        ),
        Column(
            _("Partner"),
            lambda organization: organization.agency.name if organization.agency else "",
            sort="agency__name",
        ),
        Column(_("Services"), "offers", is_exported=False),
    ),
    filters=(Filter("name", forms.CharField(label=_("Name"), required=False), "name__icontains"),),
    order="name",
    empty=_("No organisation is in the directory yet. Add the first one, or bring in a file."),
)
