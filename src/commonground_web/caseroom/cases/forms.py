"""What is asked about cases and buys."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.cases.actions import Bought, Charge
from commonground_web.caseroom.cases.codes import Drug, Fentanyl, Holder, Laboratory, Offence
from commonground_web.caseroom.cases.models import Buy, Case
from commonground_web.kernel.pages.rendering import DayInput

BLANK = [("", _("Choose"))]


class CaseForm(forms.Form):
    """What could be charged, from when to when, and until when."""

    number = forms.CharField(label=_("Local case number"), max_length=40)
    offences = forms.MultipleChoiceField(
        label=_("Offences"), choices=Offence.choices, widget=forms.CheckboxSelectMultiple
    )
    statute = forms.CharField(
        label=_("Statute"), max_length=200, help_text=_("As it would be charged.")
    )
    first_on = forms.DateField(label=_("First offence"), widget=DayInput)
    last_on = forms.DateField(label=_("Last offence"), widget=DayInput)
    drug = forms.ChoiceField(label=_("Drug"), choices=[*BLANK, *Drug.choices])
    fentanyl = forms.ChoiceField(label=_("Fentanyl"), choices=Fentanyl.choices)
    limitation_on = forms.DateField(
        label=_("Barred by limitation on"),
        widget=DayInput,
        help_text=_("The earliest such day of the offences; the prosecutor knows it."),
    )
    holder = forms.ChoiceField(label=_("Who holds the file?"), choices=Holder.choices)

    def charge(self) -> Charge:
        """Return what could be charged."""
        return Charge(**self.cleaned_data)

    @staticmethod
    def standing(case: Case) -> dict[str, Any]:
        """Return what a case says, as the form's first values."""
        return {name: getattr(case, name) for name in Charge.__dataclass_fields__}


class BuyForm(forms.Form):
    """A controlled buy, and what of its evidence is there."""

    bought_on = forms.DateField(label=_("Bought on"), widget=DayInput)
    number = forms.CharField(label=_("Number of the evidence"), max_length=40)
    is_on_video = forms.BooleanField(label=_("It is on video"), required=False)
    laboratory = forms.ChoiceField(label=_("The laboratory says"), choices=Laboratory.choices)
    has_custody = forms.BooleanField(label=_("The chain of custody is whole"), required=False)
    has_statement = forms.BooleanField(
        label=_("There is a statement of a witness or officer"), required=False
    )
    has_warrant = forms.BooleanField(
        label=_("The warrant is drafted, and unsigned"), required=False
    )

    def bought(self) -> Bought:
        """Return the buy."""
        return Bought(**self.cleaned_data)

    @staticmethod
    def standing(buy: Buy) -> dict[str, Any]:
        """Return what a buy says, as the form's first values."""
        return {name: getattr(buy, name) for name in Bought.__dataclass_fields__}


class ReviewForm(forms.Form):
    """Until when the person would be offered the programme."""

    program_ends_on = forms.DateField(
        label=_("Last day of the programme that the person would be offered"), widget=DayInput
    )
