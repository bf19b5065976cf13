"""What libraries bring along: their tables with a class, and their views with an exposure."""

from commonground_web.kernel.access.exposures import Exposure
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

EXPOSURES = {
    "account_login": Exposure("sign_in", "use", _BOTH),
    "account_logout": Exposure("own_account", "use", _BOTH),
}
"""Every view of a library that is let in, by its name; all others are not found."""
