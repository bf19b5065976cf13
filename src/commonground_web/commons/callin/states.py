"""Where a call-in stands.

Safe conduct comes before the letters that promise it: nobody is contacted before the case room has
acknowledged every hold. A call-in that is moved goes back to where its holds are acknowledged anew.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.states import machine


class State(models.TextChoices):
    """Where a call-in stands."""

    PLANNING = "planning", _("being planned")
    SLOTS_CONFIRMED = "slots_confirmed", _("service slots confirmed")
    HOLDS_ACTIVE = "holds_active", _("safe conduct acknowledged")
    LETTERS_OUT = "letters_out", _("letters going out")
    HELD = "held", _("held")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


OVER = (State.CLOSED, State.CANCELLED)
BEHIND = (State.HELD, State.CLOSED)
"""The evening was held."""
BEFORE_IT = (State.PLANNING, State.SLOTS_CONFIRMED, State.HOLDS_ACTIVE, State.LETTERS_OUT)

MACHINE = machine(
    planning=("coordinator", "slots_confirmed cancelled"),
    slots_confirmed=("coordinator", "holds_active cancelled"),
    holds_active=("coordinator", "letters_out slots_confirmed cancelled"),
    letters_out=("coordinator", "held slots_confirmed cancelled"),
    held=("coordinator", "closed"),
    closed=("nobody", ""),
    cancelled=("nobody", ""),
)
