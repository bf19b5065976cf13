"""The forms for second factors: codes with our lock-out that work once, and keys that are read."""

from __future__ import annotations

import json
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.auth.signals import user_login_failed

from commonground_web.kernel.clock import now
from commonground_web.kernel.signin.factors import factor_of_code
from commonground_web.kernel.signin.lockout import is_locked_out


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """A code from an app, or a recovery code; failures count as those of passwords do."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["code"].widget
        widget.attrs["inputmode"] = "numeric"
        del widget.attrs["placeholder"]

    def clean_code(self) -> str:
        """Accept a code once."""
        code: str = self.cleaned_data["code"]
        if not is_locked_out(context.request, self.user.email):
            self.authenticator = factor_of_code(self.user, code, at=now())
            if self.authenticator is not None:
                return code
            user_login_failed.send(
                sender=__name__, credentials={"email": self.user.email}, request=context.request
            )
        raise get_adapter().validation_error("incorrect_code")


class CodeAgainForm(CodeForm):
    """A code, to show again who one is."""

    def save(self) -> None:
        """Note that somebody showed again who they are."""
        post_authentication(context.request, self.authenticator, reauthenticated=True)


class Shallow(json.JSONDecoder):
    """Reads what a browser says of a key; what nests too deep to be read is no such thing."""

    def decode(self, s: str) -> Any:  # type: ignore[override]  # no more than a text is handed in
        """Read a text."""
        try:
            return super().decode(s)
        except RecursionError:
            raise json.JSONDecodeError("nests too deep", "", 0) from None


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]  # as above
    """A new key."""

    credential = forms.JSONField(decoder=Shallow, widget=forms.HiddenInput)


class KeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]  # as above
    """A key, to sign in."""

    credential = forms.JSONField(decoder=Shallow, widget=forms.HiddenInput)


class KeyAgainForm(ReauthenticateWebAuthnForm):  # type: ignore[misc]  # as above
    """A key, to show again who one is."""

    credential = forms.JSONField(decoder=Shallow, widget=forms.HiddenInput)
