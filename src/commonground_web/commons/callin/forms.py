"""What people fill in to plan a call-in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.callin.models import Media, Part, SpeaksFor
from commonground_web.kernel.pages.choices import OneOf
from commonground_web.kernel.pages.moments import MomentField


class EveningForm(forms.Form):
    """When and where a call-in is."""

    at = MomentField(label=_("When"))
    venue = forms.CharField(
        label=_("Where"),
        max_length=200,
        help_text=_("With the street: the letters say it as it stands here."),
    )
    press = forms.ChoiceField(label=_("Media"), choices=Media.choices, widget=forms.RadioSelect)


class PlanForm(EveningForm):
    """For which site, when and where."""

    site = OneOf(label=_("Site"))
    field_order = ("site", "at", "venue", "press")

    def __init__(self, *args: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].offer(sites)  # type: ignore[attr-defined]


class AgendaForm(forms.Form):
    """One more item of the agenda."""

    part = forms.ChoiceField(label=_("Part"), choices=Part.choices)
    title = forms.CharField(label=_("What is said or done"), max_length=200)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=180)


class SpeakerForm(forms.Form):
    """Who speaks, for whom, and in which part."""

    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(label=_("Speaks for"), choices=SpeaksFor.choices)
    part = forms.ChoiceField(label=_("In which part?"), choices=Part.choices)
