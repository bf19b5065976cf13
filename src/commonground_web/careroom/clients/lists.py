"""The lists of clients."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.clients.models import Client, Origin
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing
from commonground_web.kernel.pages.rendering import DayInput
from commonground_web.valves.published.sites import site_filter


def clients(sites: Mapping[UUID, str]) -> Listing:
    """Return the list of clients, with the sites called by their names."""
    return Listing(
        model=Client,
        caption=_("Clients of your organisation"),
        columns=(
            Column(
                _("Preferred name"),
                "preferred_name",
                link=lambda client: reverse("client", args=[client.pk]),
                is_exported=False,
            ),
            Column(_("Site"), lambda client: sites.get(client.site, ""), is_exported=False),
            Column(_("How they came"), lambda client: client.get_origin_display(), sort="origin"),
            Column(_("Record begun"), "created_at", sort="created_at"),
            Column(_("To be purged on"), "purge_on", sort="purge_on"),
        ),
        filters=(
            site_filter(sites, "site"),
            Filter(
                "origin",
                forms.ChoiceField(
                    label=_("How they came"),
                    choices=[("", _("any")), *Origin.choices],
                    required=False,
                ),
                "origin",
            ),
            Filter(
                "from",
                forms.DateField(label=_("Begun from"), required=False, widget=DayInput),
                "created_at__date__gte",
            ),
            Filter(
                "to",
                forms.DateField(label=_("Begun until"), required=False, widget=DayInput),
                "created_at__date__lte",
            ),
        ),
        order="-created_at",
        empty=_("No clients yet. Begin a record once somebody wants your help."),
    )
