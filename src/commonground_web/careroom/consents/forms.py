"""What is typed about consents, disclosures and legal process."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.consents.actions import Elements
from commonground_web.careroom.consents.words import (
    REVOKING,
    Part,
    Process,
    Recipient,
    Response,
    Signed,
)
from commonground_web.kernel.pages.rendering import DayInput


class ConsentForm(forms.Form):
    """Every element that a written consent has."""

    disclosing = forms.CharField(label=_("Who discloses"), max_length=300)
    recipient = forms.ChoiceField(
        label=_("Recipient in this room"),
        help_text=_("Where it is a provider that works here, it can be sent referrals by this."),
        required=False,
    )
    recipient_name = forms.CharField(
        label=_("To whom"), help_text=_("The organisation or person by name."), max_length=300
    )
    recipient_kind = forms.ChoiceField(
        label=_("Kind of recipient"),
        help_text=_("Police, prosecution, probation and courts cannot be chosen."),
        choices=Recipient.choices,
    )
    covers = forms.MultipleChoiceField(
        label=_("Parts of the record that may be told"),
        choices=Part.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    information = forms.CharField(
        label=_("What is told, in their words"), max_length=1000, widget=forms.Textarea
    )
    purpose = forms.CharField(label=_("What for"), max_length=500)
    right_to_revoke = forms.CharField(
        label=_("Right to revoke, and how"),
        max_length=1000,
        widget=forms.Textarea,
        initial=REVOKING,
    )
    expires_on = forms.DateField(label=_("Ends on"), widget=DayInput)
    expiry_event = forms.CharField(
        label=_("Or earlier, when this happens"), max_length=300, required=False
    )
    signed = forms.ChoiceField(label=_("How it was signed"), choices=Signed.choices)
    signature = forms.CharField(
        label=_("Signature"), help_text=_("The name as it was signed."), max_length=120
    )
    signed_on = forms.DateField(label=_("Date of signature"), widget=DayInput)

    def __init__(
        self, *args: Any, providers: Mapping[uuid.UUID, str], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = sorted((name, str(pk)) for pk, name in providers.items())
        self.fields["recipient"].choices = [  # type: ignore[attr-defined]
            ("", _("none of them")),
            *((pk, name) for name, pk in known),
        ]
        self.fields["signed_on"].initial = today

    def elements(self) -> Elements:
        """Return what the form says."""
        said = dict(self.cleaned_data)
        recipient = said.pop("recipient")
        return Elements(
            **{**said, "covers": tuple(said["covers"])},
            recipient=uuid.UUID(recipient) if recipient else None,
        )


class DisclosureForm(forms.Form):
    """What was told."""

    what = forms.CharField(
        label=_("What is told"),
        help_text=_("No more than the consent covers, and no more than is needed."),
        max_length=2000,
        widget=forms.Textarea,
    )


class ProcessForm(forms.Form):
    """What came."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Process.choices)
    received_on = forms.DateField(label=_("Received on"), widget=DayInput)
    from_whom = forms.CharField(label=_("From whom"), max_length=300)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Do not write whom it asks about, nor whether they are a client."),
        max_length=2000,
        widget=forms.Textarea,
        required=False,
    )


class AnswerForm(forms.Form):
    """Who was told, and what was answered."""

    counsel = forms.CharField(label=_("Counsel who was told"), max_length=300, required=False)
    answer = forms.ChoiceField(label=_("Answer"), choices=Response.choices)
