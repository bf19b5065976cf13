"""What is asked before an entry leaves the room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.entries.actions import Sent
from commonground_web.caseroom.entries.models import Right, Via


class DisseminationForm(forms.Form):
    """To whom it goes, what for, by what right, and how."""

    recipient = forms.CharField(label=_("Who receives it"), max_length=120)
    agency = forms.CharField(label=_("Of which agency"), max_length=120)
    need = forms.CharField(label=_("What they need to know it for"), max_length=500)
    right = forms.ChoiceField(
        label=_("Their right to know"), choices=[("", _("Choose")), *Right.choices]
    )
    purpose = forms.CharField(label=_("What they will do with it"), max_length=500)
    via = forms.ChoiceField(label=_("How"), choices=Via.choices, initial=Via.PRINT)

    def sent(self) -> Sent:
        """Return what is written down."""
        return Sent(**self.cleaned_data)
