"""What people call the things of the case room."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

THINGS: Mapping[str, str | Promise] = {
    "buy": _("controlled buy"),
    "call_in": _("call-in"),
    "candidate": _("candidate"),
    "candidate_list": _("list of candidates"),
    "case": _("case"),
    "conduct_agreement": _("conduct agreement"),
    "contest": _("contest of being listed"),
    "correction": _("correction"),
    "criteria": _("criteria"),
    "disparity_check": _("disparity check"),
    "dissemination": _("dissemination"),
    "entry": _("entry"),
    "hold": _("safe-conduct hold"),
    "policy": _("policy on violations"),
    "rules": _("rules"),
    "screening": _("screening"),
    "source": _("source"),
    "triage": _("weighing of a case"),
    "violation": _("violation"),
    "vote": _("votes on a case"),
}
