"""What is published in codes, in words; each room says them in the language of whoever reads."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SITE_STATES = {
    "candidate": _("candidate"),
    "assessed": _("assessed"),
    "selected": _("selected"),
    "preparing": _("preparing"),
    "called_in": _("called in"),
    "intensive": _("intensive"),
    "maintenance": _("maintenance"),
    "closed_verified": _("closed, and verified"),
    "reopened": _("re-opened"),
    "abandoned": _("abandoned"),
}

MARKETS = {
    "open_air": _("open-air: in the street, to strangers"),
    "house": _("from houses"),
    "covert": _("covert: by appointment"),
}

PHASES = {
    "planning": _("Planning"),
    "targeting": _("Targeting the drug market"),
    "community": _("Working with the community"),
    "preparation": _("Preparing and holding the call-in"),
    "after": _("After the call-in"),
}
"""The phases of the model, in their order."""

UNDER_WAY = ("in_progress", "gate_review")
"""States of a phase on which people work."""


@dataclass(frozen=True, slots=True)
class Said:
    """A code in words, with the tone of its badge."""

    label: str | Promise
    tone: str


PHASE_STATES = {
    "not_started": Said(_("not started"), "neutral"),
    "in_progress": Said(_("in progress"), "wait"),
    "gate_review": Said(_("at its gates"), "wait"),
    "complete": Said(_("complete"), "good"),
    "waived": Said(_("waived"), "neutral"),
}

AS_PLANNED = 2
SCORES = {
    0: Said(_("not done"), "neutral"),
    1: Said(_("partly"), "wait"),
    AS_PLANNED: Said(_("as planned"), "good"),
}

ROOMS = {"caseroom": _("case room"), "careroom": _("care room")}
"""The rooms that release counts."""


def said_here(text: str) -> str:
    """Return words of the model, which are published in English, in the language of the page."""
    return gettext(text) if text else ""
