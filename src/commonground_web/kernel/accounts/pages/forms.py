"""What people type on the pages of accounts."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.accounts.granting import Term
from commonground_web.kernel.accounts.links import ATTESTING
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.accounts.naming import Names, agencies, sites
from commonground_web.kernel.accounts.policies import roles_to_give
from commonground_web.kernel.rooms import Room, this_room

LONGEST_NAME = 120

ATTESTATIONS = {
    Room.CASEROOM: _(
        "I hold no account in the care room, and will not ask for one while I hold this. "
        "I sign this with today's date."
    ),
    Room.CAREROOM: _(
        "I hold no account in the case room, and will not ask for one while I hold this. "
        "I sign this with today's date."
    ),
}
"""What a person signs who is let into a room that must know nothing of the other."""


class RoleForm(forms.Form):
    """A role for a time; who may hold it is said beside it."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    site = forms.UUIDField(label=_("For one site alone"), required=False)
    since = forms.DateField(
        label=_("From"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, since: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = since
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (code, f"{role.title}: {role.may_hold}") for code, role in roles_to_give().items()
        ]
        _choose(self, "site", sites(), nothing=_("All sites"))

    def term(self) -> Term:
        """Return what is to be given."""
        given = self.cleaned_data
        return Term(
            role=given["role"],
            site=_id(given["site"]),
            since=given["since"],
            until=given["until"],
        )


class InvitationForm(RoleForm):
    """Somebody new, and the role they are to hold."""

    email = forms.EmailField(label=_("Email"))
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    agency = forms.UUIDField(label=_("Agency"), required=False)

    field_order = ["email", "name", "agency", "role", "site", "since", "until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "agency", agencies(), nothing=_("None"))

    def agency_id(self) -> uuid.UUID | None:
        """Return the id of the agency, if one was chosen."""
        return _id(self.cleaned_data["agency"])


class WelcomeForm(forms.Form):
    """A name as the person writes it, a password, and what the room asks them to sign."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        help_text=_("Is it written as you write it?"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        help_text=password_validators_help_text_html(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    attested = forms.BooleanField()

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._account = account
        self.fields["name"].initial = account.name
        if this_room() in ATTESTING:
            self.fields["attested"].label = ATTESTATIONS[this_room()]
        else:
            del self.fields["attested"]

    def clean(self) -> dict[str, Any]:
        """Hold the password to the rules, and the two to one another."""
        given = super().clean() or {}
        password = given.get("password")
        if password and password != given.get("again"):
            self.add_error("again", _("This is not the same password."))
        elif password:
            self._account.name = given.get("name", "")
            try:
                validate_password(password, self._account)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given


class ConfirmationForm(forms.Form):
    """That one knows the other founder."""

    known = forms.BooleanField()

    def __init__(self, *args: Any, name: str, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["known"].label = _(
            "I know %(name)s and confirm that they hold the role: %(role)s."
        ) % {"name": name, "role": role}


def _choose(form: forms.Form, field: str, names: Names, *, nothing: Any) -> None:
    """Let people choose by name where the room knows names."""
    if names:
        choices = [("", nothing), *((str(pk), name) for pk, name in names.items())]
        form.fields[field] = forms.ChoiceField(
            label=form.fields[field].label, required=False, choices=choices
        )


def _id(given: uuid.UUID | str | None) -> uuid.UUID | None:
    return uuid.UUID(str(given)) if given else None
