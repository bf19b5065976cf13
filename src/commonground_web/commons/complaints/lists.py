"""The list of complaints."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.complaints.models import About, Complaint
from commonground_web.commons.complaints.states import State
from commonground_web.kernel.pages.lists.declared import Column, Listing
from commonground_web.kernel.pages.lists.filters import any_of, day

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
        Column(_("Forwarded"), "forwarded_at", sort="forwarded_at", is_exported=False),
        Column(
            _("What the case room did"),
            lambda complaint: complaint.get_case_room_answer_display(),
            sort="case_room_answer",
            is_exported=False,
        ),
        Column(_("To be purged on"), "purge_on", sort="purge_on"),
    ),
    filters=(
        any_of("about", _("About"), About.choices, "about__in"),
        any_of("state", _("State"), State.choices, "state__in"),
        day("from", _("Received from"), "created_at__date__gte"),
        day("to", _("Received until"), "created_at__date__lte"),
    ),
    order="-created_at",
    empty=_("No complaints yet. They appear here as soon as somebody makes one."),
)
