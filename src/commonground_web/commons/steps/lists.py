"""The list of plans."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.steps.models import Plan
from commonground_web.kernel.pages.lists.declared import Column, Listing

PLANS = Listing(
    model=Plan,
    caption=_("The plans of your sites"),
    columns=(
        Column(
            _("Site"),
            lambda plan: plan.site.name,
            sort="site__name",
            link=lambda plan: reverse("plan", args=[plan.pk]),
        ),
        Column(_("Day of the call-in"), "callin_on", sort="callin_on"),
        Column(_("Version of the model"), "version", sort="version"),
    ),
    order="site__name",
    empty=_(
        "There is no plan yet. The coordinator opens one for a site, with the day of its call-in; "
        "every item then has its due date."
    ),
)
