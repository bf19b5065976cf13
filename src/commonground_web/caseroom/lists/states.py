"""Where a list stands, and a candidate on it: what may follow, and whose turn it is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.states import machine


class ListState(models.TextChoices):
    """Where a list stands."""

    OPEN = "open", _("open")
    CHECKED = "checked", _("checked for disparity")
    LOCKED = "locked", _("locked")


LIST = machine(
    open=("supervisor", "checked"),
    checked=("charging_supervisor", "locked open"),
    locked=("nobody", ""),
)


class CandidateState(models.TextChoices):
    """Where a candidate stands in this room; what the Commons does with them is told there."""

    CHOSEN = "chosen", _("chosen, and not complete")
    PROPOSED = "proposed", _("waits for the second person")
    RELEASED = "released", _("released to the Commons")
    ENDED = "ended", _("the case has ended")
    WITHDRAWN = "withdrawn", _("withdrawn")


CANDIDATE = machine(
    chosen=("prosecutor", "proposed ended withdrawn"),
    proposed=("charging_supervisor", "released chosen ended withdrawn"),
    released=("prosecutor", "ended withdrawn"),
    ended=("nobody", ""),
    withdrawn=("nobody", ""),
)
