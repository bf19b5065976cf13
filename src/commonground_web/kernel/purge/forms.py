"""What is asked before a record is held."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.pages.rendering import DayInput


class HoldForm(forms.Form):
    """Who ordered a hold, and when it ends."""

    authority = forms.CharField(
        label=_("Who ordered it, and how"),
        help_text=_("The court or office and its number; no name of the person it is about."),
        max_length=500,
    )
    expires_on = forms.DateField(label=_("It ends on"), widget=DayInput)
