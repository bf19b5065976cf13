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
    SignedBy,
)
from commonground_web.kernel.pages.rendering import DayInput


class ConsentForm(forms.Form):
    """Every element that a written consent has."""

    patient_name = forms.CharField(
        label=_("Whose record it is"),
        help_text=_("Their name, as it stands in the consent."),
        max_length=120,
    )
    disclosing = forms.CharField(label=_("Who discloses"), max_length=300)
    recipient = forms.ChoiceField(
        label=_("Recipient"),
        help_text=_("Only one that is chosen here can be sent referrals by this."),
        required=False,
    )
    recipient_name = forms.CharField(
        label=_("To whom"),
        help_text=_("The organisation or person by name, if you cannot choose it."),
        max_length=300,
        required=False,
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
    signed_by = forms.ChoiceField(label=_("Signed by"), choices=SignedBy.choices)
    authorized = forms.CharField(
        label=_("Authorised person"),
        help_text=_("If one signed: the name as it was signed, and by what right."),
        max_length=300,
        required=False,
    )
    signed_on = forms.DateField(label=_("Date of signature"), widget=DayInput)

    def __init__(
        self,
        *args: Any,
        providers: Mapping[uuid.UUID, str],
        organizations: Mapping[uuid.UUID, str],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._providers, self._organizations = providers, organizations
        self.fields["recipient"].choices = [  # type: ignore[attr-defined]
            ("", _("none of them")),
            (_("Providers in this room"), _choices(providers)),
            (_("Other organisations of the directory"), _choices(organizations)),
        ]
        self.fields["signed_on"].initial = today

    def elements(self) -> Elements:
        """Return what the form says; a recipient that was chosen has the name of the directory."""
        said = dict(self.cleaned_data)
        recipient = said.pop("recipient")
        chosen = uuid.UUID(recipient) if recipient else None
        name = said.pop("recipient_name")
        if chosen is not None and not name:
            name = {**self._providers, **self._organizations}[chosen]
        return Elements(
            **{**said, "covers": tuple(said["covers"])},
            recipient_name=name,
            recipient=chosen if chosen in self._providers else None,
            organization=chosen if chosen in self._organizations else None,
        )


def _choices(names: Mapping[uuid.UUID, str]) -> list[tuple[str, str]]:
    return [(pk, name) for name, pk in sorted((name, str(pk)) for pk, name in names.items())]


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
