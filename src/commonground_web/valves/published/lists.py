"""The list of services, in a room that learned of them from the Commons."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing
from commonground_web.valves.published.directory import OfferedService
from commonground_web.valves.published.models import Published

STATES = {
    "active": _("offered"),
    "inactive": _("not offered now"),
    "defunct": _("given up"),
    "temporarily closed": _("closed for a time"),
}

CAPACITIES = {
    "capacity": (_("has room"), "good"),
    "no-capacity": (_("has no room"), "stop"),
    "waitlist": (_("keeps a waiting list"), "wait"),
    "additional-assessment-required": (_("looks at each person first"), "neutral"),
}
"""The codes of capacity: their words, and the tone of their badge."""

FILTERS = (
    Filter("name", forms.CharField(label=_("Name"), required=False), "fields__name__icontains"),
    Filter(
        "offers",
        forms.CharField(label=_("What it offers"), required=False),
        "fields__description__icontains",
    ),
    Filter(
        "status",
        forms.MultipleChoiceField(
            label=_("State"),
            choices=list(STATES.items()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
        "fields__status__in",
    ),
)

EMPTY = _(
    "No service is known here yet. The Commons keeps the directory, and publishes it to this "
    "room once the two were introduced to each other."
)


def services_list(known: Mapping[uuid.UUID, OfferedService]) -> Listing:
    """Return the list of services, with who offers each and how much room was counted, and when."""
    return Listing(
        model=Published,
        caption=_("Services"),
        columns=(
            Column(
                _("Service"),
                lambda row: row["name"],
                sort="fields__name",
                link=lambda row: reverse("service", args=[row.row]),
            ),
            Column(
                _("State"),
                lambda row: STATES.get(row["status"], row["status"]),
                sort="fields__status",
                tone=lambda row: "good" if row["status"] == "active" else "neutral",
            ),
            Column(_("Organisation"), lambda row: known[row.row].organization.name),
            Column(_("Room"), lambda row: _room(known[row.row])),
            Column(_("Counted"), lambda row: known[row.row].counted_on),
            Column(_("Who may use it"), lambda row: row["eligibility_description"]),
        ),
        filters=FILTERS,
        order="fields__name",
        then=("row",),
        empty=EMPTY,
    )


def _room(service: OfferedService) -> object:
    """Return how much room a service has: a number in a room that is told numbers."""
    return service.free if service.free is not None else (service.room and service.room.label)
