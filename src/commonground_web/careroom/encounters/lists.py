"""The list of encounters, and what was handed out in all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.db import models
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.encounters.models import Encounter, Kind
from commonground_web.careroom.encounters.supplies import SUPPLIES
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing
from commonground_web.kernel.pages.rendering import DayInput
from commonground_web.valves.published.sites import site_filter


def encounters(sites: Mapping[UUID, str]) -> Listing:
    """Return the list of encounters, which is narrowed to a site by its zones."""
    return Listing(
        model=Encounter,
        caption=_("Encounters of your organisation"),
        columns=(
            Column(_("Date"), "on", sort="on"),
            Column(_("Zone"), lambda row: row.zone.name),
            Column(_("Kind"), lambda row: row.get_kind_display(), sort="kind"),
            Column(_("Handed out"), "handed_out"),
            Column(_("Reversals"), "reversals", sort="reversals"),
        ),
        filters=(
            site_filter(sites, "zone__site"),
            Filter(
                "kind",
                forms.ChoiceField(
                    label=_("Kind"), choices=[("", _("any")), *Kind.choices], required=False
                ),
                "kind",
            ),
            Filter(
                "from", forms.DateField(label=_("From"), required=False, widget=DayInput), "on__gte"
            ),
            Filter(
                "to", forms.DateField(label=_("Until"), required=False, widget=DayInput), "on__lte"
            ),
        ),
        order="-on",
        empty=_("No encounters yet. Record the first one; it takes half a minute and no name."),
    )


def totals(rows: models.QuerySet[Encounter]) -> list[tuple[Any, int]]:
    """Return how many encounters there were, and how much was handed out in all."""
    sums = {name: Sum(name, default=0) for name in (*SUPPLIES, "reversals")}
    found = rows.aggregate(encounters=Count("pk"), **sums)
    handed_out = [(label, found[name]) for name, label in SUPPLIES.items() if found[name]]
    return [
        (_("encounters"), found["encounters"]),
        *handed_out,
        (_("overdose reversals they told of"), found["reversals"]),
    ]
