"""Steps of signing in, as a person takes them."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client

from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.audit.models import AuditEvent, AuditSeal
from tests.web.signed_in import PASSWORD

LOGIN = "/account/login/"
CODE = "/account/2fa/authenticate/"


def code_of(account: Account, *, at: datetime) -> str:
    """Return the code that an account's app shows."""
    factor = Authenticator.objects.get(user=account, type="totp")
    return code_from(get_adapter().decrypt(factor.data["secret"]), at=at)


def code_from(secret: str, *, at: datetime) -> str:
    """Return the code that an app shows for a secret."""
    shown: str = format_hotp_value(hotp_value(secret, int(at.timestamp()) // 30))
    return shown


def give_password(client: Client, email: str, password: str = PASSWORD) -> HttpResponse:
    """Send the first page of signing in."""
    response: HttpResponse = client.post(LOGIN, {"login": email, "password": password})  # type: ignore[assignment]
    return response


def last_event() -> tuple[AuditEvent, AuditSeal]:
    """Return the last event of the audit, and its seal."""
    seal = AuditSeal.objects.order_by("-seq")[0]
    return AuditEvent.objects.get(pk=seal.event), seal


def events() -> int:
    """Return how many events there are."""
    return AuditEvent.objects.count()
