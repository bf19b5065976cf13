"""The questions that lists ask most: any of some choices, and days from and to."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.functional import Promise

from commonground_web.kernel.pages.lists.declared import Filter
from commonground_web.kernel.pages.rendering import DayInput

Label = str | Promise


def any_of(name: str, label: Label, choices: Iterable[tuple[str, Label]], lookup: str) -> Filter:
    """Ask for any of some choices, each a box to tick."""
    field = forms.MultipleChoiceField(
        label=label,  # type: ignore[arg-type]
        choices=list(choices),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    return Filter(name, field, lookup)


def day(name: str, label: Label, lookup: str) -> Filter:
    """Ask for a day."""
    field = forms.DateField(label=label, required=False, widget=DayInput)  # type: ignore[arg-type]
    return Filter(name, field, lookup)
