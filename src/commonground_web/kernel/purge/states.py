"""Where a purge stands, what may follow, and whose turn it is."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a purge stands."""

    DUE = "due", _("due")
    LISTED = "listed", _("listed, and waits for a witness")
    WITNESSED = "witnessed", _("witnessed")
    EXECUTED = "executed", _("executed")
    CERTIFIED = "certified", _("certified")


class Turn(StrEnum):
    """Whose turn it is."""

    CLOCK = "clock"
    WITNESS = "witness"
    NOBODY = "nobody"


TRANSITIONS: Mapping[State, tuple[State, ...]] = {
    State.DUE: (State.LISTED,),
    State.LISTED: (State.WITNESSED,),
    State.WITNESSED: (State.EXECUTED,),
    State.EXECUTED: (State.CERTIFIED,),
    State.CERTIFIED: (),
}
"""What may follow each state."""

TURNS: Mapping[State, Turn] = {
    State.DUE: Turn.CLOCK,
    State.LISTED: Turn.WITNESS,
    State.WITNESSED: Turn.CLOCK,
    State.EXECUTED: Turn.CLOCK,
    State.CERTIFIED: Turn.NOBODY,
}
"""Who moves a purge on from each state; where a witness does not, the clock does after a while."""


class Fate(models.TextChoices):
    """What became of one row on the list of a purge."""

    WAITING = "waiting", _("waits")
    GONE = "gone", _("gone")
    HELD = "held", _("kept by a legal hold")
    ABSENT = "absent", _("was not there any more")
