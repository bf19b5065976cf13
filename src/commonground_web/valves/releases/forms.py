"""What is typed about a release."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.months import Month


class DraftForm(forms.Form):
    """Which month."""

    month = forms.ChoiceField(label=_("Month"))

    def __init__(self, *args: Any, months: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            (month, Month.read(month).in_words) for month in months
        ]


class ReturnForm(forms.Form):
    """Why a release goes back."""

    reason = forms.CharField(
        label=_("Reason"), help_text=_("What is not right; no number, no name."), max_length=300
    )
