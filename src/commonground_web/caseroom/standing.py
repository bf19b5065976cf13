"""Where a version stands that both sides sign: in words for a badge, with its tone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from commonground_web.caseroom.sides import Side
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.clock import day_of


@dataclass(frozen=True, slots=True)
class Standing:
    """Words for a badge, and its tone."""

    label: str
    tone: str
    is_signed: bool = True


def was_signed_by(day: date, found: Any) -> bool:
    """Say whether both sides had signed criteria or a policy when a day ended."""
    signed = [row for row in found.signatures.all() if day_of(row.signed_at) <= day]
    return len(signed) == len(Side)


def require_not_before(day: date, *, effective_on: date) -> None:
    """Refuse to write what would have held before it was written.

    Raises
    ------
    Refused
        If it would.
    """
    if effective_on < day:
        raise Refused(_("It takes effect today or later; nobody is judged by what came after."))


def standing_of(found: Any, *, on: date) -> Standing:
    """Return where criteria or a policy stand on a day."""
    if len(found.signatures.all()) < len(Side):
        return Standing(_("waits for signatures"), "wait", is_signed=False)
    if found.effective_on > on:
        return Standing(_("signed, not yet in force"), "wait")
    return Standing(_("signed by both sides"), "good")
