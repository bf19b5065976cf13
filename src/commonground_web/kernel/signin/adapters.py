"""Where allauth asks how this house does things."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

from commonground_web.kernel.accounts.models import Membership
from commonground_web.kernel.clock import today
from commonground_web.kernel.fields.keyring import room_keyring

PLACE = "mfa_authenticator|data"
"""What sealed secrets of second factors are bound to."""


class RoomAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts come by invitation, and the gate asks people to show again who they are."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's own
        """Let nobody sign up."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return whose credentials these are; a closed account answers like an unknown one."""
        account: AbstractBaseUser | None = super().authenticate(request, **credentials)
        return account if account is not None and account.is_active else None

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where to go after signing in: who holds no role yet, to what they wait for."""
        has_role = Membership.objects.in_force(today()).filter(account=request.user.pk).exists()
        return reverse(settings.LOGIN_REDIRECT_URL if has_role else "own-account")

    def is_reauthentication_required(self, *, app: str, **_more: Any) -> bool:  # noqa: ARG002
        """Leave it to the gate, which asks before each view that is exposed as `fresh`."""
        return False


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets of second factors lie sealed in the database."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return room_keyring().seal(text, place=PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret."""
        return room_keyring().open(encrypted_text, place=PLACE)
