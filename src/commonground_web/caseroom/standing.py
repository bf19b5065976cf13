"""Where a version stands that both sides sign: in words for a badge, with its tone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from commonground_web.caseroom.sides import Side


@dataclass(frozen=True, slots=True)
class Standing:
    """Words for a badge, and its tone."""

    label: str
    tone: str


def standing_of(found: Any, *, on: date) -> Standing:
    """Return where criteria or a policy stand on a day."""
    if len(found.signatures.all()) < len(Side):
        return Standing(_("waits for signatures"), "wait")
    if found.effective_on > on:
        return Standing(_("signed, not yet in force"), "wait")
    return Standing(_("signed by both sides"), "good")
