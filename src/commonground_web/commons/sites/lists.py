"""The list of sites."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.sites.models import Site, State
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing

SITES = Listing(
    model=Site,
    caption=_("Places of an intervention"),
    columns=(
        Column(_("Name"), "name", sort="name", link=lambda site: reverse("site", args=[site.pk])),
        Column(_("City or county"), "jurisdiction", sort="jurisdiction"),
        Column(_("Where it stands"), lambda site: site.get_state_display(), sort="state"),
    ),
    filters=(
        Filter(
            "state",
            forms.MultipleChoiceField(
                label=_("Where it stands"),
                choices=State.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "state__in",
        ),
    ),
    order="name",
    empty=_(
        "There is no site yet. Find the market from the city's records first (commonground find), "
        "then begin a site here and take its boundary from the file."
    ),
)
