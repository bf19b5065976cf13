"""What is typed about a referral."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.consents.models import Consent
from commonground_web.careroom.referrals.actions import Step
from commonground_web.careroom.referrals.states import Reason, State
from commonground_web.kernel.pages.moments import MomentField
from commonground_web.kernel.pages.rendering import DayInput
from commonground_web.valves.published.directory import OfferedService


class DraftForm(forms.Form):
    """To which service, and what is asked of it."""

    service = forms.TypedChoiceField(label=_("Service"), coerce=uuid.UUID)
    request = forms.CharField(
        label=_("What is asked"),
        help_text=_("Only what the consent covers. Leave it empty if it covers name and contact."),
        max_length=2000,
        widget=forms.Textarea,
        required=False,
    )

    def __init__(self, *args: Any, services: Iterable[OfferedService], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [  # type: ignore[attr-defined]
            (str(service.id), f"{service.name} – {service.organization.name}")
            for service in services
        ]


class SendForm(forms.Form):
    """The consent by which a referral goes to another provider."""

    consent = forms.ChoiceField(label=_("Consent that it goes by"), required=False)

    def __init__(self, *args: Any, consents: Iterable[Consent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].choices = [  # type: ignore[attr-defined]
            ("", _("none: it stays in our organisation")),
            *((str(consent.pk), consent.recipient_name) for consent in consents),
        ]


class StepForm(forms.Form):
    """What became of a referral."""

    to = forms.ChoiceField(label=_("It is now"))
    reason = forms.ChoiceField(
        label=_("Reason"),
        help_text=_("Where it was rejected, ended or cancelled."),
        choices=[("", _("none")), *Reason.choices],
        required=False,
    )
    scheduled_for = MomentField(label=_("Appointment"), required=False)
    slot_held_until = forms.DateField(label=_("Hold a slot until"), widget=DayInput, required=False)

    def __init__(self, *args: Any, ways: Iterable[State], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (way.value, way.label) for way in ways
        ]

    def step(self) -> Step:
        """Return what the form says."""
        return Step(**self.cleaned_data)
