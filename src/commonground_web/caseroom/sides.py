"""Which side of the table somebody sits on: what is decided, police and prosecution decide."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import Actor


class Side(models.TextChoices):
    """The two sides that answer for a list together."""

    POLICE = "police", gettext_lazy("police")
    PROSECUTION = "prosecution", gettext_lazy("prosecution")


REVIEWING = {
    "supervisor": Side.POLICE,
    "prosecutor": Side.PROSECUTION,
    "charging_supervisor": Side.PROSECUTION,
}
"""The roles that review cases, and the side of each."""

SIGNING = {"supervisor": Side.POLICE, "charging_supervisor": Side.PROSECUTION}
"""The roles that sign for their agency, and the side of each."""


def side_of(by: Actor, roles: dict[str, Side]) -> Side:
    """Return the side that an actor speaks for.

    Raises
    ------
    Refused
        If their roles speak for neither side, or for both.
    """
    sides = {side for role, side in roles.items() if role in by.roles}
    if len(sides) != 1:
        raise Refused(_("Your account has to speak for the police or for the prosecution alone."))
    return sides.pop()
