"""The list of plans, and of what a site does otherwise."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.steps.models import Adaptation, Plan
from commonground_web.kernel.pages.lists.declared import Column, Listing
from commonground_web.kernel.pages.lists.filters import day

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


def adaptations(*, people: Mapping[uuid.UUID | None, str]) -> Listing:
    """Return the list of what a site does otherwise, where these people wrote it down."""
    return Listing(
        model=Adaptation,
        caption=_("What is done otherwise than the model asks"),
        columns=(
            Column(_("Agreed on"), "agreed_on", sort="agreed_on"),
            Column(_("What"), lambda row: linebreaksbr(row.what)),
            Column(_("Why"), lambda row: linebreaksbr(row.why)),
            Column(
                _("Agreed by"),
                lambda row: ", ".join(sorted(str(one.agency) for one in row.partners.all())),
            ),
            Column(_("Written down"), "recorded_at", sort="recorded_at"),
            Column(_("By whom"), lambda row: people.get(row.recorded_by, "")),
        ),
        filters=(
            day("from", _("Agreed on or after"), "agreed_on__gte"),
            day("to", _("Agreed on or before"), "agreed_on__lte"),
        ),
        order="-agreed_on",
        then=("-recorded_at",),
        empty=_("Nothing is done otherwise than the model asks, or nobody wrote it down."),
    )
