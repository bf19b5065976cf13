"""Where a case stands, what may follow, and whose turn it is."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.states import machine


class State(models.TextChoices):
    """Where a case stands."""

    BUILDING = "building", _("being built")
    READY = "ready", _("ready")
    BANKED = "banked", _("banked")
    ACTIVATED = "activated", _("activated")
    EXPIRED = "expired", _("expired")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    COMPLETED = "completed", _("completed")


MACHINE = machine(
    building=("officer", "ready declined withdrawn"),
    ready=("prosecutor", "building banked declined withdrawn"),
    banked=("clock", "activated expired withdrawn completed"),
    activated=("nobody", ""),
    expired=("nobody", ""),
    declined=("nobody", ""),
    withdrawn=("nobody", ""),
    completed=("nobody", ""),
)

WAS_BANKED = (State.BANKED, State.ACTIVATED, State.EXPIRED, State.COMPLETED)
"""States of cases that a locked list has banked."""

LIMITATION_MARGIN = timedelta(days=90)
"""How long before its limitation a case leaves the bank: time to review a violation by two, to have
the warrant signed and to file, so that nobody is threatened with a charge that comes too late."""


def bank_until(*, program_ends_on: date, limitation_on: date) -> date:
    """Return the last day on which a case may be in the bank.

    Parameters
    ----------
    program_ends_on
        The last day of the programme that the person is offered.
    limitation_on
        The day on which the offence is barred by limitation.
    """
    return min(program_ends_on, limitation_on - LIMITATION_MARGIN)
