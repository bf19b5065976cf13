"""What is asked about a person and the basis for keeping their name."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.entries.actions import Written
from commonground_web.caseroom.entries.grades import (
    Activity,
    Confidence,
    Reliability,
    Sensitivity,
    Validity,
)
from commonground_web.caseroom.entries.models import Entry
from commonground_web.kernel.files.fields import FileUpTo
from commonground_web.kernel.pages.choices import OneOfThese
from commonground_web.kernel.pages.rendering import DayInput

BLANK = [("", _("Choose"))]


class BasisForm(forms.Form):
    """Who it is, the basis, and the label."""

    name = forms.CharField(label=_("Name"), max_length=120)
    born = forms.DateField(label=_("Date of birth"), required=False, widget=DayInput)
    aliases = forms.CharField(label=_("Also called"), max_length=300, required=False)
    activity = forms.ChoiceField(
        label=_("Criminal activity"),
        choices=[*BLANK, *Activity.choices],
        help_text=_("Use, or possession alone, is no ground for an entry."),
    )
    facts = forms.CharField(
        label=_("Facts that give reasonable suspicion"),
        help_text=_("What was seen, by whom, when and where. No opinions, no health, no beliefs."),
        max_length=4000,
        widget=forms.Textarea,
    )
    report_number = forms.CharField(
        label=_("Number of your agency's report"),
        max_length=60,
        required=False,
        help_text=_("A report number, a file, or both: without a source document nothing is kept."),
    )
    reliability = forms.ChoiceField(
        label=_("Reliability of the source"), choices=[*BLANK, *Reliability.choices]
    )
    validity = forms.ChoiceField(
        label=_("Validity of what it said"), choices=[*BLANK, *Validity.choices]
    )
    sensitivity = forms.ChoiceField(
        label=_("Sensitivity"), choices=Sensitivity.choices, initial=Sensitivity.CONFIDENTIAL
    )
    confidence = forms.ChoiceField(label=_("Confidence"), choices=[*BLANK, *Confidence.choices])
    control_official = OneOfThese(
        label=_("Control official"),
        help_text=_("Who answers for this entry at your agency."),
    )

    def __init__(self, *args: Any, officials: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["control_official"].offer(officials)  # type: ignore[attr-defined]

    def written(self) -> Written:
        """Return what was written."""
        names = Written.__dataclass_fields__
        return Written(**{key: self.cleaned_data[key] for key in names})

    @staticmethod
    def standing(entry: Entry) -> dict[str, Any]:
        """Return what an entry says, as a form's first values."""
        return {name: getattr(entry, name) for name in Written.__dataclass_fields__} | {
            "born": entry.born_on
        }


class EntryForm(BasisForm):
    """A new entry."""

    site = OneOfThese(label=_("Site"))
    document = FileUpTo(label=_("Source document"), required=False)
    is_another = forms.BooleanField(
        label=_("I looked at the entry that stands; this is somebody else"), required=False
    )

    field_order = [
        "site",
        "name",
        "born",
        "aliases",
        "activity",
        "facts",
        "report_number",
        "document",
    ]

    def __init__(self, *args: Any, sites: Mapping[uuid.UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].offer(sites)  # type: ignore[attr-defined]
        if "is_another" not in self.data:
            del self.fields["is_another"]

    def ask_whether_another(self) -> None:
        """Ask whether it is somebody else than the one who stands already."""
        self.fields["is_another"] = deepcopy(self.base_fields["is_another"])


class CorrectionForm(BasisForm):
    """What an entry says from now on, and what was wrong."""

    why = forms.CharField(
        label=_("What was wrong, and how was that found?"), max_length=1000, widget=forms.Textarea
    )


class DocumentForm(forms.Form):
    """A further source document."""

    document = FileUpTo(label=_("Source document"))
