"""How much room a service has, as it is told to those who need no number."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_FEW = 5
"""Up to so many are few: one more or less of them shows nothing of who came yesterday."""


class RoomLeft(models.TextChoices):
    """How much room is left, without a number."""

    NONE = "none", _("none")
    FEW = "few", _("a few")
    ENOUGH = "enough", _("enough")


def room_left(free: int | None) -> RoomLeft | None:
    """Return how much room that many free slots are; nothing where nobody counted."""
    if free is None:
        return None
    if free <= 0:
        return RoomLeft.NONE
    return RoomLeft.FEW if free <= MOST_FEW else RoomLeft.ENOUGH
