"""Where a violation stands, what may follow, and whose turn it is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.states import machine
from commonground_web.valves.messages.rules import Consequence


class State(models.TextChoices):
    """Where a violation stands."""

    REPORTED = "reported", _("reported")
    CHECKED = "checked", _("evidence checked, waits for two reviews")
    NO_ACTION = "no_action", _("nothing follows")
    WARNED = "warned", _("a warning follows")
    PROPOSED = "proposed", _("both reviewers propose the case; waits for the decision")
    ACTIVATED = "activated", _("the case is activated")
    DECLINED = "declined", _("the case stays banked")


MACHINE = machine(
    reported=("supervisor", "checked no_action"),
    checked=("supervisor and prosecutor", "no_action warned proposed"),
    no_action=("nobody", ""),
    warned=("nobody", ""),
    proposed=("charging_supervisor", "activated declined"),
    activated=("nobody", ""),
    declined=("nobody", ""),
)

FOLLOWS = {
    Consequence.NOTHING: State.NO_ACTION,
    Consequence.WARNING: State.WARNED,
    Consequence.ACTIVATION: State.PROPOSED,
}
"""What two reviews lead to, by what both say or the milder of them says."""

MILDEST_FIRST = (Consequence.NOTHING, Consequence.WARNING, Consequence.ACTIVATION)

OPEN = (State.REPORTED, State.CHECKED, State.PROPOSED)
"""States in which somebody is still to act."""


def milder(one: str, other: str) -> Consequence:
    """Return the milder of two consequences."""
    return min(Consequence(one), Consequence(other), key=MILDEST_FIRST.index)


def up_to(most: str) -> tuple[Consequence, ...]:
    """Return the consequences that a clause allows, the mildest first."""
    return MILDEST_FIRST[: MILDEST_FIRST.index(Consequence(most)) + 1]
