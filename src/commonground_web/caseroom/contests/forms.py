"""What is asked about the answer to a contest."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.contests.states import Outcome


class AnswerForm(forms.Form):
    """What was done, and what was checked before."""

    outcome = forms.ChoiceField(
        label=_("What was done?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    done = forms.CharField(
        label=_("What was checked, and what was found"), max_length=2000, widget=forms.Textarea
    )
