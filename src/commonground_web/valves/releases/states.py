"""Where a release of counts stands, and whose turn it is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.states import machine


class State(models.TextChoices):
    """Where a release stands."""

    DRAFTED = "drafted", _("waits for the first check")
    CHECKED1 = "checked1", _("waits for the second check")
    CHECKED2 = "checked2", _("checked by two, and may go")
    RELEASED = "released", _("released")
    RETURNED = "returned", _("returned")


MACHINE = machine(
    drafted=("two checkers", "checked1 returned"),
    checked1=("two checkers", "checked2 returned"),
    checked2=("author", "released returned"),
    released=("nobody", ""),
    returned=("nobody", ""),
)
