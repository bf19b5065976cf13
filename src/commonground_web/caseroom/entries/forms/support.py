"""What is asked about sources, and in a screening."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.entries.actions import Decided, Mentioned, Screened
from commonground_web.caseroom.entries.grades import Reliability, SourceKind, Validity
from commonground_web.caseroom.entries.models import Finding, Screening, Way
from commonground_web.kernel.pages.choices import OneOfThese
from commonground_web.kernel.pages.rendering import DayInput

BLANK = [("", _("Choose"))]


class SourceForm(forms.Form):
    """One mention of a person as a seller."""

    kind = forms.ChoiceField(label=_("Where it comes from"), choices=[*BLANK, *SourceKind.choices])
    agency = OneOfThese(label=_("Agency"))
    observer = forms.CharField(
        label=_("Who saw it"),
        max_length=60,
        required=False,
        help_text=_("Badge, unit or complaint number; empty where nobody knows."),
    )
    seen_on = forms.DateField(label=_("Date of the report"), widget=DayInput)
    last_selling_on = forms.DateField(label=_("Last seen selling on"), widget=DayInput)
    place = forms.CharField(label=_("Place"), max_length=200)
    note = forms.CharField(label=_("What was seen"), max_length=1000, widget=forms.Textarea)
    reliability = forms.ChoiceField(
        label=_("Reliability of the source"), choices=[*BLANK, *Reliability.choices]
    )
    validity = forms.ChoiceField(
        label=_("Validity of what it said"), choices=[*BLANK, *Validity.choices]
    )

    def __init__(self, *args: Any, agencies: Mapping[uuid.UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].offer(agencies)  # type: ignore[attr-defined]

    def mentioned(self) -> Mentioned:
        """Return the mention."""
        return Mentioned(**self.cleaned_data)


def _question(name: str) -> forms.ChoiceField:
    label = Screening._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return forms.ChoiceField(label=label, choices=Finding.choices, widget=forms.RadioSelect)


class ScreeningForm(forms.Form):
    """Four questions, and what the answers rest on."""

    is_minor = _question("is_minor")
    is_coerced = _question("is_coerced")
    is_trafficked = _question("is_trafficked")
    is_addicted = _question("is_addicted")
    basis = forms.CharField(
        label=_("What the answers rest on"),
        help_text=_("Documents and what was seen. Nothing from treatment, care or services."),
        max_length=2000,
        widget=forms.Textarea,
    )

    def screened(self) -> Screened:
        """Return the answers."""
        return Screened(**self.cleaned_data)


class DecisionForm(forms.Form):
    """What follows a screening that stops."""

    way = forms.ChoiceField(label=_("What follows?"), choices=Way.choices, widget=forms.RadioSelect)
    guardian_told_on = forms.DateField(
        label=_("Day on which the guardian was told"), required=False, widget=DayInput
    )
    basis = forms.CharField(label=_("Why?"), max_length=2000, widget=forms.Textarea)

    def decided(self) -> Decided:
        """Return the decision."""
        return Decided(**self.cleaned_data)
