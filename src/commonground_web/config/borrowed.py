"""What libraries bring along: their tables with a class, and their views with an exposure."""

from functools import partial

from commonground_web.kernel.access.exposures import SAFE, Exposure
from commonground_web.kernel.compartments.records import Kept

TABLES = {
    "account.emailaddress": Kept.INTERNAL,
    "account.emailconfirmation": Kept.INTERNAL,
    "auth.group": Kept.INTERNAL,
    "auth.permission": Kept.INTERNAL,
    "axes.accessattempt": Kept.INTERNAL,
    "axes.accessattemptexpiration": Kept.INTERNAL,
    "axes.accessfailurelog": Kept.INTERNAL,
    "axes.accesslog": Kept.INTERNAL,
    "contenttypes.contenttype": Kept.INTERNAL,
    "mfa.authenticator": Kept.INTERNAL,
    "sessions.session": Kept.INTERNAL,
    "usersessions.usersession": Kept.INTERNAL,
}
"""Every table of a library, by its label."""

_BOTH = ("GET", "HEAD", "POST")

_factor = partial(Exposure, "second_factor", "use", _BOTH)
_again = Exposure("reauthentication", "use", _BOTH)

EXPOSURES = {
    "account_login": Exposure("sign_in", "use", _BOTH),
    "account_logout": Exposure("sign_out", "use", _BOTH),
    "account_change_password": Exposure("own_account", "use", _BOTH, fresh=True),
    "account_reauthenticate": _again,
    "mfa_authenticate": Exposure("sign_in", "use", _BOTH),
    "mfa_reauthenticate": _again,
    "mfa_reauthenticate_webauthn": _again,
    "mfa_index": Exposure("second_factor", "use", SAFE),
    "mfa_activate_totp": _factor(fresh=True),
    "mfa_deactivate_totp": Exposure("own_account", "use", _BOTH, fresh=True),
    "mfa_list_webauthn": Exposure("second_factor", "use", SAFE),
    "mfa_add_webauthn": _factor(fresh=True),
    "mfa_edit_webauthn": _factor(fresh=True),
    "mfa_remove_webauthn": _factor(fresh=True),
    "mfa_view_recovery_codes": Exposure("second_factor", "use", SAFE, fresh=True),
    "mfa_generate_recovery_codes": _factor(fresh=True),
    "usersessions_list": Exposure("own_account", "use", _BOTH),
}
"""Every view of a library that is let in, by its name; all others are not found."""
