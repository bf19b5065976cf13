"""The list of released counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.counts.models import ReleasedCount, ReleasedFrom
from commonground_web.kernel.months import Month
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing
from commonground_web.valves.releases.months import month_filter


def released_counts(sites: Mapping[UUID, str], months: Iterable[str]) -> Listing:
    """Return the list, with the sites called by their names, to be asked for one of some months."""
    return Listing(
        model=ReleasedCount,
        caption=_("What each room released"),
        columns=(
            Column(_("Month"), lambda row: Month.read(row.month), sort="month"),
            Column(_("What"), lambda row: row.get_measure_display().capitalize(), sort="measure"),
            Column(_("Where"), lambda row: sites.get(row.site) or _all_or_unknown(row)),
            Column(_("How many"), "shown", sort="n"),
            Column(_("Released by"), lambda row: row.get_room_display(), sort="room"),
        ),
        filters=(
            Filter(
                "room",
                forms.ChoiceField(
                    label=_("Released by"),
                    choices=[("", _("any")), *ReleasedFrom.choices],
                    required=False,
                ),
                "room",
            ),
            month_filter(months, lookup="month"),
        ),
        order="-month",
        then=("room", "measure", "site"),
        empty=_("No room has released counts yet. They come once a month is over."),
    )


def _all_or_unknown(row: ReleasedCount) -> object:
    return _("all together") if row.site is None else row.site
