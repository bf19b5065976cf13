"""What people fill in at a call-in and after it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter, ValidationError

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.responses.models import Came, Reached, Term
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.pages.choices import OneOf
from commonground_web.kernel.pages.rendering import DayInput
from commonground_web.valves.messages.shapes import Contact, Language, PersonName


class AttendanceForm(forms.Form):
    """Whether somebody came, and with whom."""

    came = forms.ChoiceField(
        label=_("Did they come?"), choices=Came.choices, widget=forms.RadioSelect
    )
    with_influential = forms.BooleanField(
        label=_("Somebody who matters to them came along"), required=False
    )


class AssignForm(forms.Form):
    """Who contacts somebody."""

    account = OneOf(label=_("Who contacts them?"))

    def __init__(self, *args: Any, accounts: Iterable[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].offer(accounts)  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=[(value, label) for value, label in Reached.choices if value != Reached.OPEN],
        widget=forms.RadioSelect,
    )


class AgreementForm(forms.Form):
    """The terms, and from when to when."""

    terms = forms.MultipleChoiceField(
        label=_("What they agree to"),
        choices=Term.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Conduct alone. Help is offered, and never a term."),
    )
    given_on = forms.DateField(label=_("Given on"), widget=DayInput)
    ends_on = forms.DateField(label=_("Ends on"), widget=DayInput)


def said(shape: Any, value: str) -> str:
    """Return what was typed, if a message to another room can say it."""
    try:
        return str(TypeAdapter(shape).validate_python(value))
    except ValidationError as error:
        raise forms.ValidationError(
            _("Use letters, and in how to reach them also digits and + - ( ) . , : @.")
        ) from error


class IntroductionForm(forms.Form):
    """What somebody who said yes wants their provider to know, and no more."""

    provider = OneOf(label=_("Who helps?"))
    preferred_name = forms.CharField(label=_("What do they want to be called?"), max_length=120)
    contact = forms.CharField(label=_("How may they be reached?"), max_length=200)
    language = forms.CharField(label=_("Language"), max_length=16)
    said_yes = forms.BooleanField(
        label=_("They said yes to being put in touch, and may stop it whenever they want")
    )

    def __init__(self, *args: Any, providers: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].offer(providers)  # type: ignore[attr-defined]

    def clean_preferred_name(self) -> str:
        """Return the name, as a message can say it."""
        return said(PersonName, self.cleaned_data["preferred_name"])

    def clean_contact(self) -> str:
        """Return the contact, as a message can say it."""
        return said(Contact, self.cleaned_data["contact"])

    def clean_language(self) -> str:
        """Return the language, as a message can say it."""
        return said(Language, self.cleaned_data["language"])
