"""The list of complaints."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.complaints.models import About, Complaint
from commonground_web.commons.complaints.states import State
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing
from commonground_web.kernel.pages.rendering import DayInput

COMPLAINTS = Listing(
    model=Complaint,
    caption=_("Complaints"),
    columns=(
        Column(
            _("About"),
            lambda complaint: complaint.get_about_display(),
            sort="about",
            link=lambda complaint: reverse("complaint", args=[complaint.pk]),
        ),
        Column(_("State"), lambda complaint: complaint.get_state_display(), sort="state"),
        Column(_("Received"), "created_at", sort="created_at"),
        Column(_("To be purged on"), "purge_on", sort="purge_on"),
    ),
    filters=(
        Filter(
            "about",
            forms.MultipleChoiceField(
                label=_("About"),
                choices=About.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "about__in",
        ),
        Filter(
            "state",
            forms.MultipleChoiceField(
                label=_("State"),
                choices=State.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "state__in",
        ),
        Filter(
            "from",
            forms.DateField(label=_("Received from"), required=False, widget=DayInput),
            "created_at__date__gte",
        ),
        Filter(
            "to",
            forms.DateField(label=_("Received until"), required=False, widget=DayInput),
            "created_at__date__lte",
        ),
    ),
    order="-created_at",
    empty=_("No complaints yet. They appear here as soon as somebody makes one."),
)
