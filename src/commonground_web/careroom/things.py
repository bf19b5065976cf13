"""What people call the things of the care room."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

THINGS: Mapping[str, str | Promise] = {
    "assessment": _("needs assessment"),
    "call_in": _("call-in"),
    "client": _("client"),
    "consent": _("consent"),
    "disclosure": _("disclosure"),
    "encounter": _("encounter"),
    "goal": _("goal"),
    "introduction": _("introduction to help"),
    "legal_process": _("legal process"),
    "note": _("note"),
    "referral": _("referral"),
    "zone": _("area of encounters"),
}
