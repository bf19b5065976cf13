"""What is typed about an encounter: as little as a thumb can do on the street."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.encounters.models import Encounter, Kind, Zone
from commonground_web.careroom.encounters.supplies import MOST, SUPPLIES
from commonground_web.careroom.sites import site_choices
from commonground_web.kernel.pages.rendering import DayInput


class EncounterForm(forms.Form):
    """When, where about, how, and what was handed out."""

    on = forms.DateField(label=_("Date"), widget=DayInput)
    zone = forms.TypedChoiceField(label=_("Zone"), coerce=uuid.UUID)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)

    def __init__(
        self,
        *args: Any,
        zones: Iterable[Zone],
        today: date,
        last: Encounter | None = None,
        **kwargs: Any,
    ) -> None:
        """Begin with today, and where and how whoever fills it in helped last."""
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
        if last is not None:
            self.fields["zone"].initial, self.fields["kind"].initial = last.zone_id, last.kind
        self.fields["zone"].choices = [  # type: ignore[attr-defined]
            (str(zone.pk), zone.name) for zone in zones
        ]
        for name, label in SUPPLIES.items():
            self.fields[name] = _count(str(label).capitalize(), most=MOST)
        self.fields["reversals"] = _count(_("Overdose reversals they told of"), most=100)

    def supplies(self) -> dict[str, int]:
        """Return how many of each supply were handed out."""
        return {name: self.cleaned_data[name] or 0 for name in SUPPLIES}


class ZoneForm(forms.Form):
    """What a part of town is called."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("A part of town, as people call it; never an address or a corner."),
        max_length=60,
    )
    site = forms.ChoiceField(label=_("Site that it lies in"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = site_choices()  # type: ignore[attr-defined]

    def clean_site(self) -> uuid.UUID | None:
        """Return the site as an identifier, or None."""
        site = self.cleaned_data["site"]
        return uuid.UUID(site) if site else None


def _count(label: Any, *, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=False)
