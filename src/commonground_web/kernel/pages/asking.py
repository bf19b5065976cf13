"""The question that forms of every room share: why something is done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 1000
"""Characters of a reason, where the record that keeps it says nothing else."""


class WhyForm(forms.Form):
    """Why something is returned, dropped, ended or taken back."""

    def __init__(self, *args: Any, longest: int = LONGEST, **kwargs: Any) -> None:
        """Ask for a reason of so many characters at most."""
        super().__init__(*args, **kwargs)
        self.fields["why"] = forms.CharField(
            label=_("Why?"), max_length=longest, widget=forms.Textarea(attrs={"rows": 4})
        )
