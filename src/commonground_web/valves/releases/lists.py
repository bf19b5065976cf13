"""The list of releases."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.months import Month
from commonground_web.kernel.pages.lists.declared import Column, Listing
from commonground_web.valves.releases.counted import room_counting


def releases() -> Listing:
    """Return the list of this room's releases."""
    return Listing(
        model=room_counting().release,
        caption=_("Counts that left the room, or are to leave it"),
        columns=(
            Column(
                _("Month"),
                lambda row: Month.read(row.month),
                sort="month",
                link=lambda row: reverse("release", args=[row.pk]),
            ),
            Column(_("State"), lambda row: row.get_state_display(), sort="state"),
            Column(_("Drafted"), "drafted_at", sort="drafted_at"),
            Column(_("Released"), "released_at", sort="released_at"),
        ),
        order="-month",
        empty=_("No counts were released. A month is counted a week after its end; then draft it."),
    )
