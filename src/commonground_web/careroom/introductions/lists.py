"""The list of introductions."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.introductions.models import Introduction
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing
from commonground_web.kernel.pages.rendering import DayInput
from commonground_web.kernel.pages.tongues import language_name
from commonground_web.valves.published.sites import site_filter


def introductions(sites: Mapping[UUID, str]) -> Listing:
    """Return the list, with the sites called by their names."""
    return Listing(
        model=Introduction,
        caption=_("People who wait to be met"),
        columns=(
            Column(
                _("Preferred name"),
                "preferred_name",
                link=lambda row: reverse("introduction", args=[row.pk]),
                is_exported=False,
            ),
            Column(_("Site"), lambda row: sites.get(row.site, "")),
            Column(_("Language"), lambda row: language_name(row.language), sort="language"),
            Column(_("Received"), "received_at", sort="received_at"),
            Column(_("Waits until"), "purge_on", sort="purge_on"),
        ),
        filters=(
            site_filter(sites, "site"),
            Filter(
                "until",
                forms.DateField(
                    label=_("Waits until, at the latest"), required=False, widget=DayInput
                ),
                "purge_on__lte",
            ),
        ),
        order="purge_on",
        empty=_("Nobody waits. Whoever agrees in the Commons to be put in touch appears here."),
    )
