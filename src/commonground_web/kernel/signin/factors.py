"""Codes of second factors: each is accepted once, by every process of the room."""

from __future__ import annotations

from datetime import datetime

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from commonground_web.kernel.accounts.models import Account


def factor_of_code(account: Account, code: str, *, at: datetime) -> Authenticator | None:
    """Return the factor of an account that a code is of, and let the code work no more.

    A code from an app works for the half minute that it is shown, and the ones before and after,
    for clocks differ; once one worked, it and those before it do not.
    """
    factors = Authenticator.objects.select_for_update().filter(
        user=account, type__in=[Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    )
    for factor in factors:
        factor.user = account
        is_shown = factor.type == Authenticator.Type.TOTP
        if _accepts(factor, code, at=at) if is_shown else factor.wrap().validate_code(code):
            return factor
    return None


def _accepts(factor: Authenticator, code: str, *, at: datetime) -> bool:
    secret = get_adapter().decrypt(factor.data["secret"])
    current, tolerance = (
        int(at.timestamp()) // app_settings.TOTP_PERIOD,
        app_settings.TOTP_TOLERANCE,
    )
    for counter in range(current - tolerance, current + tolerance + 1):
        shown = format_hotp_value(hotp_value(secret, counter))
        if compare_user_code(actual=code, expected=shown) and counter > factor.data.get("used", 0):
            factor.data["used"] = counter
            factor.save(update_fields=["data"])
            return True
    return False
