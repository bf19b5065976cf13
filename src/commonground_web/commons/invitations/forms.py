"""What people fill in about invitations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.candidates.models import Candidate, Need
from commonground_web.commons.invitations.models import How, Rsvp
from commonground_web.kernel.pages.choices import SomeOf
from commonground_web.kernel.pages.rendering import DayInput
from commonground_web.kernel.pages.tongues import language_name


class InviteForm(forms.Form):
    """Whom to invite."""

    candidates = SomeOf(label=_("Whom to invite"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["candidates"].offer(  # type: ignore[attr-defined]
            candidates, called=lambda one: f"{one.name} ({language_name(one.language)})"
        )


class DeliveryForm(forms.Form):
    """How a letter was brought, and what they answered and need."""

    how = forms.ChoiceField(
        label=_("How was it brought?"), choices=How.choices, widget=forms.RadioSelect
    )
    on = forms.DateField(label=_("On which day?"), widget=DayInput)
    rsvp = forms.ChoiceField(
        label=_("What did they answer?"), choices=Rsvp.choices, widget=forms.RadioSelect
    )
    needs = forms.MultipleChoiceField(
        label=_("What do they need in order to come?"),
        choices=Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class MoveForm(forms.Form):
    """Why a call-in is moved; with when and where from the form of an evening."""

    why = forms.CharField(label=_("Why?"), max_length=300)
