"""What people fill in about influentials."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.influentials.models import Outcome, Relation
from commonground_web.kernel.pages.rendering import DayInput


class InfluentialForm(forms.Form):
    """Who somebody is, how to reach them, and that they agreed."""

    name = forms.CharField(label=_("Name"), max_length=120)
    relation = forms.ChoiceField(
        label=_("What are they to the candidate?"), choices=Relation.choices
    )
    contact = forms.CharField(label=_("How to reach them"), max_length=200)
    agreed_on = forms.DateField(
        label=_("When did they agree to be written down?"),
        widget=DayInput,
        help_text=_("Without their agreement nothing is written down."),
    )


class AnswerForm(forms.Form):
    """What they said."""

    outcome = forms.ChoiceField(
        label=_("What did they say?"),
        choices=[(value, label) for value, label in Outcome.choices if value != Outcome.OPEN],
        widget=forms.RadioSelect,
    )
