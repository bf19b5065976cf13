"""The lists of interventions, and of the counts that rooms released of one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.months import Month
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing
from commonground_web.valves.messages.shapes import FEWEST
from commonground_web.valves.published.interventions.words import (
    PHASES,
    ROOMS,
    SITE_STATES,
)
from commonground_web.valves.published.models import Published
from commonground_web.valves.releases.months import month_filter
from commonground_web.valves.releases.words import MEASURES

EMPTY = _(
    "No site is known here yet. The Commons keeps sites and their plans, and publishes them to "
    "this room once the two were introduced to each other."
)

NO_COUNTS = _(
    "No room has released counts yet. They come once a month is over, checked by two people, and "
    "never a small one."
)


def interventions(under_way: Mapping[uuid.UUID, Sequence[str]]) -> Listing:
    """Return the list of sites.

    Parameters
    ----------
    under_way
        Codes of the phases on which people work, by site.
    """
    return Listing(
        model=Published,
        caption=_("Interventions"),
        columns=(
            Column(
                _("Name"),
                lambda row: row["name"],
                sort="fields__name",
                link=lambda row: reverse("intervention", args=[row.row]),
            ),
            Column(
                _("City or county"), lambda row: row["jurisdiction"], sort="fields__jurisdiction"
            ),
            Column(
                _("Where it stands"),
                lambda row: SITE_STATES[row["state"]],
                sort="fields__state",
            ),
            Column(
                _("Phases under way"),
                lambda row: "; ".join(str(PHASES[code]) for code in under_way.get(row.row, ())),
            ),
        ),
        filters=(
            Filter(
                "state",
                forms.MultipleChoiceField(
                    label=_("Where it stands"),
                    choices=list(SITE_STATES.items()),
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                ),
                "fields__state__in",
            ),
        ),
        order="fields__name",
        then=("row",),
        empty=EMPTY,
    )


def released_counts(site: str, months: Iterable[str]) -> Listing:
    """Return the list of counts of one site, and of all sites together.

    Parameters
    ----------
    site
        What the site is called.
    months
        Those that were counted.
    """
    return Listing(
        model=Published,
        caption=_("What each room released"),
        columns=(
            Column(_("Month"), lambda row: Month.read(row["month"]), sort="fields__month"),
            Column(
                _("What"),
                lambda row: MEASURES[row["measure"]].capitalize(),
                sort="fields__measure",
            ),
            Column(_("Where"), lambda row: site if row["site"] else _("all together")),
            Column(
                _("How many"),
                lambda row: f"<{FEWEST}" if row["is_small"] else row["n"],
                sort="fields__n",
            ),
            Column(_("Released by"), lambda row: ROOMS[row["room"]], sort="fields__room"),
        ),
        filters=(
            Filter(
                "room",
                forms.ChoiceField(
                    label=_("Released by"),
                    choices=[("", _("any")), *ROOMS.items()],
                    required=False,
                ),
                "fields__room",
            ),
            month_filter(months, lookup="fields__month"),
        ),
        order="-fields__month",
        then=("fields__room", "fields__measure", "fields__site", "row"),
        empty=NO_COUNTS,
        id="counts",
    )
