"""What is typed about a client."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.clients.models import Origin
from commonground_web.careroom.sites import site_choices
from commonground_web.kernel.pages.tongues import language_choices


class ClientForm(forms.Form):
    """How a person wants to be called and reached."""

    preferred_name = forms.CharField(
        label=_("Preferred name"),
        help_text=_("The name they want to be called by. It need not be their legal name."),
        max_length=120,
    )
    contact = forms.CharField(label=_("How to reach them"), max_length=500, required=False)
    language = forms.ChoiceField(label=_("Language they speak"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stands = self.get_initial_for_field(self.fields["language"], "language")
        self.fields["language"].choices = language_choices(  # type: ignore[attr-defined]
            also=[stands] if stands else []
        )


class IntakeForm(ClientForm):
    """A person who is new here, and how they came."""

    origin = forms.ChoiceField(
        label=_("How they came"),
        choices=[
            (origin.value, origin.label)
            for origin in (Origin.SELF, Origin.OUTREACH, Origin.REFERRAL)
        ],
        initial=Origin.SELF,
    )
    site = forms.ChoiceField(label=_("Site"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = site_choices()  # type: ignore[attr-defined]

    def clean_site(self) -> uuid.UUID | None:
        """Return the site as an identifier, or None."""
        site = self.cleaned_data["site"]
        return uuid.UUID(site) if site else None


class FindForm(forms.Form):
    """Exactly what somebody is called."""

    name = forms.CharField(
        label=_("Preferred name"),
        help_text=_("The whole name, as they gave it; capitals do not matter."),
        max_length=120,
    )


class NoteForm(forms.Form):
    """A note on the help that was given."""

    text = forms.CharField(
        label=_("Note"),
        help_text=_("It is never changed. Write what helps the next person to help."),
        max_length=4000,
        widget=forms.Textarea,
    )


class AssignForm(forms.Form):
    """Who goes on with a client."""

    to = forms.TypedChoiceField(label=_("Who goes on with them"), coerce=uuid.UUID)

    def __init__(self, *args: Any, helpers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = helpers  # type: ignore[attr-defined]
