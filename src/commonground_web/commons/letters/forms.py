"""What people fill in to word a letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.letters.models import Wording

LINES = forms.Textarea(attrs={"rows": 4})


class WordingForm(forms.Form):
    """The language, and what the letter says paragraph by paragraph."""

    language = forms.RegexField(
        label=_("Language"),
        regex=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$",
        max_length=16,
        help_text=_("Its tag: en, es, vi. The shipped texts are in en and es."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in Wording.TEXTS:
            field: Any = Wording._meta.get_field(name)
            is_long = field.get_internal_type() == "TextField"
            self.fields[name] = forms.CharField(
                label=field.verbose_name.capitalize(),
                max_length=field.max_length,
                widget=LINES if is_long else forms.TextInput,
            )

    @property
    def texts(self) -> dict[str, str]:
        """What the letter says."""
        return {name: self.cleaned_data[name] for name in Wording.TEXTS}
