"""What people fill in about a list, its check and its candidates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.lists.actions.candidates import Invitable
from commonground_web.caseroom.lists.actions.checks import Checked
from commonground_web.caseroom.lists.groups import Group, Variable, parse_groups
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.pages.rendering import DayInput

NEEDS = (
    ("transport", _("transport")),
    ("childcare", _("childcare")),
    ("interpreter", _("an interpreter")),
    ("step_free", _("a way without steps")),
)


class ListForm(forms.Form):
    """Of which site a list is, and what it is called."""

    site = forms.TypedChoiceField(label=_("Site"))
    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Such as “First list”; no names of people.")
    )

    def __init__(self, *args: Any, sites: Mapping[Any, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_id = {str(site): site for site in sites}
        field: Any = self.fields["site"]
        field.coerce = by_id.__getitem__
        field.choices = [(str(site), name) for site, name in sites.items()]


class CheckForm(forms.Form):
    """Counts by group for a whole list, whom they are compared with, and what was made of them."""

    benchmark = forms.CharField(
        label=_("Compared with"),
        max_length=500,
        help_text=_(
            "Who could have been on the list: for example arrests for sale in the area in two "
            "years. Residents alone are no fair comparison, for not all who sell live there."
        ),
    )
    notes = forms.CharField(
        label=_("What you make of it"),
        max_length=4000,
        widget=forms.Textarea,
        help_text=_("Where the list differs, and what explains it or was changed because of it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for variable in Variable:
            self.fields[variable.value] = forms.CharField(
                label=_("Counts by %(variable)s") % {"variable": variable.label},
                max_length=4000,
                widget=forms.Textarea,
                help_text=_(
                    "A line for each group: group; number in the comparison; prosecute; bank; "
                    "drop; refer out. It can be pasted from a spreadsheet."
                ),
            )
        self.order_fields([*Variable.values, "benchmark", "notes"])

    def clean(self) -> dict[str, Any]:
        """Read the tables."""
        said: dict[str, Any] = super().clean() or {}
        self.groups: list[Group] = []
        for variable in Variable:
            if variable.value in said:
                self._read(variable, said[variable.value])
        return said

    def checked(self) -> Checked:
        """Return the check as it was filled in."""
        return Checked(self.groups, self.cleaned_data["benchmark"], self.cleaned_data["notes"])

    def _read(self, variable: Variable, text: str) -> None:
        try:
            self.groups += parse_groups(variable, text)
        except Refused as refused:
            self.add_error(variable.value, str(refused))


class CandidateForm(forms.Form):
    """What it takes to invite somebody, and no more."""

    display_name = forms.CharField(label=_("Name on the invitation"), max_length=120)
    contact = forms.CharField(
        label=_("How to reach them"),
        max_length=200,
        help_text=_("One telephone number or one address, on one line."),
    )
    language = forms.RegexField(
        r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$",
        label=_("Language"),
        max_length=16,
        help_text=_("As a code: en, es, zh-Hans."),
    )
    needs = forms.MultipleChoiceField(
        label=_("Needs in order to come"),
        choices=NEEDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_minor = forms.TypedChoiceField(
        label=_("Are they a minor?"),
        choices=[("no", _("no")), ("yes", _("yes"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    guardian = forms.CharField(
        label=_("For a minor: how a parent or guardian was told"), max_length=500, required=False
    )
    guardian_told_on = forms.DateField(
        label=_("For a minor: told on"), widget=DayInput, required=False
    )

    def said(self) -> Invitable:
        """Return what was filled in."""
        said = dict(self.cleaned_data)
        return Invitable(**{**said, "needs": tuple(said["needs"])})


class WithdrawForm(forms.Form):
    """Why a candidate is withdrawn; the Commons is not told."""

    why = forms.CharField(label=_("Why?"), max_length=500, widget=forms.Textarea)
